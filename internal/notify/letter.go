package notify

import (
	"slices"
	"strings"

	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/i18n"
	"jauap/internal/law"
)

// A Letter is plain text without any markup.
type Letter struct{ Subject, Body string }

// A Story is what a letter is written from: a case and the number of the
// event it tells of. PublicURL is the address people see, without a language;
// "" leaves the link out.
type Story struct {
	Case      appeal.Case
	Seq       int64
	Directory *directory.Directory
	PublicURL string
}

// A form is how a letter about one act is put together.
type form struct {
	subject string
	body    string
	lines   func(teller) []string
}

func forms() map[appeal.Act]form {
	return map[appeal.Act]form{
		appeal.ActSubmit:    {"notify.submitted_subject", "notify.submitted", teller.submitted},
		appeal.ActRegister:  {"notify.registered_subject", "notify.registered", teller.registered},
		appeal.ActRoute:     {"notify.routed_subject", "notify.routed", teller.routed},
		appeal.ActRedirect:  {"notify.redirected_subject", "notify.redirected", teller.redirected},
		appeal.ActAnswer:    {"notify.answered_subject", "notify.answered", teller.nothing},
		appeal.ActTerminate: {"notify.terminated_subject", "notify.terminated", teller.terminated},
		appeal.ActWithdraw:  {"notify.withdrawn_subject", "notify.withdrawn", teller.nothing},
		appeal.ActRecount:   {"notify.moved_subject", "notify.moved", teller.moved},
	}
}

// Write writes the letter about an event. It reports false when there is no
// such event or applicants are not told of its act.
func Write(say i18n.Printer, s Story) (Letter, bool) {
	i := slices.IndexFunc(s.Case.Events, func(e appeal.Event) bool { return e.Seq == s.Seq })
	if i < 0 || !s.Case.Events[i].Act.Told() {
		return Letter{}, false
	}
	t := teller{say: say, story: s, event: s.Case.Events[i]}
	if i > 0 {
		t.before = s.Case.Events[i-1].Marks.DueOn
	}
	f, ok := forms()[t.event.Act]
	if !ok {
		return Letter{}, false
	}
	number := s.Case.Number()
	parts := []string{say.T("notify.greeting"), say.T(f.body), strings.Join(t.facts(f), "\n"), t.follow(), say.T("notify.automatic")}
	return Letter{Subject: say.T(f.subject, "number", number), Body: strings.Join(parts, "\n\n") + "\n"}, true
}

// A teller words one event.
type teller struct {
	say    i18n.Printer
	story  Story
	event  appeal.Event
	before calendar.Day // the due day before the event
}

// facts are the number and what the act adds to it, a line each.
func (t teller) facts(f form) []string {
	return append([]string{t.say.T("notify.number", "number", t.story.Case.Number())}, f.lines(t)...)
}

func (t teller) nothing() []string { return nil }

func (t teller) submitted() []string {
	return []string{t.say.T("notify.registered_on", "day", t.event.Marks.RegisteredOn), t.due()}
}

// registered names the body once there is one.
func (t teller) registered() []string {
	if t.event.Marks.Body == 0 {
		return []string{t.due()}
	}
	return t.routed()
}

func (t teller) routed() []string { return []string{t.body(), t.due()} }

// redirected: the reason is told because the law lets the person disagree
// with it (art. 65).
func (t teller) redirected() []string {
	return []string{t.body(), t.say.T("notify.reason", "reason", t.event.Details.Note),
		t.say.T("notify.new_due", "day", t.event.Marks.DueOn)}
}

func (t teller) terminated() []string {
	return []string{t.say.T("notify.ground", "ground", t.say.T(law.Ground{Code: t.event.Ground}.Key()), "article", t.article()),
		t.say.T("notify.disagree")}
}

func (t teller) moved() []string {
	return []string{t.say.T("notify.old_due", "day", t.before), t.say.T("notify.new_due", "day", t.event.Marks.DueOn)}
}

func (t teller) due() string { return t.say.T("notify.due", "day", t.event.Marks.DueOn) }

func (t teller) body() string {
	return t.say.T("notify.body", "body", t.story.Directory.BodyTitle(t.event.Marks.Body))
}

func (t teller) article() string {
	key, args := law.Cite(t.event.Article)
	return t.say.T(key, args...)
}

// follow tells where to read on. The code stays on the receipt.
func (t teller) follow() string {
	if t.story.PublicURL == "" {
		return t.say.T("notify.follow_somewhere")
	}
	url := strings.TrimRight(t.story.PublicURL, "/") + "/" + string(t.say.Lang()) + "/follow"
	return t.say.T("notify.follow", "url", url)
}
