package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/fault"
	"jauap/internal/keys"
)

const appealColumns = `appeal_id, version, company, year, anonymous, source, language, reader, received_at, files, reachable,
	state, kind, edition, body_id, unit_id, executor_id, place, topic, registered_on, reached_on, counted_from, due_on,
	closed_on, outcome, rating, breaches, lapsed`

func appealValues(a appeal.Appeal) []any {
	return []any{int64(a.ID), a.Version, a.Company, a.Year, a.Anonymous, string(a.Source), a.Language, a.Reader,
		instant(a.ReceivedAt), a.Files, a.Reachable, string(a.State), string(a.Kind), string(a.Edition), int64(a.Body),
		int64(a.Unit), int64(a.Executor), string(a.Place), string(a.Topic), a.RegisteredOn, a.ReachedOn, a.CountedFrom, a.DueOn,
		a.ClosedOn, string(a.Outcome), string(a.Rating), a.Breaches, a.Lapsed}
}

func appealFields(a *appeal.Appeal) []any {
	return []any{&a.ID, &a.Version, &a.Company, &a.Year, &a.Anonymous, &a.Source, &a.Language, &a.Reader, &a.ReceivedAt,
		&a.Files, &a.Reachable, &a.State, &a.Kind, &a.Edition, &a.Body, &a.Unit, &a.Executor, &a.Place, &a.Topic,
		&a.RegisteredOn, &a.ReachedOn, &a.CountedFrom, &a.DueOn, &a.ClosedOn, &a.Outcome, &a.Rating, &a.Breaches, &a.Lapsed}
}

func scanAppeal(s scanner) (appeal.Appeal, error) {
	var a appeal.Appeal
	err := s.Scan(appealFields(&a)...)
	a.ReceivedAt = a.ReceivedAt.UTC()
	return a, err
}

// Appeal reads one appeal within a scope. Outside it the appeal does not
// exist: the fault is the same as for a number nobody was given.
func (db *DB) Appeal(ctx context.Context, scope account.Scope, id appeal.ID) (appeal.Appeal, error) {
	q := newQuery(`select ` + ofA(appealColumns) + `, e.at from appeal a
		left join appeal_event e on e.appeal_id = a.appeal_id and e.seq = a.version where a.appeal_id = `)
	q.arg(int64(id)).and(scope)
	var a appeal.Appeal
	var last sql.NullTime // none when somebody deleted the event, which is told elsewhere
	err := db.read.QueryRowContext(ctx, q.sql(), q.args...).Scan(append(appealFields(&a), &last)...)
	if err != nil {
		return a, notFound(err, id)
	}
	a.ReceivedAt, a.LastAt = a.ReceivedAt.UTC(), last.Time.UTC()
	return a, nil
}

func notFound(err error, id appeal.ID) error {
	if err = explain(err); fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "appeal.not_found").Because(err)
	}
	return fmt.Errorf("appeal %d: %w", id, err)
}

// SubmittedWith finds the appeal a form's token made.
func (db *DB) SubmittedWith(ctx context.Context, token string) (appeal.Appeal, error) {
	ids, err := column[int64](ctx, db.read, `select appeal_id from submitted_token where token_hash = $1`,
		db.ring.Hash("form token", token))
	if err != nil {
		return appeal.Appeal{}, err
	}
	if len(ids) == 0 {
		return appeal.Appeal{}, fault.New(fault.NotFound, "appeal.not_found")
	}
	return db.Appeal(ctx, account.Everything(), appeal.ID(ids[0]))
}

// Prove tells who may follow an appeal by number and code: its applicant, or
// nobody. A wrong code and a wrong number are the same fault. The letters of
// the number are not compared: people leave them out.
func (db *DB) Prove(ctx context.Context, n appeal.Number, code string) (account.Who, error) {
	var hash []byte
	var year int
	err := db.read.QueryRowContext(ctx, `select code_hash, year from appeal where appeal_id = $1`, int64(n.ID)).Scan(&hash, &year)
	if err = explain(err); err != nil && !fault.Is(err, fault.NotFound) {
		return account.Who{}, err
	}
	if err != nil || year != n.Year || !appeal.SameCode(db.ring, n.ID, hash, code) {
		return account.Who{}, fault.New(fault.NotFound, "appeal.no_such_number_and_code")
	}
	return account.Author(int64(n.ID)), nil
}

// Case reads a whole case within a scope.
func (db *DB) Case(ctx context.Context, scope account.Scope, id appeal.ID) (appeal.Case, error) {
	a, err := db.Appeal(ctx, scope, id)
	if err != nil {
		return appeal.Case{}, err
	}
	c := appeal.Case{Appeal: a}
	if c.Key, err = db.caseKey(ctx, db.read, id); err != nil {
		return appeal.Case{}, err
	}
	if c.Content, err = db.content(ctx, id, c.Key); err != nil {
		return appeal.Case{}, err
	}
	if c.Events, err = events(ctx, db.read, id, c.Key); err != nil {
		return appeal.Case{}, err
	}
	c.Labels, err = list(ctx, db.read, scanLabel, `select name, value from appeal_label where appeal_id = $1 order by name`, int64(id))
	return c, err
}

func scanLabel(s scanner) (appeal.Label, error) {
	var l appeal.Label
	return l, s.Scan(&l.Name, &l.Value)
}

func (db *DB) caseKey(ctx context.Context, q querier, id appeal.ID) (keys.Case, error) {
	var wrapped []byte
	err := q.QueryRowContext(ctx, `select case_key from appeal_content where appeal_id = $1`, int64(id)).Scan(&wrapped)
	if err != nil {
		return keys.Case{}, notFound(err, id)
	}
	if len(wrapped) == 0 {
		return keys.Case{}, erased(ctx, q, id)
	}
	return db.unwrap(wrapped)
}

// unwrap opens a case key; a database opened without its master key reads no
// case.
func (db *DB) unwrap(wrapped []byte) (keys.Case, error) {
	if db.ring == nil {
		return keys.Case{}, fault.New(fault.Internal, "store.no_key")
	}
	return db.ring.Unwrap(wrapped)
}

func (db *DB) content(ctx context.Context, id appeal.ID, key keys.Case) (appeal.Content, error) {
	var c appeal.Content
	var sealed []byte
	err := db.read.QueryRowContext(ctx, `select sealed from appeal_content where appeal_id = $1`, int64(id)).Scan(&sealed)
	if err != nil {
		return c, notFound(err, id)
	}
	return c, unseal(key, sealed, labelContent(id), &c)
}

func unseal(key keys.Case, sealed []byte, label string, into any) error {
	plain, err := key.Open(sealed, label)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}

func events(ctx context.Context, q querier, id appeal.ID, key keys.Case) ([]appeal.Event, error) {
	return list(ctx, q, func(s scanner) (appeal.Event, error) { return scanEvent(s, key) },
		`select `+eventColumns+` from appeal_event where appeal_id = $1 order by seq`, int64(id))
}

func scanEvent(s scanner, key keys.Case) (appeal.Event, error) {
	r, err := scanEventRow(s)
	if err != nil {
		return r.Event, err
	}
	return r.open(key)
}

// A closedEvent is a row of appeal_event whose words are still sealed.
type closedEvent struct {
	appeal.Event
	id      appeal.ID
	details []byte
}

// open unseals the words of an event.
func (r closedEvent) open(key keys.Case) (appeal.Event, error) {
	var err error
	if len(r.details) > 0 {
		err = unseal(key, r.details, labelDetails(r.id, r.Seq), &r.Details)
	}
	return r.Event, err
}

func scanEventRow(s scanner) (closedEvent, error) {
	var e closedEvent
	var breach appeal.Breach
	var facts sql.NullString
	m := &e.Marks
	err := s.Scan(&e.id, &e.Seq, &e.Act, &e.At, &e.By, &e.Staff, &m.State, &m.Kind, &m.Edition, &m.Body, &m.Unit,
		&m.Executor, &m.Place, &m.Topic, &m.RegisteredOn, &m.ReachedOn, &m.CountedFrom, &m.DueOn, &e.Article, &e.Ground,
		&e.Outcome, &e.Rating, &breach.Article, &breach.By, &e.Lifts, &facts, &e.details)
	if err != nil {
		return e, err
	}
	e.At = e.At.UTC()
	if breach.Article != "" {
		e.Breach = &breach
	}
	if facts.Valid {
		e.Facts = new(appeal.Facts)
		if err := json.Unmarshal([]byte(facts.String), e.Facts); err != nil {
			return e, fmt.Errorf("facts of appeal %d: %w", e.id, err)
		}
	}
	return e, nil
}
