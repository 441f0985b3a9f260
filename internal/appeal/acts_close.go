package appeal

import (
	"slices"

	"jauap/internal/account"
	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/law"
)

// answer closes the case with words on the merits (art. 77, 89). Later than
// the term it is still an answer, and a breach.
func (r Rules) answer(a Appeal, o Order, e *Event) error {
	if err := needNote(o, "appeal.answer_empty"); err != nil {
		return err
	}
	if !slices.Contains(Outcomes(), o.Outcome) {
		return fault.New(fault.Invalid, "appeal.choose_outcome").On("outcome")
	}
	e.Outcome = o.Outcome
	return r.decided(a, e, "77(1)", "89(2)", "100(1)")
}

// terminate ends the case without an answer on the merits, only on a ground
// of the law, only by a person the law entitles to that ground.
func (r Rules) terminate(a Appeal, o Order, who account.Who, e *Event) error {
	procedure, err := r.procedure(a.Kind)
	if err != nil {
		return err
	}
	ground, ok := r.Law.Ground(procedure, a.Edition, o.Ground)
	if !ok || !open(ground, a) {
		return fault.New(fault.Invalid, "appeal.choose_ground").On("ground")
	}
	if !entitled(ground, a, who) {
		return fault.New(fault.Forbidden, "appeal.head_decides_ground").On("ground")
	}
	if err := needNote(o, "appeal.terminate_needs_reason"); err != nil {
		return err
	}
	if ground.SparesCrime && !o.NoCrime {
		return fault.New(fault.Invalid, "appeal.confirm_no_crime").On("no_crime")
	}
	e.Ground = ground.Code
	if err := r.decided(a, e, ground.Article, ground.Article, ground.Article); err != nil {
		return err
	}
	e.Article = ground.Article
	return nil
}

// open tells whether a ground can be used on this appeal at all. Taking back
// is an act of its own and returning comes with the cure of defects. "No
// essence" and "repeat" need a second person who confirms, with the words
// quoted: until there is one they are closed. "Anonymous" is for those who
// gave no name.
func open(g law.Ground, a Appeal) bool {
	switch g.Code {
	case "withdrawn", "returned":
		return false
	case "anonymous":
		return a.Anonymous
	}
	return !NeedsSecond(g)
}

// NeedsSecond tells whether a ground is a judgement about somebody's words
// that a second person must confirm.
func NeedsSecond(g law.Ground) bool { return g.Code == "no_essence" || g.Code == "repeat" }

// entitled asks the ground who may decide it; "authorised" is whoever the
// table lets terminate at all.
func entitled(g law.Ground, a Appeal, who account.Who) bool {
	for _, d := range g.Deciders {
		if d == "authorised" || who.Holds(a.Body, account.Role(d)) {
			return true
		}
	}
	return false
}

// withdraw ends the case because the applicant takes it back, before the
// decision; a new appeal stays possible (art. 64(9)). A registrar does it
// only on the applicant's written statement, and says what it was.
func withdraw(o Order, who account.Who, e *Event) error {
	e.Article = "64(9)"
	if who.Kind != account.Employee || len(o.Details.Files) > 0 {
		return nil
	}
	return needNote(o, "appeal.withdraw_needs_statement")
}

// rate keeps the applicant's word on the answer.
func rate(o Order, e *Event) error {
	if !slices.Contains(Ratings(), o.Rating) {
		return fault.New(fault.Invalid, "appeal.choose_rating").On("rating")
	}
	e.Rating = o.Rating
	return nil
}

// decided names the article of a decision by procedure, and the breach if
// the term had passed.
func (r Rules) decided(a Appeal, e *Event, ordinary, simplified, complaint string) error {
	procedure, err := r.procedure(a.Kind)
	if err != nil {
		return err
	}
	e.Article = map[law.Procedure]string{
		"ordinary": ordinary, "simplified": simplified, "complaint": complaint,
	}[procedure]
	article, err := r.termArticle(a)
	if err != nil {
		return err
	}
	e.Breach = late(calendar.Of(e.At), a.DueOn, article)
	return nil
}
