package seed

import (
	"context"
	"fmt"

	"jauap/internal/account"
	"jauap/internal/directory"
	"jauap/internal/fault"
)

// Password opens every demo account. It is no secret, which is why these
// accounts are refused outside the demo.
const Password = "jauap-demo"

// A SignIn is a demo person.
type SignIn struct {
	Login string
	Name  string
	Role  account.Role
	Body  string // code of the body
}

const (
	almaty = "akimat.750000000"
	astana = "akimat.710000000"
)

// SignIns lists the demo people in the order in which a visitor best meets
// them.
func SignIns() []SignIn {
	return []SignIn{
		{"window", "Демо Терезеқызы", account.Registrar, directory.RegistryCode},
		{"registrar", "Демо Тіркеушіқызы", account.Registrar, almaty},
		{"head", "Демо Басшыұлы", account.Head, almaty},
		{"deputy", "Демо Орынбасарқызы", account.Deputy, almaty},
		{"executor", "Демо Орындаушыұлы", account.Executor, almaty},
		{"executor2", "Үлгі Орындаушықызы", account.Executor, almaty},
		{"controller", "Демо Бақылаушықызы", account.Controller, almaty},
		{"admin", "Демо Әкімшіұлы", account.Admin, directory.RegistryCode},
		{"astana.registrar", "Сынақ Тіркеушіұлы", account.Registrar, astana},
		{"astana.head", "Сынақ Басшықызы", account.Head, astana},
		{"astana.executor", "Сынақ Орындаушыұлы", account.Executor, astana},
	}
}

// hire adds the people that are missing and gives all as they act, by login.
func (d *demo) hire(ctx context.Context) error {
	here, err := d.o.Store.People(ctx, 0)
	if err != nil {
		return err
	}
	for _, p := range here {
		d.people[p.Login] = p.Who()
	}
	hash := account.HashPassword(Password)
	for _, s := range SignIns() {
		if _, ok := d.people[s.Login]; ok {
			continue
		}
		if err := d.add(ctx, s, hash); err != nil {
			return fmt.Errorf("demo person %s: %w", s.Login, err)
		}
	}
	return nil
}

func (d *demo) add(ctx context.Context, s SignIn, hash string) error {
	body, ok := d.dir.BodyByCode(s.Body)
	if !ok {
		return fault.New(fault.NotFound, "seed.no_body", "code", s.Body)
	}
	id, err := d.o.Store.AddPerson(ctx, account.Who{Kind: account.Operator}, account.Person{
		Login: s.Login, Name: s.Name, Password: hash, Demo: true, Seats: []account.Seat{{Body: body.ID, Role: s.Role}},
	}, d.clock)
	if err != nil {
		return err
	}
	p, err := d.o.Store.Person(ctx, id)
	d.people[s.Login] = p.Who()
	return err
}

// crew are the people who work an appeal of a body. The executors of Almaty
// take turns.
type crew struct{ registrar, head, executor account.Who }

func (d *demo) crew(code string, turn int) crew {
	if code == astana {
		return crew{d.people["astana.registrar"], d.people["astana.head"], d.people["astana.executor"]}
	}
	executor := "executor"
	if turn%3 == 2 {
		executor = "executor2"
	}
	return crew{d.people["registrar"], d.people["head"], d.people[executor]}
}
