package web

import (
	"net/url"
	"strings"

	"jauap/internal/appeal"
	"jauap/internal/i18n"
)

// sources are the ways an appeal reaches a clerk. What is said aloud needs a
// record (art. 63): the text of the appeal is it.
func (p intakePage) sources() []Choice {
	var list []Choice
	for _, source := range intakeSources() {
		c := Choice{Value: string(source), Text: p.T("appeal.source." + string(source))}
		switch source {
		case appeal.FromOral:
			c.Hint = p.T("intake.oral_hint")
		case appeal.FromPhone:
			c.Hint = p.T("intake.phone_hint")
		}
		list = append(list, c)
	}
	return list
}

// kinds are called by the law's names here, each with what people say.
func (p intakePage) kinds() []Choice {
	var list []Choice
	for _, k := range p.Rules.Law.Kinds() {
		if k.Citizen {
			list = append(list, Choice{
				Value: string(k.Kind), Text: p.T(k.Kind.Key()), Hint: p.T("intake.says", "text", p.T("citizen.kind."+string(k.Kind))),
			})
		}
	}
	return list
}

func (p intakePage) authors() []Choice {
	return []Choice{
		{Value: "person", Text: p.T("intake.who_person")},
		{Value: "company", Text: p.T("citizen.who_company")},
		{Value: "anonymous", Text: p.T("intake.who_anonymous"), Hint: p.T("intake.who_anonymous_hint")},
	}
}

func (p intakePage) readers() []Choice {
	var list []Choice
	for _, l := range i18n.Langs() {
		list = append(list, Choice{Value: string(l), Text: langName(l)})
	}
	return list
}

// intakeRows are the answers of the clerk's form, for the page that follows
// a new sign-in.
func intakeRows(p Page, v url.Values) []Row {
	var rows []Row
	add := func(key, text string) {
		if text = strings.TrimSpace(text); text != "" {
			rows = append(rows, Row{Key: p.T(key), Body: Words(langOfText(text), text)})
		}
	}
	for _, source := range intakeSources() {
		if v.Get("source") == string(source) {
			add("intake.source", p.T("appeal.source."+string(source)))
		}
	}
	day := strings.Trim(v.Get("received")+"."+v.Get("received-month")+"."+v.Get("received-year"), ".")
	add("intake.received", day+" "+v.Get("received-time"))
	add("intake.text", v.Get("text"))
	add("citizen.place_text", v.Get("place_text"))
	add("citizen.body_text", v.Get("body_text"))
	add("intake.name", v.Get("name"))
	add("citizen.email", v.Get("email"))
	add("citizen.phone", v.Get("phone"))
	add("citizen.iin", v.Get("iin"))
	add("intake.address", v.Get("address"))
	return rows
}
