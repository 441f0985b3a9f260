package browser

import (
	"testing"

	"jauap/internal/i18n"
)

// letters are one appeal in three languages.
var letters = map[i18n.Lang]letter{
	i18n.KK: {
		name: "Сынақ Сынақов", topic: "roads.light", place: "Алматы қаласы, Сынақ көшесі, 5",
		text: "Көшемізде үш аптадан бері жарық жоқ. Балалар мектептен қараңғыда қайтады.\n\nШамдарды ауыстырып беруіңізді сұраймын.",
	},
	i18n.RU: {
		name: "Тест Тестов", topic: "roads.light", place: "город Алматы, улица Тестовая, 5",
		text: "На нашей улице три недели не горит свет. Дети идут из школы в темноте.\n\nПрошу заменить лампы.",
	},
	i18n.EN: {
		name: "Test Testov", topic: "roads.light", place: "Almaty city, Test street, 5",
		text: "The lights in our street have been out for three weeks. Children walk home from school in the dark.\n\nPlease replace the lamps.",
	},
}

// TestPages looks at every page in every language: first those anybody can
// open, then those of one appeal on its way to the answer.
func TestPages(t *testing.T) {
	t.Parallel()
	w := visit(t)
	for _, l := range i18n.Langs() {
		t.Run(string(l), func(t *testing.T) {
			t.Parallel()
			citizen := w.open(t, l)
			citizen.looksAround()
			k := citizen.send(letters[l])
			citizen.look("receipt")
			citizen.openAppeal(k)
			citizen.look("appeal-open")
			citizen.followTo("/withdraw")
			citizen.look("withdraw")
			w.looksAtWork(t, l, k.number)
			citizen.openAppeal(k)
			citizen.look("appeal-answered")
			citizen.rate("solved")
			citizen.look("appeal-rated")
		})
	}
}

// looksAround sees what a newcomer can.
func (b *tab) looksAround() {
	b.t.Helper()
	for name, path := range map[string]string{
		"home": "/", "write": "/write", "follow": "/follow", "about": "/about", "no-receipt": "/receipt", "sign-in": "/sign-in",
		"verify": "/verify", "log": "/log",
	} {
		b.enter(path)
		b.look(name)
	}
	if status := b.enter("/no-such-page"); status != 404 {
		b.t.Errorf("a page that is not there: %d, want 404", status)
	}
	b.look("not-found")
	for _, form := range []struct{ name, path, button string }{
		{"write-faults", "/write", "citizen.send"},
		{"follow-faults", "/follow", "citizen.follow_open"},
		{"sign-in-faults", "/sign-in", "staff.enter"},
		{"verify-faults", "/verify", "verify.check"},
	} {
		b.enter(form.path)
		b.follow(b.say.T(form.button))
		b.look(form.name)
	}
}

// looksAtWork sees what those who work see, while they bring a case to its
// answer.
func (w *town) looksAtWork(t *testing.T, l i18n.Lang, number string) {
	t.Helper()
	window := w.employee(t, l, "window")
	window.look("queue-window")
	window.takesIn(letters[l])
	window.take(number)
	window.look("case-new")
	window.looksAtActs(number, "register", "withdraw")
	window.registerForNobody(number)
	window.looksAtActs(number, "route")
	window.route(number)

	head := w.employee(t, l, "head")
	head.look("queue-head")
	head.looksAtActs(number, "assign", "redirect", "terminate", "answer")
	head.assign(number)
	head.look("case-assigned")

	executor := w.employee(t, l, "executor")
	executor.look("queue-executor")
	executor.prepareAnswer(number)
	executor.look("preview")
	executor.done("staff.send_answer", "staff.done_answer", number)
	executor.look("case-answered")
	executor.enter("/queue?view=done")
	executor.look("queue-done")
	w.employee(t, l, "admin").look("queue-admin")
}

// takesIn sees the clerk's form and the ticket it makes.
func (b *tab) takesIn(l letter) {
	b.t.Helper()
	b.follow(b.say.T("intake.title"))
	b.look("intake")
	b.follow(b.say.T("intake.take"))
	b.look("intake-faults")
	b.press(b.say.T("appeal.source.oral"))
	b.write("text", l.text)
	b.follow(b.say.T("intake.take"))
	b.see(b.say.T("intake.print_now"))
	b.look("intake-ticket")
	b.followTo("/intake?source=oral")
}

// looksAtActs sees the form of each act.
func (b *tab) looksAtActs(number string, acts ...string) {
	b.t.Helper()
	for _, act := range acts {
		b.enter("/cases/" + number)
		b.act(act)
		b.look("act-" + act)
	}
}
