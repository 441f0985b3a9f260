package web

import (
	"slices"
	"strconv"

	"jauap/internal/appeal"
	"jauap/internal/directory"
)

// bodiesShown is how many bodies a search shows: more are not read, a longer
// word finds fewer.
const bodiesShown = 20

// fillBodies lists the bodies to choose among: those whose name was typed,
// or else the akimats of the place, the nearest first. The one chosen before
// stays on the list.
func (s *Site) fillBodies(p *actPage) {
	d := p.rules.Directory
	found := d.FindBody(p.Form.Values.Get("q"))
	if p.Form.Values.Get("q") == "" {
		found = akimats(d, p.Place)
	}
	found = slices.DeleteFunc(found, func(b directory.Body) bool { return !p.offers(b) })
	if p.More = len(found) > bodiesShown; p.More {
		found = found[:bodiesShown]
	}
	if v := p.Form.Values; len(found) == 1 && v.Get("step") == stepFind && bodyID(v.Get("body")) == 0 {
		v.Set("body", strconv.FormatInt(int64(found[0].ID), 10)) // one find is what was looked for
	}
	chosen, ok := d.Body(bodyID(p.Form.Values.Get("body")))
	if ok && !slices.ContainsFunc(found, func(b directory.Body) bool { return b.ID == chosen.ID }) {
		found = append([]directory.Body{chosen}, found...)
	}
	if p.Act == appeal.ActRegister {
		p.Bodies = append(p.Bodies, Choice{Value: "0", Text: p.T("staff.body_unknown"), Hint: p.T("staff.body_unknown_hint")})
	}
	for _, b := range found {
		p.Bodies = append(p.Bodies, Choice{Value: strconv.FormatInt(int64(b.ID), 10), Text: d.BodyTitle(b.ID).In(p.Lang())})
	}
}

// offers tells whether a body can be given the case: it exists today, is not
// the single window and does not have it already.
func (p actPage) offers(b directory.Body) bool {
	return b.Kind != directory.KindRegistry && b.ID != p.Body &&
		(b.From == 0 || b.From <= p.today) && (b.To == 0 || p.today <= b.To)
}

func akimats(d *directory.Directory, place directory.PlaceCode) []directory.Body {
	var list []directory.Body
	for _, above := range placeAbove(d, place) {
		if b, ok := d.Akimat(above.Code); ok {
			list = append(list, b)
		}
	}
	return list
}
