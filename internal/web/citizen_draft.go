package web

import (
	"slices"
	"strings"

	"jauap/internal/appeal"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/i18n"
	"jauap/internal/law"
)

// mostNamesakes is how many places or bodies of one name are offered to
// choose from.
const mostNamesakes = 12

// neither is the answer "none of these".
const neither = "-"

// A doubtful answer fits several things; the page asks which.
type doubtful struct {
	Places []directory.Place
	Bodies []directory.Body
}

// draft makes the draft of what was typed. Whatever was typed stays in the
// person's words too; what fits several things is asked back.
func (l *letter) draft(rules appeal.Rules, reader i18n.Lang) (appeal.Draft, doubtful) {
	v := l.values.Get
	d := appeal.Draft{
		Kind: law.Kind(v("kind")), Text: v("text"), Topic: directory.TopicCode(v("topic")),
		PlaceText: v("place_text"), Applicant: l.applicant(), Reader: string(reader), Source: appeal.FromWeb,
		Key: l.parcel.key(), Files: l.parcel.Files,
	}
	var ask doubtful
	d.Place, ask.Places = l.place(rules.Directory)
	d.Body, ask.Bodies = l.body(rules.Directory)
	d.Token = l.parcel.token(d)
	return d, ask
}

// applicant is who writes. Somebody who chose to stay unnamed is not named,
// whatever stands in the other fields.
func (l *letter) applicant() appeal.Applicant {
	v := l.values.Get
	a := appeal.Applicant{
		Company: v("who") == "company", Anonymous: v("who") == "anonymous",
		Email: v("email"), Phone: v("phone"),
	}
	if !a.Anonymous {
		a.Name, a.IIN, a.Address = v("name"), v("iin"), v("address")
	}
	return a
}

// place finds the place. One that nobody knows is no fault: the words stay,
// and the region is better than nothing.
func (l *letter) place(dir *directory.Directory) (directory.PlaceCode, []directory.Place) {
	region := directory.PlaceCode(l.values.Get("region"))
	found := dir.FindPlace(l.values.Get("place_text"))
	if _, known := dir.Place(region); region != "" && !known { // not from our list
		l.faults = append(l.faults, fault.New(fault.Invalid, "appeal.unknown_place").On("region"))
		return "", nil
	}
	if region != "" {
		found = slices.DeleteFunc(found, func(p directory.Place) bool { return !inside(dir, p.Code, region) })
	}
	if city, ok := citySaid(found, l.values.Get("place_text")); ok {
		found = []directory.Place{city}
	}
	chosen := l.values.Get("place")
	switch {
	case len(found) == 0 || len(found) > mostNamesakes || chosen == neither:
		return region, nil
	case len(found) == 1:
		return found[0].Code, nil
	}
	for _, p := range found {
		if string(p.Code) == chosen {
			return p.Code, found
		}
	}
	l.faults = append(l.faults, fault.New(fault.Invalid, "citizen.place_choose").On("place"))
	return region, found
}

// citySaid finds the one city among namesakes that is called as somebody
// began to write: «Алматы, Абай көшесі» means the city, not the oblast.
func citySaid(found []directory.Place, said string) (directory.Place, bool) {
	first, _, _ := strings.Cut(said, ",")
	var city directory.Place
	n := 0
	for _, p := range found {
		if p.Level == directory.LevelCity && calledSo(p, strings.TrimSpace(first)) {
			city = p
			n++
		}
	}
	return city, n == 1
}

// calledSo tells whether a city is called so, without the word «city».
func calledSo(p directory.Place, name string) bool {
	bare := []string{
		strings.TrimSuffix(p.Name.KK, " қаласы"), strings.TrimPrefix(p.Name.RU, "город "), strings.TrimSuffix(p.Name.EN, " city"),
	}
	return slices.ContainsFunc(bare, func(s string) bool { return strings.EqualFold(s, name) })
}

func inside(dir *directory.Directory, code, region directory.PlaceCode) bool {
	return slices.ContainsFunc(dir.PlacePath(code), func(p directory.Place) bool { return p.Code == region })
}

// body finds the addressee. Here an unknown name is a fault: who names a body
// means that body and no other.
func (l *letter) body(dir *directory.Directory) (directory.BodyID, []directory.Body) {
	typed, chosen := strings.TrimSpace(l.values.Get("body_text")), l.values.Get("body")
	if typed == "" || chosen == neither {
		return 0, nil
	}
	found := findBodies(dir, typed)
	if len(found) == 1 {
		return found[0].ID, nil
	}
	key := "citizen.body_choose"
	switch {
	case len(found) == 0:
		key = "citizen.body_unknown"
	case len(found) > mostNamesakes:
		key, found = "citizen.body_many", nil
	}
	for _, b := range found {
		if b.Code == chosen {
			return b.ID, found
		}
	}
	field := "body"
	if len(found) == 0 {
		field = "body_text"
	}
	l.faults = append(l.faults, fault.New(fault.Invalid, key).On(field))
	return 0, found
}

// findBodies finds those that answer people; a full title as the page offers
// it names one body even among namesakes.
func findBodies(dir *directory.Directory, typed string) []directory.Body {
	found := slices.DeleteFunc(dir.FindBody(typed), func(b directory.Body) bool { return b.Kind == directory.KindRegistry })
	if len(found) == 1 {
		return found
	}
	name, _, _ := strings.Cut(typed, " (")
	for _, b := range append(found, dir.FindBody(name)...) {
		title := dir.BodyTitle(b.ID)
		if slices.Contains([]string{title.KK, title.RU, title.EN}, typed) {
			return []directory.Body{b}
		}
	}
	return found
}
