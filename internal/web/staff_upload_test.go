package web

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/dbtest"
	"jauap/internal/i18n"
)

// previewed is an answer with a file that was looked at and not sent yet.
func previewed(t *testing.T, b *browser, a appeal.Appeal) url.Values {
	t.Helper()
	form := url.Values{"version": {shown(a)}, "step": {"preview"}, "note": {"Жарық жанды."}, "outcome": {"satisfied"}}
	p := b.send(caseAt("kk", a)+"/answer", form, upload{"акт.txt", "жарық актісі"})
	p.wants(t, 200, "Өтініш беруші мынаны оқиды", "акт.txt")
	form.Set("kept_files", p.field("kept_files"))
	form.Set("step", "send")
	return form
}

// asksAgain complains unless the answer came back whole but for its file.
func (s seen) asksAgain(t *testing.T, w *dbtest.World, a appeal.Appeal) {
	t.Helper()
	s.wants(t, 422, catalog(t).In(i18n.KK).T("web.files_again"), "Жарық жанды.")
	if !strings.Contains(s.text, `id="files-error"`) || strings.Contains(s.plain(), "акт.txt") {
		t.Error("the fault stands elsewhere, or the lost file is still listed")
	}
	if !strings.Contains(s.text, `value="satisfied" checked`) {
		t.Error("the outcome was lost")
	}
	if now, err := w.Case(context.Background(), account.Everything(), a.ID); err != nil || now.Version != a.Version {
		t.Errorf("the answer was given without its file (%v)", err)
	}
}

func TestAnAnswerWhoseFilesWaitedTooLongAsksForThemAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		site := newSite(t, w)
		a := in(t, w, appeal.Assigned)
		form := previewed(t, as(t, w, site, w.Executor), a)
		w.Clock.Set(w.Clock.Now().Add(uploadsLast - time.Minute))
		change := url.Values{"version": form["version"], "note": form["note"], "kept_files": form["kept_files"], "step": {"change"}}
		p := as(t, w, site, w.Executor).post(caseAt("kk", a)+"/answer", change)
		p.wants(t, 200, "акт.txt")
		form.Set("kept_files", p.field("kept_files")) // looking at them again makes them no younger

		w.Clock.Set(w.Clock.Now().Add(45 * time.Hour)) // from Friday to Monday
		b := as(t, w, site, w.Executor)
		b.post(caseAt("kk", a)+"/answer", form).asksAgain(t, w, a)
		change.Set("kept_files", form.Get("kept_files"))
		b.post(caseAt("kk", a)+"/answer", change).wants(t, 200, catalog(t).In(i18n.KK).T("web.files_again"), "Жарық жанды.")
	})
}

func TestAnAnswerIsNotGivenWithoutAFileThatIsGone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		files := blobs(t)
		b := as(t, w, siteOver(t, w, files), w.Executor)
		a := in(t, w, appeal.Assigned)
		form := previewed(t, b, a)
		if n, err := files.Sweep(time.Now().Add(time.Minute), func(string) bool { return false }); n != 1 || err != nil {
			t.Fatalf("swept %d, %v", n, err)
		}
		p := b.post(caseAt("kk", a)+"/answer", form)
		p.asksAgain(t, w, a)
		form.Del("kept_files")
		form.Set("step", "preview")
		p = b.send(caseAt("kk", a)+"/answer", form, upload{"акт.txt", "жарық актісі"})
		form.Set("kept_files", p.field("kept_files"))
		form.Set("step", "send")
		b.post(caseAt("kk", a)+"/answer", form).wants(t, 200, "жауап жіберілді.")
		b.says(a, appeal.Oversight, "").wants(t, 200, "акт.txt")
	})
}

var hiddenAny = regexp.MustCompile(`type="hidden" name="([a-z_]+)" value="([^"]*)"`)

func TestTheAgeOfFilesOutlivesTheSession(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := as(t, w, newSite(t, w), w.Executor)
		a := in(t, w, appeal.Assigned)
		form := previewed(t, b, a)
		w.Clock.Set(w.Clock.Now().Add(uploadsLast + time.Minute)) // the session has ended too
		p := b.post(caseAt("kk", a)+"/answer", form)
		p.wants(t, 401, "Жазғаныңыз сақталды.")
		p = b.post("/kk/sign-in", url.Values{"login": {"executor"}, "password": {dbtest.Password}, "kept": {p.field("kept")}})
		p.wants(t, 200, "Жазғаныңызды қазір жіберейік пе?")
		again := url.Values{}
		for _, m := range hiddenAny.FindAllStringSubmatch(p.text, -1) {
			again.Add(m[1], m[2])
		}
		b.send(caseAt("kk", a)+"/answer", again).asksAgain(t, w, a)
	})
}
