package web

import (
	"bytes"
	"context"
	"io"
	"net/url"
	"testing"

	"github.com/a-h/templ"

	"jauap/internal/fault"
	"jauap/internal/i18n"
)

// The gallery is every component once, as a page: what the tests of this
// file's neighbours read, and what one looks at when a style changes.

func catalog(t testing.TB) *i18n.Catalog {
	t.Helper()
	c, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func html(t testing.TB, c templ.Component) string {
	t.Helper()
	var buf bytes.Buffer
	if err := c.Render(t.Context(), &buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// with gives children to a component, as templ's braces do.
func with(c templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}

func raw(s string) templ.Component { return templ.Raw(s) }

// words are the gallery's own, long ones of each language among them.
type words struct{ title, long, hint, name, first, second string }

var galleryWords = map[i18n.Lang]words{
	i18n.KK: {"Жолданым жазу", "Көше жарығы үш аптадан бері жанбайды, балалар мектептен қараңғыда қайтады", "Не болғанын, қайда және қашан болғанын өз сөзіңізбен жазыңыз", "Сынақ Сынақов", "Шағым: құқығым бұзылды", "Өтініш: маған бірдеңе керек"},
	i18n.RU: {"Написать обращение", "Три недели не горит уличное освещение, дети идут из школы в темноте", "Напишите своими словами, что случилось, где и когда", "Сынак Сынаков", "Жалоба: моё право нарушено", "Заявление: мне что-то нужно"},
	i18n.EN: {"Write an appeal", "The street lights have been out for three weeks, children walk home in the dark", "Say in your own words what happened, where and when", "Synaq Synaqov", "Complaint: my right was violated", "Application: I need something"},
}

func galleryPage(t testing.TB, l i18n.Lang, assets *Assets) Page {
	t.Helper()
	p := Page{P: catalog(t).In(l), Path: "/gallery", Assets: assets, Demo: true, Back: Link{Href: "/"}}
	g := galleryWords[l]
	p.Title = g.title
	p.Nav = []Link{{"/gallery", g.title, true}, {"/follow", g.first, false}}
	return p
}

func gallery(p Page) templ.Component {
	g, t := galleryWords[p.Lang()], p.P
	p.Faults = []*fault.Fault{
		fault.New(fault.TooMany, "httpd.too_many", "n", 5).On("text"),
		fault.New(fault.Forbidden, "httpd.cross_origin"),
	}
	f := Form{P: t, Faults: p.Faults, Values: url.Values{"text": {g.long}, "kind": {"application"}}}
	kinds := []Choice{{"complaint", g.first, g.hint}, {"application", g.second, ""}}
	return with(Layout(p),
		raw(`<h1 class="govuk-heading-l">`+g.title+`</h1><p class="j-lead">`+g.hint+`</p><div class="j-columns"><div>`),
		DraftNote(t, "gallery"),
		raw(`<form method="post" data-draft="gallery" class="j-narrow">`),
		Textarea(Field{Form: f, Name: "text", Label: g.long, Hint: g.hint, Most: 5000}),
		Radios(Field{Form: f, Name: "kind", Label: g.title, Hint: g.hint}, kinds),
		TextInput(Field{Form: f, Name: "iin", Label: "ЖСН / ИИН", Mode: "numeric", Width: "20", Optional: true, NoDraft: true}),
		Select(Field{Form: f, Name: "topic", Label: g.name}, kinds),
		DateInput(Field{Form: f, Name: "born", Label: g.first, Hint: g.hint}),
		Checkboxes(Field{Form: f, Name: "agree", Label: g.second}, kinds),
		FileUpload(Field{Form: f, Name: "files", Label: g.first, Hint: g.hint, Many: true, Accept: ".pdf,.jpg"}),
		raw(`<div class="govuk-button-group">`),
		Button(Main, g.title), ButtonNamed(Second, g.name, "act", "later"), ButtonLink(Danger, g.name, "/kk/"), PrintButton(t),
		raw(`</div></form>`),
		with(Panel(g.title), raw(`<p>ЖТ-2026-00000123-7</p>`)),
		SummaryList([]Row{{Key: g.name, Text: g.long}, {Key: g.first, Body: Tag(Late, g.name), Action: Link{Href: "/kk/", Text: g.name}}}),
		raw(`<p class="govuk-body">`), Tag(Plain, g.name), Tag(Open, g.name), Tag(Soon, g.name), Tag(Late, g.name), Tag(Burns, g.name), Tag(Done, g.name), raw(`</p>`),
		Facts([]Fact{{g.name, "128"}, {g.first, "17.03.2026"}}),
		SubNavigation(g.title, []Link{{"/a", g.title, true}, {"/b", g.name, false}}),
		Table(g.title, true, []Column{{"№", false}, {g.title, false}, {g.name, true}}, [][]Cell{
			{{Body: raw(`<a class="govuk-link j-number" href="/">ЖТ-2026-00000123-7</a>`)}, {Text: g.long}, {Text: "12"}},
			{{Text: "ЖТ-2026-00000124-1"}, {Body: Tag(Soon, g.name)}, {Text: "3"}},
		}),
		Pages(t, "/p", "/n"),
		with(Banner(t, g.title), raw(`<p class="govuk-body">`+g.long+`</p>`)), SuccessBanner(t, g.long),
		with(Details(g.first), raw(g.long)), with(Inset(), raw(g.long)), Warning(t, g.long),
		Words(string(p.Lang()), g.long+"\n\n"+g.hint),
		Actions([]Action{{"/kk/", g.title, g.long}, {"/kk/", g.first, g.hint}, {"/kk/", g.second, g.hint}}),
		raw(`</div><aside>`),
		Timeline([]Item{
			{Title: g.title, When: "17.03.2026, 09:05", Stamp: "2026-03-17T09:05", By: g.name},
			{Title: g.first, When: "18.03.2026, 10:00", Stamp: "2026-03-18T10:00", Now: true, Body: raw(`<p class="govuk-body">` + g.long + `</p>`)},
		}),
		with(Ticket(TicketSoon), raw(`<h2 class="govuk-heading-s">`+g.title+`</h2><p class="govuk-body">`+g.long+`</p>`)),
		with(Filter(t, "/kk/queue", "/kk/queue"), TextInput(Field{Form: f, Name: "q", Label: g.title}), Select(Field{Form: f, Name: "state", Label: g.first}, kinds)),
		raw(`</aside></div>`), DraftSent("other"))
}

// front is a first page: bands over the whole width.
func front(p Page) templ.Component {
	g := galleryWords[p.Lang()]
	p.Bare, p.Path, p.Back = true, "/", Link{}
	return with(Layout(p),
		with(Hero(g.title, g.hint), ButtonLink(Sun, g.title, "/kk/")),
		raw(`<div class="govuk-width-container"><div class="govuk-main-wrapper">`),
		Actions([]Action{{"/kk/", g.title, g.long}, {"/kk/", g.first, g.hint}, {"/kk/", g.second, g.hint}}),
		raw(`</div></div>`))
}
