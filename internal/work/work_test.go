package work

import (
	"mime"
	"net/mail"
	"strings"
	"testing"
	"time"

	"encoding/base64"
	"io"

	"github.com/emersion/go-smtp"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
	"jauap/internal/dbtest"
	"jauap/internal/jobs"
)

func submit(t *testing.T, w *dbtest.World, email string) appeal.Appeal {
	t.Helper()
	d := w.Draft("Құпия мәтін: үйге су келмейді")
	d.Body = w.Akimat.ID
	d.Applicant.Email = email
	r, err := w.Desk.Submit(t.Context(), account.Who{}, d)
	if err != nil {
		t.Fatal(err)
	}
	return r.Appeal
}

func read(t *testing.T, raw string) (subject, body string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return subject, strings.ReplaceAll(string(b), "\r\n", "\n")
}

func TestALetterArrivesInKazakhAndOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		post := openPostOffice(t)
		all, _ := working(t, w, post.mailer(t))
		a := submit(t, w, "test@example.kz")
		for range 2 {
			if err := all.notify(t.Context(), jobs.Notify{Appeal: int64(a.ID), Seq: 1}); err != nil {
				t.Fatal(err)
			}
		}
		letters := post.got()
		if len(letters) != 1 {
			t.Fatalf("%d letters for one event, want 1", len(letters))
		}
		subject, body := read(t, letters[0])
		if want := a.Number().String() + ": жолданымыңыз қабылданды"; subject != want {
			t.Errorf("subject %q, want %q", subject, want)
		}
		for _, want := range []string{"Сәлеметсіз бе!", a.Number().String(), "2026 жылғы 17 наурыз", "https://jauap.example.kz/kk/follow"} {
			if !strings.Contains(body, want) {
				t.Errorf("the letter lacks %q:\n%s", want, body)
			}
		}
		if strings.Contains(letters[0]+body, "Құпия") {
			t.Errorf("the letter carries the text of the appeal:\n%s", body)
		}
	})
}

func TestARefusedLetterIsTriedAgainUnlessTheMailboxIsMissing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		post := openPostOffice(t)
		all, _ := working(t, w, post.mailer(t))
		j := jobs.Notify{Appeal: int64(submit(t, w, "test@example.kz").ID), Seq: 1}

		post.setRefuse(&smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "test@example.kz: later"})
		err := all.notify(t.Context(), j)
		if err == nil || strings.Contains(err.Error(), "test@") {
			t.Errorf("refused for now: %v, want an error without the address", err)
		}
		if fresh, err := w.BeginNotice(t.Context(), appeal.ID(j.Appeal), 1, byEmail, w.Clock.Now()); err != nil || !fresh {
			t.Errorf("a failed letter: fresh %v, %v; want it to be sent yet", fresh, err)
		}
		post.setRefuse(&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody"})
		if err := all.notify(t.Context(), j); err != nil {
			t.Errorf("a missing mailbox: %v, want no more tries", err)
		}
		post.setRefuse(nil)
		if err := all.notify(t.Context(), j); err != nil || len(post.got()) != 1 {
			t.Errorf("a server that came back: %d letters, %v; want 1", len(post.got()), err)
		}
	})
}

func TestAClosedMailServerIsTriedAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		post := openPostOffice(t)
		post.port = 1 // nobody listens there
		all, _ := working(t, w, post.mailer(t))
		if err := all.notify(t.Context(), jobs.Notify{Appeal: int64(submit(t, w, "test@example.kz").ID), Seq: 1}); err == nil {
			t.Error("no server: no error, want one so that the queue tries again")
		}
	})
}

func TestNobodyIsWrittenToWithoutServerOrAddress(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		post := openPostOffice(t)
		withServer, _ := working(t, w, post.mailer(t))
		without, _ := working(t, w, nil)
		if err := withServer.notify(t.Context(), jobs.Notify{Appeal: int64(submit(t, w, "").ID), Seq: 1}); err != nil {
			t.Errorf("no address: %v", err)
		}
		j := jobs.Notify{Appeal: int64(submit(t, w, "test@example.kz").ID), Seq: 1}
		if err := without.notify(t.Context(), j); err != nil {
			t.Errorf("no server: %v, want the letter held without a retry", err)
		}
		if n := len(post.got()); n != 0 {
			t.Errorf("%d letters, want none", n)
		}
		if err := withServer.notify(t.Context(), j); err != nil || len(post.got()) != 1 {
			t.Errorf("a held letter when there is a server: %d sent, %v; want 1", len(post.got()), err)
		}
	})
}

func TestADayDeclaredOffMovesTheTermsOverIt(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		all, _ := working(t, w, nil)
		a := submit(t, w, "")
		off := calendar.Date(2026, time.April, 1)
		w.Rules.Calendar = w.Rules.Calendar.With([]calendar.Exception{{Day: off, Reason: "сынақ"}})
		for _, step := range []struct {
			name  string
			moved int
		}{{"the first time", 1}, {"the second time", 0}} {
			n, err := Recount(t.Context(), w.Desk, w.DB, account.Who{Kind: account.Operator}, off, nil)
			if err != nil || n != (Recounted{Seen: 1, Moved: step.moved}) {
				t.Errorf("%s: %+v, %v; want 1 seen, %d moved", step.name, n, err, step.moved)
			}
		}
		c, err := w.Case(t.Context(), account.Everything(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		last := c.Events[len(c.Events)-1]
		if want := w.Rules.Calendar.AddWorking(a.DueOn, 1); last.Act != appeal.ActRecount || c.DueOn != want {
			t.Errorf("last act %s, due %v; want recount, %v", last.Act, c.DueOn, want)
		}
		if err := all.recount(t.Context(), jobs.Recount{Day: off.String()}); err != nil {
			t.Errorf("the job after the command: %v", err)
		}
	})
}

func TestThePassedTermIsWrittenDownOnce(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		all, _ := working(t, w, nil)
		a := submit(t, w, "")
		w.Clock.Set(dbtest.At("2026-06-01 00:10"))
		for range 2 {
			if err := all.lapse(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		got, err := w.Appeal(t.Context(), account.Everything(), a.ID)
		if err != nil || !got.Lapsed || got.Breaches != 1 {
			t.Errorf("lapsed %v, %d breaches, %v; want true, 1", got.Lapsed, got.Breaches, err)
		}
	})
}

func TestStrayFilesAndOldSessionsGo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		all, files := working(t, w, nil)
		w.Clock.Set(time.Now().Add(3 * 24 * time.Hour)) // the files are of now
		key := w.Ring.NewCase()
		kept, err := files.Put(t.Context(), strings.NewReader("сурет туралы мәтін"), "a.txt", key[:])
		if err != nil {
			t.Fatal(err)
		}
		stray, err := files.Put(t.Context(), strings.NewReader("жіберілмеген форма"), "b.txt", key[:])
		if err != nil {
			t.Fatal(err)
		}
		d := w.Draft("файлымен")
		d.Key, d.Files = key, append(d.Files, kept)
		if _, err := w.Desk.Submit(t.Context(), account.Who{}, d); err != nil {
			t.Fatal(err)
		}
		if err := all.sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if f, err := files.Open(t.Context(), kept, key[:]); err != nil {
			t.Errorf("the file of a case: %v", err)
		} else {
			_ = f.Close()
		}
		if _, err := files.Open(t.Context(), stray, key[:]); err == nil {
			t.Error("a stray file of three days ago is still there")
		}
		if err := all.compact(t.Context()); err != nil {
			t.Error(err)
		}
		if err := w.VerifyRollups(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestAForgottenOptionIsAnError(t *testing.T) {
	t.Parallel()
	if _, err := New(Options{}); err == nil {
		t.Error("New without options: no error")
	}
}
