package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"jauap/internal/account"
	"jauap/internal/directory"
	"jauap/internal/fault"
)

const personColumns = `p.staff_id, p.login, p.name, p.password, p.locked, p.demo`

func scanPerson(s scanner) (account.Person, error) {
	var p account.Person
	return p, s.Scan(&p.ID, &p.Login, &p.Name, &p.Password, &p.Locked, &p.Demo)
}

// login names are compared in small letters, folded here because the two
// databases fold Cyrillic differently.
func login(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// AddPerson adds a staff member and her seats; a login that exists is a
// Conflict.
func (db *DB) AddPerson(ctx context.Context, by account.Who, p account.Person, now time.Time) (account.StaffID, error) {
	err := db.inTx(ctx, func(t *tx) error {
		ids, err := t.nextIDs(ctx, "directory_id_seq", 1)
		if err != nil {
			return err
		}
		p.ID = account.StaffID(ids[0])
		_, err = t.ExecContext(ctx, `insert into staff (staff_id, login, name, password, locked, demo) values ($1, $2, $3, $4, $5, $6)`,
			int64(p.ID), login(p.Login), strings.ToValidUTF8(p.Name, "\ufffd"), p.Password, p.Locked, p.Demo)
		if err = explain(err); fault.Is(err, fault.Conflict) {
			return fault.New(fault.Conflict, "account.login_taken", "login", p.Login).On("login")
		}
		if err != nil {
			return err
		}
		if err := insertSeats(ctx, t, p); err != nil {
			return err
		}
		return note(ctx, t, by, now, "staff.add", fmt.Sprint(p.ID), "")
	})
	return p.ID, err
}

func insertSeats(ctx context.Context, t *tx, p account.Person) error {
	seats := rows{into: "staff_seat (staff_id, body_id, unit_id, role)"}
	for _, s := range p.Seats {
		seats.add(int64(p.ID), int64(s.Body), int64(s.Unit), string(s.Role))
	}
	return seats.insert(ctx, t)
}

// note keeps who changed what outside the cases.
func note(ctx context.Context, t *tx, by account.Who, now time.Time, act, target, detail string) error {
	_, err := t.ExecContext(ctx, `insert into admin_event (at, by_kind, staff_id, act, target, detail) values ($1, $2, $3, $4, $5, $6)`,
		instant(now), string(by.Kind), int64(by.ID), act, target, detail)
	return explain(err)
}

// SetSeats replaces a person's seats.
func (db *DB) SetSeats(ctx context.Context, by account.Who, p account.Person, now time.Time) error {
	return db.inTx(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `delete from staff_seat where staff_id = $1`, int64(p.ID)); err != nil {
			return explain(err)
		}
		if err := insertSeats(ctx, t, p); err != nil {
			return err
		}
		return note(ctx, t, by, now, "staff.role", fmt.Sprint(p.ID), fmt.Sprint(p.Seats))
	})
}

// SetLocked locks a person out or lets her in again; locking ends her
// sessions at once.
func (db *DB) SetLocked(ctx context.Context, by account.Who, id account.StaffID, locked bool, now time.Time) error {
	return db.inTx(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `update staff set locked = $2 where staff_id = $1`, int64(id), locked); err != nil {
			return explain(err)
		}
		if locked {
			if _, err := t.ExecContext(ctx, `delete from session where staff_id = $1`, int64(id)); err != nil {
				return explain(err)
			}
		}
		return note(ctx, t, by, now, "staff.lock", fmt.Sprint(id), fmt.Sprint(locked))
	})
}

// SetPassword replaces a password and ends all sessions of the person.
func (db *DB) SetPassword(ctx context.Context, by account.Who, id account.StaffID, hash string, now time.Time) error {
	return db.inTx(ctx, func(t *tx) error {
		if _, err := t.ExecContext(ctx, `update staff set password = $2 where staff_id = $1`, int64(id), hash); err != nil {
			return explain(err)
		}
		if _, err := t.ExecContext(ctx, `delete from session where staff_id = $1`, int64(id)); err != nil {
			return explain(err)
		}
		return note(ctx, t, by, now, "staff.password", fmt.Sprint(id), "")
	})
}

// PersonByLogin finds a person for signing in.
func (db *DB) PersonByLogin(ctx context.Context, name string) (account.Person, error) {
	return db.person(ctx, `p.login = $1`, login(name))
}

// Person finds a person by id.
func (db *DB) Person(ctx context.Context, id account.StaffID) (account.Person, error) {
	return db.person(ctx, `p.staff_id = $1`, int64(id))
}

func (db *DB) person(ctx context.Context, where string, arg any) (account.Person, error) {
	p, err := scanPerson(db.read.QueryRowContext(ctx, `select `+personColumns+` from staff p where `+where, arg))
	if err != nil {
		return p, personFault(err)
	}
	return p, db.seat(ctx, &p)
}

func personFault(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "account.no_such_person")
	}
	return explain(err)
}

func (db *DB) seat(ctx context.Context, p *account.Person) error {
	seats, err := list(ctx, db.read, func(s scanner) (account.Seat, error) {
		var seat account.Seat
		var kind sql.NullString
		err := s.Scan(&seat.Body, &seat.Unit, &seat.Role, &kind)
		seat.Window = kind.String == directory.KindRegistry
		return seat, err
	}, `select s.body_id, s.unit_id, s.role, b.kind from staff_seat s left join body b on b.body_id = s.body_id
		where s.staff_id = $1 order by s.body_id, s.role`, int64(p.ID))
	p.Seats = seats
	return err
}

// People lists staff, all or of one body, by login.
func (db *DB) People(ctx context.Context, body directory.BodyID) ([]account.Person, error) {
	people, err := list(ctx, db.read, scanPerson, `select `+personColumns+` from staff p where $1 = 0
		or exists (select 1 from staff_seat s where s.staff_id = p.staff_id and s.body_id = $1) order by p.login`, int64(body))
	for i := range people {
		if err == nil {
			err = db.seat(ctx, &people[i])
		}
	}
	return people, err
}

// Executors lists who may be given a case of the body, by name.
func (db *DB) Executors(ctx context.Context, body directory.BodyID) ([]account.Person, error) {
	return list(ctx, db.read, scanPerson, `select `+personColumns+` from staff p join staff_seat s on s.staff_id = p.staff_id
		where s.body_id = $1 and s.role = $2 and p.locked = false order by p.name, p.staff_id`, int64(body), string(account.Executor))
}

// StartSession keeps the hash of a new session's token.
func (db *DB) StartSession(ctx context.Context, t account.Token, id account.StaffID, now time.Time) error {
	_, err := db.write.ExecContext(ctx, `insert into session (token_hash, staff_id, started_at, used_at) values ($1, $2, $3, $3)`,
		t.Hash(), int64(id), instant(now))
	return explain(err)
}

// EndSession signs out.
func (db *DB) EndSession(ctx context.Context, t account.Token) error {
	_, err := db.write.ExecContext(ctx, `delete from session where token_hash = $1`, t.Hash())
	return explain(err)
}

// Session finds who holds a token, and touches it once a minute at most.
func (db *DB) Session(ctx context.Context, t account.Token, now time.Time) (account.Person, error) {
	var id account.StaffID
	var started, used time.Time
	err := db.read.QueryRowContext(ctx, `select staff_id, started_at, used_at from session where token_hash = $1`, t.Hash()).
		Scan(&id, &started, &used)
	if err != nil {
		return account.Person{}, sessionFault(err)
	}
	if now.Sub(used) > account.SessionIdle || now.Sub(started) > account.SessionLong {
		return account.Person{}, fault.New(fault.Unsigned, "account.session_over")
	}
	if now.Sub(used) > time.Minute {
		_, err := db.write.ExecContext(ctx, `update session set used_at = $2 where token_hash = $1`, t.Hash(), instant(now))
		// a full disk keeps nobody from reading
		if err = explain(err); err != nil && !fault.Is(err, fault.Unavailable) {
			return account.Person{}, err
		}
	}
	p, err := db.Person(ctx, id)
	if err == nil && p.Locked {
		err = fault.New(fault.Unsigned, "account.session_over")
	}
	return p, err
}

// SessionHolder tells whose session a token is, or was before it ended by
// itself.
func (db *DB) SessionHolder(ctx context.Context, t account.Token) (account.StaffID, error) {
	var id account.StaffID
	err := db.read.QueryRowContext(ctx, `select staff_id from session where token_hash = $1`, t.Hash()).Scan(&id)
	if err != nil {
		return 0, sessionFault(err)
	}
	return id, nil
}

func sessionFault(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.Unsigned, "account.session_over")
	}
	return explain(err)
}

// SweepSessions removes sessions that nobody used for as long as a cookie
// lasts. Until then an ended one still tells whose it was.
func (db *DB) SweepSessions(ctx context.Context, now time.Time) error {
	_, err := db.write.ExecContext(ctx, `delete from session where used_at < $1`, instant(now.Add(-account.SessionLong)))
	return explain(err)
}
