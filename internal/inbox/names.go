package inbox

import (
	"strings"

	"jauap/internal/appeal"
	"jauap/internal/directory"
	"jauap/internal/law"
)

// names finds what is exactly a code or a name of ours.
type names struct {
	rules  appeal.Rules
	kinds  map[string]law.Kind
	topics map[string]directory.TopicCode
	bodies map[string]directory.BodyID
}

// newNames reads the directory once; kinds are names of kinds in all
// languages.
func newNames(rules appeal.Rules, kinds map[string]law.Kind) *names {
	n := &names{
		rules: rules, kinds: map[string]law.Kind{},
		topics: map[string]directory.TopicCode{}, bodies: map[string]directory.BodyID{},
	}
	for name, k := range kinds {
		n.kinds[folded(name)] = k
	}
	n.addTopics(rules.Directory.Topics())
	for _, b := range rules.Directory.Bodies("") {
		for _, name := range []string{b.Name.KK, b.Name.RU, b.Name.EN, b.Short.KK, b.Short.RU, b.Short.EN} {
			once(n.bodies, folded(name), b.ID)
		}
	}
	return n
}

func (n *names) addTopics(list []directory.TopicNode) {
	for _, t := range list {
		for _, name := range []string{t.Name.KK, t.Name.RU, t.Name.EN} {
			once(n.topics, folded(name), t.Code)
		}
		n.addTopics(t.Children)
	}
}

// once keeps a name that means one thing only: what means two things decides
// nothing.
func once[T comparable](into map[string]T, name string, value T) {
	var none T
	if have, ok := into[name]; ok && have != value {
		value = none
	}
	into[name] = value
}

func folded(s string) string { return strings.ToLower(clean(s)) }

func (n *names) kind(s string) law.Kind {
	if k, ok := n.rules.Law.Kind(law.Kind(s)); ok {
		return k.Kind
	}
	return n.kinds[folded(s)]
}

func (n *names) topic(s string) directory.TopicCode {
	if t, ok := n.rules.Directory.Topic(directory.TopicCode(s)); ok {
		return t.Code
	}
	return n.topics[folded(s)]
}

func (n *names) body(s string) directory.BodyID {
	if b, ok := n.rules.Directory.BodyByCode(s); ok {
		return b.ID
	}
	return n.bodies[folded(s)]
}

// place is the one place that the words can mean.
func (n *names) place(s string) directory.PlaceCode {
	if found := n.rules.Directory.FindPlace(s); len(found) == 1 {
		return found[0].Code
	}
	return ""
}
