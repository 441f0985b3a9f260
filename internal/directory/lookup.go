package directory

import (
	"slices"
	"strings"

	"jauap/internal/i18n"
)

// Body finds a body by its id.
func (d *Directory) Body(id BodyID) (Body, bool) { return pick(d.bodies, d.bodyAt, id) }

// BodyByCode finds a body by its text key.
func (d *Directory) BodyByCode(code string) (Body, bool) { return pick(d.bodies, d.bodyCode, code) }

// Place finds a place by its KATO code.
func (d *Directory) Place(code PlaceCode) (Place, bool) { return pick(d.places, d.placeAt, code) }

// Topic finds a topic by its code.
func (d *Directory) Topic(code TopicCode) (Topic, bool) { return pick(d.topics, d.topicAt, code) }

// Unit finds a unit by its id.
func (d *Directory) Unit(id UnitID) (Unit, bool) { return pick(d.units, d.unitAt, id) }

func pick[T any, K comparable](list []T, at map[K]int, key K) (T, bool) {
	if i, ok := at[key]; ok {
		return list[i], true
	}
	var none T
	return none, false
}

// Registry is the body that routes what names no body.
func (d *Directory) Registry() (Body, bool) { return d.BodyByCode(RegistryCode) }

// Akimat is the executive body of a place.
func (d *Directory) Akimat(code PlaceCode) (Body, bool) {
	return d.BodyByCode(KindAkimat + "." + string(code))
}

// Bodies lists all bodies in the alphabetical order of lang.
func (d *Directory) Bodies(lang i18n.Lang) []Body {
	return inOrder(d.bodies, d.order(d.bodySort, lang), func(Body) bool { return true })
}

// BodiesIn lists the bodies of exactly this place by code; "" gives those of
// the whole country.
func (d *Directory) BodiesIn(code PlaceCode) []Body {
	var list []Body
	for _, b := range d.bodies {
		if b.Place == code {
			list = append(list, b)
		}
	}
	slices.SortFunc(list, func(a, b Body) int { return strings.Compare(a.Code, b.Code) })
	return list
}

// Places lists the places of a level, or all for "", in the alphabetical
// order of lang.
func (d *Directory) Places(lang i18n.Lang, level string) []Place {
	return inOrder(d.places, d.order(d.placeSort, lang), func(p Place) bool {
		return level == "" || p.Level == level
	})
}

// PlacesIn lists the places directly under parent in the alphabetical order
// of lang; "" gives the oblasts and the three cities of republican
// significance.
func (d *Directory) PlacesIn(lang i18n.Lang, parent PlaceCode) []Place {
	return inOrder(d.places, d.order(d.placeSort, lang), func(p Place) bool { return p.Parent == parent })
}

// PlacePath lists a place and those it lies in, the greatest first. It is
// empty for an unknown code.
func (d *Directory) PlacePath(code PlaceCode) []Place {
	var path []Place
	for p, ok := d.Place(code); ok; p, ok = d.Place(p.Parent) {
		path = append(path, p)
	}
	slices.Reverse(path)
	return path
}

// PlaceTitle names a place so that namesakes differ: «Абай облысы, Абай
// ауданы», in English the other way round. It is empty for an unknown code.
func (d *Directory) PlaceTitle(code PlaceCode) i18n.Text {
	var kk, ru, en []string
	for _, p := range d.PlacePath(code) {
		kk, ru = append(kk, p.Name.In(i18n.KK)), append(ru, p.Name.In(i18n.RU))
		en = append([]string{p.Name.In(i18n.EN)}, en...)
	}
	return i18n.Text{KK: strings.Join(kk, ", "), RU: strings.Join(ru, ", "), EN: strings.Join(en, ", ")}
}

// BodyTitle names a body so that namesakes differ: «Абай ауданының әкімдігі
// (Абай облысы)». It is empty for an unknown id.
func (d *Directory) BodyTitle(id BodyID) i18n.Text {
	b, _ := d.Body(id)
	p, _ := d.Place(b.Place)
	if p.Parent == "" {
		return b.Name
	}
	above := d.PlaceTitle(p.Parent)
	in := func(l i18n.Lang) string { return b.Name.In(l) + " (" + above.In(l) + ")" }
	return i18n.Text{KK: in(i18n.KK), RU: in(i18n.RU), EN: in(i18n.EN)}
}

// UnitsOf lists the units of a body in their order of ids.
func (d *Directory) UnitsOf(id BodyID) []Unit {
	var list []Unit
	for _, u := range d.units {
		if u.Body == id {
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b Unit) int { return int(a.ID - b.ID) })
	return list
}

// Topics gives the tree of topics in the order of the file.
func (d *Directory) Topics() []TopicNode { return d.topicsUnder("") }

func (d *Directory) topicsUnder(parent TopicCode) []TopicNode {
	var list []TopicNode
	for _, t := range d.topics {
		if t.Parent == parent {
			list = append(list, TopicNode{t, d.topicsUnder(t.Code)})
		}
	}
	return list
}

// sort fixes the alphabetical orders once: a collator is slow to make and
// cannot be shared.
func (d *Directory) sort() {
	d.placeSort, d.bodySort = map[i18n.Lang][]int{}, map[i18n.Lang][]int{}
	for _, lang := range i18n.Langs() {
		c := i18n.Collate(lang)
		d.placeSort[lang] = alphabetical(c, len(d.places), func(i int) string { return d.places[i].Name.In(lang) })
		d.bodySort[lang] = alphabetical(c, len(d.bodies), func(i int) string { return d.bodies[i].Name.In(lang) })
	}
}

func alphabetical(compare func(a, b string) int, n int, name func(int) string) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compare(name(a), name(b)) })
	return order
}

// order falls back to Kazakh, as texts do.
func (d *Directory) order(by map[i18n.Lang][]int, lang i18n.Lang) []int {
	if o, ok := by[lang]; ok {
		return o
	}
	return by[i18n.KK]
}

func inOrder[T any](list []T, order []int, keep func(T) bool) []T {
	var out []T
	for _, i := range order {
		if keep(list[i]) {
			out = append(out, list[i])
		}
	}
	return out
}
