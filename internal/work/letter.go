package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/i18n"
	"jauap/internal/jobs"
	"jauap/internal/notify"
)

// byEmail is the channel of letters.
const byEmail = "email"

// notify tells the applicant of one event. It writes the letter down first,
// so that a second run does not send what was sent. Between the server's
// "taken" and our note a crash can still double a letter; both then carry one
// message id.
func (w *Work) notify(ctx context.Context, j jobs.Notify) error {
	id := appeal.ID(j.Appeal)
	c, err := w.o.Store.Case(ctx, machine().Scope(), id)
	if fault.Is(err, fault.Gone) {
		return nil // erased by law, and the address with it
	}
	if err != nil {
		return fmt.Errorf("letter about appeal %d: %w", id, err)
	}
	letter, to, ok, err := w.write(ctx, c, j.Seq)
	if err != nil || !ok {
		return err
	}
	if fresh, err := w.o.Store.BeginNotice(ctx, id, j.Seq, byEmail, w.o.Now()); err != nil || !fresh {
		return err
	}
	return w.send(ctx, j, to, letter)
}

// write words the letter; false when there is nothing to tell or nobody to
// tell it to.
func (w *Work) write(ctx context.Context, c appeal.Case, seq int64) (letter notify.Letter, to notify.Envelope, ok bool, err error) {
	email := c.Content.Applicant.Email
	if email == "" {
		return letter, to, false, nil
	}
	rules, err := w.o.Rules(ctx)
	if err != nil {
		return letter, to, false, err
	}
	lang, known := i18n.ParseLang(c.Reader)
	if !known {
		lang = i18n.KK
	}
	letter, ok = notify.Write(w.o.Catalog.In(lang),
		notify.Story{Case: c, Seq: seq, Directory: rules.Directory, PublicURL: w.o.PublicURL})
	to = notify.Envelope{To: email, ID: fmt.Sprintf("appeal.%d.%d", c.ID, seq), At: w.o.Now(), Language: string(lang)}
	return letter, to, ok, nil
}

// send hands the letter over and notes what became of it. What the server
// refuses for now is an error, and the queue tries again, ever more seldom,
// for some weeks; a mailbox that does not exist is not tried again.
func (w *Work) send(ctx context.Context, j jobs.Notify, to notify.Envelope, letter notify.Letter) error {
	if w.o.Mailer == nil {
		return w.note(ctx, j, appeal.NoticeHeld)
	}
	err := w.o.Mailer.Send(ctx, to, letter)
	if err == nil {
		return w.note(ctx, j, appeal.NoticeSent)
	}
	noted := w.note(ctx, j, appeal.NoticeFailed)
	if fault.Is(err, fault.Invalid) {
		w.o.Log.WarnContext(ctx, "letter refused for good", slog.Int64("appeal", j.Appeal), slog.Int64("event", j.Seq), slog.Any("error", err))
		return noted
	}
	return errors.Join(err, noted)
}

// note outlives the job: what happened to a letter must not be forgotten
// because the program is being stopped.
func (w *Work) note(ctx context.Context, j jobs.Notify, s appeal.NoticeState) error {
	return w.o.Store.EndNotice(context.WithoutCancel(ctx), appeal.ID(j.Appeal), j.Seq, byEmail, s, w.o.Now())
}
