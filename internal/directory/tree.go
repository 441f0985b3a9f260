package directory

import (
	"errors"
	"fmt"
)

// A node is a key under another; the zero key is above all.
type node[K comparable] struct{ key, parent K }

// A flaw is what is wrong with the node at an index.
type flaw struct {
	at   int
	what wrong
}

type wrong string

const (
	repeated wrong = "the key is there twice"
	orphan   wrong = "the parent is unknown"
	cycle    wrong = "it stands above itself"
)

// checkTree tells for each node at most one flaw: its key was there before,
// its parent does not exist, or it is its own ancestor.
func checkTree[K comparable](nodes []node[K]) []flaw {
	var flaws []flaw
	parent := make(map[K]K, len(nodes))
	for i, n := range nodes {
		if _, there := parent[n.key]; there {
			flaws = append(flaws, flaw{i, repeated})
			continue
		}
		parent[n.key] = n.parent
	}
	var none K
	for i, n := range nodes {
		if _, there := parent[n.parent]; n.parent != none && !there {
			flaws = append(flaws, flaw{i, orphan})
		} else if circles(parent, n.key) {
			flaws = append(flaws, flaw{i, cycle})
		}
	}
	return flaws
}

// circles tells whether climbing from key comes back to key. Circles above
// it are the fault of others, so the climb stops after every key was seen.
func circles[K comparable](parent map[K]K, key K) bool {
	var none K
	at := parent[key]
	for range len(parent) {
		if at == none {
			return false
		}
		if at == key {
			return true
		}
		at = parent[at]
	}
	return false
}

func check(places []Place, bodies []Body, units []Unit, topics []Topic) error {
	placeTree := make([]node[PlaceCode], len(places))
	for i, p := range places {
		placeTree[i] = node[PlaceCode]{p.Code, p.Parent}
	}
	topicTree := make([]node[TopicCode], len(topics))
	for i, t := range topics {
		topicTree[i] = node[TopicCode]{t.Code, t.Parent}
	}
	return errors.Join(
		flawed("place", placeTree),
		checkBodies(bodies, positions(places, func(p Place) PlaceCode { return p.Code })),
		checkUnits(units, positions(bodies, func(b Body) BodyID { return b.ID })),
		flawed("topic", topicTree),
	)
}

func checkBodies(bodies []Body, places map[PlaceCode]int) error {
	var list []error
	parents := make([]node[BodyID], len(bodies))
	highers := make([]node[BodyID], len(bodies))
	codes := make([]node[string], len(bodies))
	for i, b := range bodies {
		parents[i], highers[i] = node[BodyID]{b.ID, b.Parent}, node[BodyID]{b.ID, b.Higher}
		codes[i] = node[string]{key: b.Code}
		if _, there := places[b.Place]; b.Place != "" && !there {
			list = append(list, fmt.Errorf("body %s: place %s is unknown", b.Code, b.Place))
		}
	}
	return errors.Join(append(list, flawed("body", codes), flawed("body", parents),
		flawed("higher body of", highers))...)
}

func checkUnits(units []Unit, bodies map[BodyID]int) error {
	var list []error
	ids := make([]node[UnitID], len(units))
	for i, u := range units {
		ids[i] = node[UnitID]{key: u.ID}
		if _, there := bodies[u.Body]; !there {
			list = append(list, fmt.Errorf("unit %d: body %d is unknown", u.ID, u.Body))
		}
	}
	return errors.Join(append(list, flawed("unit", ids))...)
}

// flawed says in one error what is wrong with a tree; the empty key counts
// as wrong too, for nobody could ask for it.
func flawed[K comparable](thing string, nodes []node[K]) error {
	var list []error
	var none K
	for i, n := range nodes {
		if n.key == none {
			list = append(list, fmt.Errorf("%s in row %d: no key", thing, i+1))
		}
	}
	for _, f := range checkTree(nodes) {
		list = append(list, fmt.Errorf("%s %v: %s", thing, nodes[f.at].key, f.what))
	}
	return errors.Join(list...)
}
