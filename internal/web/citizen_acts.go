package web

import (
	"net/http"
	"strconv"

	"jauap/internal/account"
	"jauap/internal/appeal"
)

// askWithdraw asks once more: what is withdrawn is not considered again.
func (s *Site) askWithdraw(w http.ResponseWriter, r *http.Request, who account.Who) error {
	p, err := s.appealOf(r, who)
	if err != nil {
		return err
	}
	if !p.may(appeal.ActWithdraw) {
		http.Redirect(w, r, p.address(), http.StatusSeeOther)
		return nil
	}
	p.Title = p.T("citizen.withdraw_title")
	p.Back = Link{Href: appealAddress(p.Case.Number())}
	return show(r.Context(), w, http.StatusOK, withdrawView(p))
}

func (s *Site) withdraw(w http.ResponseWriter, r *http.Request, who account.Who) error {
	return s.carryOut(w, r, who, appeal.Order{Act: appeal.ActWithdraw})
}

// rate keeps the applicant's word on the answer: one press.
func (s *Site) rate(w http.ResponseWriter, r *http.Request, who account.Who) error {
	return s.carryOut(w, r, who, appeal.Order{Act: appeal.ActRate})
}

// carryOut does what the applicant wants with the appeal and shows it again. A
// second press of the same rating is thanked for once more, not refused.
func (s *Site) carryOut(w http.ResponseWriter, r *http.Request, who account.Who, o appeal.Order) error {
	values, err := readSmall(w, r, "version", "rating")
	if err != nil {
		return err
	}
	o.Version, _ = strconv.ParseInt(values.Get("version"), 10, 64) // none: whatever it is now
	o.Rating = appeal.Rating(values.Get("rating"))
	id := appeal.ID(who.Appeal)
	before, err := s.opts.Cases.Case(r.Context(), who.Scope(), id)
	if err != nil {
		return err
	}
	if !done(before.Appeal, o) {
		if _, err := s.opts.Desk.Do(r.Context(), who, id, o); err != nil {
			return err
		}
	}
	if o.Act == appeal.ActRate {
		if err := s.setFlash(w, r, flash{Key: "citizen.rated"}); err != nil {
			return err
		}
	}
	http.Redirect(w, r, In(langOf(r), appealAddress(before.Number())), http.StatusSeeOther)
	return nil
}

// done tells that the order was carried out already: a double press.
func done(a appeal.Appeal, o appeal.Order) bool {
	return o.Act == appeal.ActRate && a.Rating != "" && a.Rating == o.Rating ||
		o.Act == appeal.ActWithdraw && a.State == appeal.Withdrawn
}
