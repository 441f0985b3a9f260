package seed

import (
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/calendar"
)

// A step is one act on one story's appeal at one moment. The first step of
// a story has no act: it submits.
type step struct {
	story int
	at    time.Time
	who   account.Who
	mine  bool // the applicant acts
	order appeal.Order
}

// plan lists the steps of a story in order.
func (d *demo) plan(i int, s story) []step {
	p := planner{d: d, story: i, day: d.cal.AddWorking(d.today, -s.Age)}
	p.arrive(s)
	if s.End == appeal.Submitted {
		return p.steps
	}
	crew := d.crew(s.body(), i)
	switch {
	case s.End == appeal.Redirected:
		p.redirect(s)
	case s.addressee() == "":
		p.window(s)
	default:
		p.act(s.Slow, 11, crew.registrar, appeal.Order{Act: appeal.ActRegister})
	}
	if s.End == appeal.Registered || s.End == appeal.Routed {
		return p.steps
	}
	p.work(s, crew)
	return p.steps
}

// A planner puts a story's acts on working days, counted from its first.
type planner struct {
	d     *demo
	story int
	day   calendar.Day
	steps []step
}

// act adds an act some working days after the appeal came, at an hour of
// Almaty plus some minutes that differ from story to story.
func (p *planner) act(after, hour int, who account.Who, o appeal.Order) {
	p.add(step{at: p.at(after, hour), who: who, order: o})
}

func (p *planner) mine(after, hour int, o appeal.Order) {
	p.add(step{at: p.at(after, hour), mine: true, order: o})
}

func (p *planner) add(s step) {
	s.story = p.story
	p.steps = append(p.steps, s)
}

func (p *planner) at(after, hour int) time.Time {
	y, m, day := p.d.cal.AddWorking(p.day, after).Date()
	return time.Date(y, m, day, hour, p.story*17%60, p.story*7%60, 0, calendar.Zone())
}

func (p *planner) arrive(s story) {
	hour := 9
	if s.Evening {
		hour = 20
	}
	p.act(0, hour, account.Who{}, appeal.Order{})
}

// window: the single window confirms what named no body and gives it to one,
// a day later when the topic did not say which at once.
func (p *planner) window(s story) {
	who, body := p.d.people["window"], p.d.body(s.body())
	if s.End == appeal.Registered {
		p.act(0, 12, who, appeal.Order{Act: appeal.ActRegister})
		return
	}
	if p.story%2 == 0 {
		p.act(0, 12, who, appeal.Order{Act: appeal.ActRegister, Body: body})
		return
	}
	p.act(0, 12, who, appeal.Order{Act: appeal.ActRegister})
	p.act(1, 10, who, appeal.Order{Act: appeal.ActRoute, Body: body})
}

// redirect: Almaty registers and finds that it has no power (art. 65(1)).
func (p *planner) redirect(s story) {
	from := p.d.crew(almaty, 0)
	if s.addressee() == "" {
		p.act(0, 12, p.d.people["window"], appeal.Order{Act: appeal.ActRegister, Body: p.d.body(almaty)})
	} else {
		p.act(0, 11, from.registrar, appeal.Order{Act: appeal.ActRegister})
	}
	after := s.RedirectAfter
	if after == 0 {
		after = 2
	}
	p.act(after, 15, from.head, appeal.Order{
		Act: appeal.ActRedirect, Body: p.d.body(s.body()), Details: appeal.Details{Note: s.Note},
	})
}

// work is what the body does with it, up to the story's end.
func (p *planner) work(s story, c crew) {
	switch s.End {
	case appeal.Redirected:
		return
	case appeal.Withdrawn:
		p.mine(s.Took, 18, appeal.Order{Act: appeal.ActWithdraw})
		return
	case appeal.Terminated:
		p.act(s.Took, 16, c.head, appeal.Order{
			Act: appeal.ActTerminate, Ground: s.Ground, NoCrime: true, Details: appeal.Details{Note: s.Note},
		})
		return
	}
	p.act(1+s.Slow, 14, c.head, appeal.Order{
		Act: appeal.ActAssign, Executor: c.executor.ID, For: c.executor.Name,
		Details: appeal.Details{Inner: "Тексеріп, мерзімінде жауап беріңіз."},
	})
	if s.End != appeal.Answered {
		return
	}
	p.act(s.Took, 16, c.executor, appeal.Order{Act: appeal.ActAnswer, Outcome: s.Outcome, Details: appeal.Details{Note: s.Note}})
	if s.Rating != "" {
		p.mine(s.Took+1, 19, appeal.Order{Act: appeal.ActRate, Rating: s.Rating})
	}
}
