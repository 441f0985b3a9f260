package web

import (
	"strings"

	"jauap/internal/blob"
	"jauap/internal/directory"
)

// field begins a question of the form.
func (p writePage) field(name, labelKey string) Field {
	return Field{Form: p.Form, Name: name, Label: p.T(labelKey)}
}

// kinds are those that everybody may send, in plain words.
func (p writePage) kinds() []Choice {
	var list []Choice
	for _, k := range p.Rules.Law.Kinds() {
		if k.Citizen {
			list = append(list, Choice{
				Value: string(k.Kind), Text: p.T("citizen.kind." + string(k.Kind)), Hint: p.T("citizen.kind_hint." + string(k.Kind)),
			})
		}
	}
	return list
}

// A topicGroup is an area with its topics.
type topicGroup struct {
	Name   string
	Topics []Choice
}

// topics are offered by area. A topic that means danger to life says 112 in
// the list itself, so that nobody has to send a form to read it.
func (p writePage) topics() []topicGroup {
	var list []topicGroup
	for _, area := range p.Rules.Directory.Topics() {
		g := topicGroup{Name: area.Name.In(p.Lang())}
		if len(area.Children) == 0 {
			g.Topics = append(g.Topics, p.topic(area.Topic))
		}
		for _, t := range area.Children {
			g.Topics = append(g.Topics, p.topic(t.Topic))
		}
		list = append(list, g)
	}
	return list
}

func (p writePage) topic(t directory.Topic) Choice {
	name := t.Name.In(p.Lang())
	if t.Danger {
		name = p.T("citizen.topic_danger", "topic", name)
	}
	return Choice{Value: string(t.Code), Text: name}
}

func (p writePage) regions() []Choice {
	list := []Choice{{Value: "", Text: p.T("citizen.region_none")}}
	for _, place := range p.Rules.Directory.PlacesIn(p.Lang(), "") {
		list = append(list, Choice{Value: string(place.Code), Text: place.Name.In(p.Lang())})
	}
	return list
}

func (p writePage) places() []Choice {
	var list []Choice
	for _, place := range p.Doubt.Places {
		list = append(list, Choice{Value: string(place.Code), Text: p.Rules.Directory.PlaceTitle(place.Code).In(p.Lang())})
	}
	return append(list, Choice{Value: neither, Text: p.T("citizen.place_none")})
}

func (p writePage) bodies() []Choice {
	var list []Choice
	for _, b := range p.Doubt.Bodies {
		list = append(list, Choice{Value: b.Code, Text: p.Rules.Directory.BodyTitle(b.ID).In(p.Lang())})
	}
	return append(list, Choice{Value: neither, Text: p.T("citizen.body_none")})
}

// knowsBody tells whether the folded question is to be open.
func (p writePage) knowsBody() bool { return p.Form.Values.Get("body_text") != "" }

func (p writePage) authors() []Choice {
	return []Choice{
		{Value: "person", Text: p.T("citizen.who_person")},
		{Value: "company", Text: p.T("citizen.who_company")},
		{Value: "anonymous", Text: p.T("citizen.who_anonymous"), Hint: p.T("citizen.who_anonymous_hint", "article", cite(p.Page, "88(1)2)"))},
	}
}

func (p writePage) kept() []Choice {
	var list []Choice
	for _, f := range p.Kept {
		list = append(list, Choice{Value: f.ID, Text: p.T("citizen.files_remove", "name", f.Name, "size", size(p.Page, f.Size))})
	}
	return list
}

func (p writePage) filesHint() string {
	return p.T("citizen.files_hint", "most", p.Limits.Files, "limit", p.Limits.Bytes>>20)
}

func accepted() string { return "." + strings.Join(blob.Extensions(), ",.") }
