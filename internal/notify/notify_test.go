package notify_test

import (
	"strings"
	"testing"

	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/directory"
	"jauap/internal/fault"
	"jauap/internal/i18n"
	"jauap/internal/notify"
)

// told is a case of which the second event is the one the letter tells.
func told(t *testing.T, act appeal.Act) notify.Story {
	t.Helper()
	files, err := directory.ReadFiles(directory.Defaults())
	if err != nil {
		t.Fatal(err)
	}
	dir, err := files.Directory()
	if err != nil {
		t.Fatal(err)
	}
	body, _ := dir.BodyByCode("akimat.750000000")
	day := func(s string) calendar.Day {
		d, err := calendar.Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	before := appeal.Marks{RegisteredOn: day("2026-03-17"), DueOn: day("2026-04-10")}
	now := before
	now.Body, now.DueOn = body.ID, day("2026-04-13")
	e := appeal.Event{Seq: 2, Act: act, Marks: now, Article: "88(1)3)", Ground: "no_essence", Details: appeal.Details{Note: "ЖАУАП МӘТІНІ", Inner: "ІШКІ"}}
	return notify.Story{Seq: 2, Directory: dir, PublicURL: "https://jauap.example.kz/", Case: appeal.Case{
		Appeal:  appeal.Appeal{ID: 123, Facts: appeal.Facts{Year: 2026}, Marks: now},
		Content: appeal.Content{Text: "ЖОЛДАНЫМ МӘТІНІ", Applicant: appeal.Applicant{Name: "Сынақ Сынақов"}},
		Events:  []appeal.Event{{Seq: 1, Act: appeal.ActSubmit, Marks: before}, e},
	}}
}

func TestLettersTellWhatHappenedAndNoSecrets(t *testing.T) {
	t.Parallel()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		act  appeal.Act
		says []string // in Russian
		note bool     // the words of the official go along
	}{
		{appeal.ActSubmit, []string{"обращение принято", "17 марта 2026 года", "13 апреля 2026 года"}, false},
		{appeal.ActRoute, []string{"передано в компетентный орган", "Акимат города Алматы", "13 апреля 2026 года"}, false},
		{appeal.ActRedirect, []string{"перенаправлено", "Акимат города Алматы", "13 апреля 2026 года"}, true},
		{appeal.ActAnswer, []string{"ответ готов"}, false},
		{appeal.ActTerminate, []string{"прекращена", "Суть вопроса не изложена", "подп. 3) ч. 1 ст. 88", "обжаловать"}, false},
		{appeal.ActWithdraw, []string{"отозвано"}, false},
		{appeal.ActRecount, []string{"10 апреля 2026 года", "13 апреля 2026 года"}, false},
	} {
		t.Run(string(tt.act), func(t *testing.T) {
			t.Parallel()
			s := told(t, tt.act)
			for _, lang := range i18n.Langs() {
				l, ok := notify.Write(catalog.In(lang), s)
				all := l.Subject + "\n" + l.Body
				if !ok || strings.ContainsAny(all, "{}") || strings.Contains(all, "notify.") {
					t.Fatalf("%s: %v, want a whole letter:\n%s", lang, ok, all)
				}
				for _, want := range append([]string{"ЖТ-2026-00000123-"}, russian(lang, tt.says)...) {
					if !strings.Contains(all, want) {
						t.Errorf("%s: the letter lacks %q:\n%s", lang, want, all)
					}
				}
				if !strings.Contains(all, "https://jauap.example.kz/"+string(lang)+"/follow") {
					t.Errorf("%s: no link:\n%s", lang, all)
				}
				for _, secret := range []string{"ЖОЛДАНЫМ МӘТІНІ", "ІШКІ", "Сынақов"} {
					if strings.Contains(all, secret) {
						t.Errorf("%s: the letter tells %q", lang, secret)
					}
				}
				if strings.Contains(all, "ЖАУАП МӘТІНІ") != tt.note {
					t.Errorf("%s: the official's words in the letter: %v, want %v", lang, !tt.note, tt.note)
				}
			}
		})
	}
}

func russian(l i18n.Lang, says []string) []string {
	if l == i18n.RU {
		return says
	}
	return nil
}

// Every act the law of the house tells of has its letter, and no other.
func TestEveryToldActHasALetter(t *testing.T) {
	t.Parallel()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	acts := []appeal.Act{appeal.ActSubmit}
	for _, row := range appeal.Table() {
		acts = append(acts, row.Act)
	}
	for _, act := range acts {
		if _, ok := notify.Write(catalog.In(i18n.KK), told(t, act)); ok != act.Told() {
			t.Errorf("%s: letter %v, told %v", act, ok, act.Told())
		}
	}
}

func TestOptionsOfTheMailer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		options notify.Options
		ok      bool
	}{
		{"host and sender are enough", notify.Options{Host: "mail.example.kz", From: "a@example.kz"}, true},
		{"a sender with a name", notify.Options{Host: "mail.example.kz", From: "Әкімдік <a@example.kz>", TLS: notify.TLS, User: "u", Password: "p"}, true},
		{"no host", notify.Options{From: "a@example.kz"}, false},
		{"no sender", notify.Options{Host: "mail.example.kz"}, false},
		{"a sender that is no address", notify.Options{Host: "mail.example.kz", From: "әкімдік"}, false},
		{"a port that does not exist", notify.Options{Host: "mail.example.kz", From: "a@example.kz", Port: 70000}, false},
		{"a protection we do not know", notify.Options{Host: "mail.example.kz", From: "a@example.kz", TLS: "ssl3"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := notify.New(tt.options)
			if (err == nil) != tt.ok || err != nil && !fault.Is(err, fault.Invalid) {
				t.Errorf("New: %v, want ok %v", err, tt.ok)
			}
		})
	}
}
