package appeal

import (
	"time"
	"unicode/utf8"

	"jauap/internal/account"
	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/text"
)

const (
	// ErasureWaits is how long a second person has to approve.
	ErasureWaits = 30 * 24 * time.Hour
	// MaxErasureWords is how long the article and the reason may be each, in
	// characters. They outlive the case.
	MaxErasureWords = 200
)

// An Erasure destroys a case because a law orders it (art. 18 of the Law on
// personal data and their protection). It takes the word of two persons who
// answer for the body, each under their own name.
type Erasure struct {
	Appeal     ID
	Article    string // what it rests on
	Reason     string // may be empty; never personal
	AskedAt    time.Time
	AskedBy    account.StaffID
	ApprovedAt time.Time // zero: not approved yet
	ApprovedBy account.StaffID
}

// An Erased is what a reader learns of a case that was erased by law.
type Erased struct {
	On      calendar.Day
	Article string
}

// Done tells whether the case is destroyed.
func (e Erasure) Done() bool { return !e.ApprovedAt.IsZero() }

// Over tells whether nobody approved in time: it may be asked for anew.
func (e Erasure) Over(now time.Time) bool {
	return !e.Done() && now.After(e.AskedAt.Add(ErasureWaits))
}

// Erased is what a reader learns of it.
func (e Erasure) Erased() Erased {
	return Erased{On: calendar.Of(e.ApprovedAt), Article: e.Article}
}

// AskErasure asks that a finished case be erased.
func AskErasure(a Appeal, who account.Who, article, reason string, now time.Time) (Erasure, error) {
	if err := mayErase(a, who); err != nil {
		return Erasure{}, err
	}
	e := Erasure{Appeal: a.ID, AskedAt: now.UTC().Truncate(time.Microsecond), AskedBy: who.ID}
	var err error
	if e.Article, err = outliving(article); err != nil {
		return Erasure{}, err
	}
	if e.Article == "" {
		return Erasure{}, fault.New(fault.Invalid, "appeal.erase_no_article").On("article")
	}
	e.Reason, err = outliving(reason)
	return e, err
}

// Approve is the word of the second person. What it returns is to be carried
// out.
func (e Erasure) Approve(a Appeal, who account.Who, now time.Time) (Erasure, error) {
	if err := mayErase(a, who); err != nil {
		return e, err
	}
	switch {
	case e.Appeal != a.ID:
		return e, fault.New(fault.Internal, "appeal.erase_none", "number", a.Number())
	case e.Done():
		return e, fault.New(fault.Gone, "appeal.erased", "number", a.Number(), "on", e.Erased().On, "article", e.Article)
	case e.AskedBy == who.ID:
		return e, fault.New(fault.Forbidden, "appeal.erase_same_person", "number", a.Number())
	case e.Over(now):
		return e, fault.New(fault.Conflict, "appeal.erase_over", "number", a.Number())
	}
	e.ApprovedAt, e.ApprovedBy = now.UTC().Truncate(time.Microsecond), who.ID
	return e, nil
}

// mayErase: heads and deputies decide for the body (art. 88(2) asks them for
// less); of what no body had, those of the single window. A case in work is
// never erased: its applicant waits for an answer.
func mayErase(a Appeal, who account.Who) error {
	if !MayErase(a, who) {
		return fault.New(fault.Forbidden, "appeal.erase_not_yours", "number", a.Number())
	}
	if a.State.Open() {
		return fault.New(fault.Conflict, "appeal.erase_open", "number", a.Number())
	}
	return nil
}

// MayErase tells whether who has a word in erasing the case.
func MayErase(a Appeal, who account.Who) bool {
	return who.Kind == account.Employee && who.ID != 0 && who.Holds(a.Body, account.Head, account.Deputy)
}

// outliving is a line that stays after the case is gone: it must not tell
// whose it was.
func outliving(s string) (string, error) {
	s = text.CleanLine(s)
	if n := utf8.RuneCountInString(s); n > MaxErasureWords {
		return "", fault.New(fault.Invalid, "appeal.erase_long", "n", MaxErasureWords, "have", n)
	}
	if masked, _ := text.Mask(s); masked != s {
		return "", fault.New(fault.Invalid, "appeal.erase_names_person", "text", masked)
	}
	return s, nil
}
