package store

import (
	"context"

	"jauap/internal/appeal"
	"jauap/internal/tlog"
)

// casePages gather the rows of many cases, table by table: one by one they
// would be asked for five times each.
type casePages struct {
	appeals  map[appeal.ID]appeal.Appeal
	contents map[appeal.ID]closedContent
	events   map[appeal.ID][]closedEvent
	leaves   map[appeal.ID][]keptLeaf
	sides    map[appeal.ID]side
}

type closedContent struct {
	id           appeal.ID
	key, content []byte
}

// soundCases tells which of the cases between two numbers match their leaves,
// and how many of their leaves wait to be sealed. It says nothing of the
// others: some are damaged, some moved on while they were read, and whoever
// asks looks at these one by one.
func (db *DB) soundCases(ctx context.Context, first, last appeal.ID) map[appeal.ID]int64 {
	p, err := db.readPages(ctx, int64(first), int64(last))
	if err != nil {
		return nil
	}
	sound := map[appeal.ID]int64{}
	for id := range p.appeals {
		if leaves, err := p.leavesOf(db, id); err == nil {
			sound[id] = unsealed(leaves)
		}
	}
	return sound
}

func unsealed(leaves []tlog.Placed) (n int64) {
	for _, l := range leaves {
		if !l.Sealed() {
			n++
		}
	}
	return n
}

// leavesOf makes the leaves of one case of the page and compares them.
func (p casePages) leavesOf(db *DB, id appeal.ID) ([]tlog.Placed, error) {
	key, err := db.unwrap(p.contents[id].key)
	if err != nil {
		return nil, err
	}
	c := appeal.Case{Appeal: p.appeals[id], Key: key}
	if err := unseal(key, p.contents[id].content, labelContent(id), &c.Content); err != nil {
		return nil, err
	}
	for _, closed := range p.events[id] {
		e, err := closed.open(key)
		if err != nil {
			return nil, err
		}
		c.Events = append(c.Events, e)
		if e.Seq == c.Version {
			c.LastAt = e.At // as reading one appeal has it
		}
	}
	return verifiedAgainst(c, p.leaves[id], p.sides[id])
}

func (db *DB) readPages(ctx context.Context, first, last int64) (p casePages, err error) {
	p.appeals = map[appeal.ID]appeal.Appeal{}
	if err := each(ctx, db, scanAppeal, func(a appeal.Appeal) { p.appeals[a.ID] = a },
		`select `+appealColumns+` from appeal a where a.appeal_id between $1 and $2`, first, last); err != nil {
		return p, err
	}
	p.contents = map[appeal.ID]closedContent{}
	if err := each(ctx, db, scanClosed, func(c closedContent) { p.contents[c.id] = c },
		`select appeal_id, case_key, sealed from appeal_content where appeal_id between $1 and $2`, first, last); err != nil {
		return p, err
	}
	p.events = map[appeal.ID][]closedEvent{}
	if err := each(ctx, db, scanEventRow, func(e closedEvent) { p.events[e.id] = append(p.events[e.id], e) },
		`select `+eventColumns+` from appeal_event where appeal_id between $1 and $2 order by appeal_id, seq`, first, last); err != nil {
		return p, err
	}
	p.sides = map[appeal.ID]side{}
	if err := each(ctx, db, scanSide, func(v side) { p.sides[v.id] = v },
		`select appeal_id, open, head from appeal where appeal_id between $1 and $2`, first, last); err != nil {
		return p, err
	}
	p.leaves = map[appeal.ID][]keptLeaf{}
	return p, each(ctx, db, scanOwned, func(l ownedLeaf) { p.leaves[l.id] = append(p.leaves[l.id], l.keptLeaf) },
		`select appeal_id, seq, leaf_hash, coalesce(tree_index, -1), known_at from log_leaf where appeal_id between $1 and $2
			order by appeal_id, seq`, first, last)
}

func each[T any](ctx context.Context, db *DB, scan func(scanner) (T, error), add func(T), query string, args ...any) error {
	found, err := list(ctx, db.read, scan, query, args...)
	for _, v := range found {
		add(v)
	}
	return err
}

func scanClosed(s scanner) (closedContent, error) {
	var c closedContent
	return c, s.Scan(&c.id, &c.key, &c.content)
}

type ownedLeaf struct {
	keptLeaf
	id appeal.ID
}

func scanOwned(s scanner) (ownedLeaf, error) {
	var l ownedLeaf
	return l, l.scan(s, &l.id)
}
