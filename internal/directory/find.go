package directory

import (
	"slices"
	"strings"

	"jauap/internal/i18n"
)

// A placeName is one folded name of the place at an index, without its kind.
type placeName struct {
	at   int
	name string
}

// An index holds the folded names of things by their index.
type index []indexed

type indexed struct {
	at   int
	name string // words joined by one blank
}

func (d *Directory) index() {
	for i, p := range d.places {
		for _, lang := range i18n.Langs() {
			name, _ := splitPlace(p.Name.In(lang))
			d.placeNames = append(d.placeNames, placeName{i, name})
		}
	}
	for i, b := range d.bodies {
		d.bodyNames.add(i, b.Name, b.Short)
	}
	for i, t := range d.topics {
		d.topicNames.add(i, t.Name)
	}
}

func (x *index) add(at int, texts ...i18n.Text) {
	for _, t := range texts {
		for _, lang := range i18n.Langs() {
			*x = append(*x, indexed{at, strings.Join(fold(t.In(lang)), " ")})
		}
	}
}

// FindPlace finds places by what a person typed: a KATO code, or a name in
// Kazakh, Russian or English, with or without its kind («Абай», «Абай обл.»,
// «г. Семей»), the greater place before or after a comma. It returns all
// places of exactly that name, or else all whose name begins so; several mean
// that the text does not say which.
func (d *Directory) FindPlace(text string) []Place {
	if p, ok := d.Place(PlaceCode(strings.TrimSpace(text))); ok {
		return []Place{p}
	}
	var parts [][]Place
	for _, part := range strings.Split(text, ",") {
		if found := d.findPlacePart(part); len(found) > 0 {
			parts = append(parts, found)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return d.insideAll(parts)
}

func (d *Directory) findPlacePart(text string) []Place {
	name, level := splitPlace(text)
	if name == "" {
		return nil
	}
	exact := d.placesNamed(level, func(s string) bool { return s == name })
	if len(exact) > 0 {
		return exact
	}
	return d.placesNamed(level, func(s string) bool { return strings.HasPrefix(s, name) })
}

func (d *Directory) placesNamed(level string, match func(string) bool) []Place {
	var at []int
	for _, n := range d.placeNames {
		l := d.places[n.at].Level
		if l == LevelCityDistrict {
			l = LevelDistrict
		}
		if (level == "" || l == level) && match(n.name) {
			at = append(at, n.at)
		}
	}
	return some(d.places, at)
}

// insideAll keeps the places of one part that lie in a place of every other:
// of «Абай облысы, Абай ауданы» the district in that oblast.
func (d *Directory) insideAll(parts [][]Place) []Place {
	var list []Place
	for i, part := range parts {
		for _, p := range part {
			path := d.PlacePath(p.Code)
			if d.passes(path[:len(path)-1], parts, i) {
				list = append(list, p)
			}
		}
	}
	return list
}

func (d *Directory) passes(above []Place, parts [][]Place, except int) bool {
	for i, part := range parts {
		touches := slices.ContainsFunc(part, func(p Place) bool { return slices.Contains(above, p) })
		if i != except && !touches {
			return false
		}
	}
	return true
}

// FindBody finds bodies by code or by a name in any language: those of
// exactly that name, or else beginning so, or else containing every word.
func (d *Directory) FindBody(text string) []Body {
	if b, ok := d.BodyByCode(strings.TrimSpace(text)); ok {
		return []Body{b}
	}
	return some(d.bodies, d.bodyNames.find(text))
}

// FindTopic finds topics as FindBody finds bodies.
func (d *Directory) FindTopic(text string) []Topic {
	if t, ok := d.Topic(TopicCode(strings.TrimSpace(text))); ok {
		return []Topic{t}
	}
	return some(d.topics, d.topicNames.find(text))
}

func (x index) find(text string) []int {
	words := fold(text)
	if len(words) == 0 {
		return nil
	}
	name := strings.Join(words, " ")
	for _, match := range []func(string) bool{
		func(s string) bool { return s == name },
		func(s string) bool { return strings.HasPrefix(s, name) },
		func(s string) bool { return hasWords(s, words) },
	} {
		if at := x.matching(match); len(at) > 0 {
			return at
		}
	}
	return nil
}

func (x index) matching(match func(string) bool) []int {
	var at []int
	for _, e := range x {
		if match(e.name) {
			at = append(at, e.at)
		}
	}
	return at
}

// hasWords tells whether each word begins some word of the name.
func hasWords(name string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(" "+name, " "+w) {
			return false
		}
	}
	return true
}

// some picks the items at ascending positions, each once.
func some[T any](list []T, at []int) []T {
	var out []T
	for _, i := range slices.Compact(at) {
		out = append(out, list[i])
	}
	return out
}
