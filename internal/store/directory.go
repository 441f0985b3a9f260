package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"jauap/internal/account"
	"jauap/internal/directory"
)

// ImportDirectory adds and renames places, bodies and topics from files. What
// the files do not name stays: cases hang on it. It returns how many rows
// the files held.
func (db *DB) ImportDirectory(ctx context.Context, by account.Who, f directory.Files, now time.Time) (int, error) {
	n := len(f.Places) + len(f.Bodies) + len(f.Topics)
	err := db.inTx(ctx, func(t *tx) error {
		if err := importPlaces(ctx, t, f.Places); err != nil {
			return err
		}
		if err := db.importBodies(ctx, t, f.Bodies); err != nil {
			return err
		}
		if err := importTopics(ctx, t, f.Topics); err != nil {
			return err
		}
		if err := db.bump(ctx, t, "directory"); err != nil {
			return err
		}
		return note(ctx, t, by, now, "directory.import", "", strconv.Itoa(n))
	})
	return n, err
}

func importPlaces(ctx context.Context, t *tx, places []directory.Place) error {
	for _, p := range places {
		_, err := t.ExecContext(ctx, `insert into place (code, parent, level, name_kk, name_ru, name_en) values ($1, $2, $3, $4, $5, $6)
			on conflict (code) do update set parent = excluded.parent, level = excluded.level,
			name_kk = excluded.name_kk, name_ru = excluded.name_ru, name_en = excluded.name_en`,
			string(p.Code), string(p.Parent), p.Level, p.Name.KK, p.Name.RU, p.Name.EN)
		if err != nil {
			return fmt.Errorf("place %s: %w", p.Code, explain(err))
		}
	}
	return nil
}

// importBodies gives new bodies a number and links parents by code, in a
// second round, because a body may be named before its parent.
func (db *DB) importBodies(ctx context.Context, t *tx, bodies []directory.BodyLine) error {
	ids, err := db.bodyIDs(ctx, t, bodies)
	if err != nil {
		return err
	}
	for _, b := range bodies {
		_, err := t.ExecContext(ctx, `insert into body (body_id, code, kind, place, parent_id, higher_id, name_kk, name_ru, name_en,
			short_kk, short_ru, short_en, from_day, to_day) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
			on conflict (code) do update set kind = excluded.kind, place = excluded.place, parent_id = excluded.parent_id,
			higher_id = excluded.higher_id, name_kk = excluded.name_kk, name_ru = excluded.name_ru, name_en = excluded.name_en,
			short_kk = excluded.short_kk, short_ru = excluded.short_ru, short_en = excluded.short_en,
			from_day = excluded.from_day, to_day = excluded.to_day`,
			ids[b.Code], b.Code, b.Kind, string(b.Place), ids[b.Parent], ids[b.Higher], b.Name.KK, b.Name.RU, b.Name.EN,
			b.Short.KK, b.Short.RU, b.Short.EN, nil, nil)
		if err != nil {
			return fmt.Errorf("body %s: %w", b.Code, explain(err))
		}
	}
	return nil
}

func (db *DB) bodyIDs(ctx context.Context, t *tx, bodies []directory.BodyLine) (map[string]int64, error) {
	ids := map[string]int64{}
	_, err := list(ctx, t, func(s scanner) (struct{}, error) {
		var code string
		var id int64
		err := s.Scan(&code, &id)
		ids[code] = id
		return struct{}{}, err
	}, `select code, body_id from body`)
	if err != nil {
		return nil, err
	}
	var fresh []string
	for _, b := range bodies {
		if ids[b.Code] == 0 {
			fresh = append(fresh, b.Code)
		}
	}
	numbers, err := t.nextIDs(ctx, "directory_id_seq", len(fresh))
	if err != nil {
		return nil, explain(err)
	}
	for i, code := range fresh {
		ids[code] = numbers[i]
	}
	return ids, nil
}

func importTopics(ctx context.Context, t *tx, topics []directory.Topic) error {
	for i, p := range topics {
		_, err := t.ExecContext(ctx, `insert into topic (code, parent, sort, danger, name_kk, name_ru, name_en, hint_kk, hint_ru, hint_en)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			on conflict (code) do update set parent = excluded.parent, sort = excluded.sort, danger = excluded.danger,
			name_kk = excluded.name_kk, name_ru = excluded.name_ru, name_en = excluded.name_en,
			hint_kk = excluded.hint_kk, hint_ru = excluded.hint_ru, hint_en = excluded.hint_en`,
			string(p.Code), string(p.Parent), i, p.Danger, p.Name.KK, p.Name.RU, p.Name.EN, p.Hint.KK, p.Hint.RU, p.Hint.EN)
		if err != nil {
			return fmt.Errorf("topic %s: %w", p.Code, explain(err))
		}
	}
	return nil
}

// bump tells serving processes that a thing they keep in memory changed.
func (db *DB) bump(ctx context.Context, t *tx, thing string) error {
	_, err := t.ExecContext(ctx, `insert into meta (name, value) values ($1, '1')
		on conflict (name) do update set value = cast(cast(meta.value as integer) + 1 as text)`, "version."+thing)
	return explain(err)
}

// Versions tells how often the directory and the calendar were changed.
func (db *DB) Versions(ctx context.Context) (string, error) {
	vs, err := column[string](ctx, db.read, `select name || '=' || value from meta where name in ('version.directory', 'version.calendar') order by name`)
	return fmt.Sprint(vs), err
}

// Directory reads the whole directory.
func (db *DB) Directory(ctx context.Context) (*directory.Directory, error) {
	places, err := list(ctx, db.read, scanPlace, `select code, parent, level, name_kk, name_ru, name_en from place order by code`)
	if err != nil {
		return nil, err
	}
	bodies, err := list(ctx, db.read, scanBody, `select body_id, code, kind, place, parent_id, higher_id, name_kk, name_ru, name_en,
		short_kk, short_ru, short_en, from_day, to_day from body order by body_id`)
	if err != nil {
		return nil, err
	}
	units, err := list(ctx, db.read, scanUnit, `select unit_id, body_id, name_kk, name_ru, name_en from unit order by unit_id`)
	if err != nil {
		return nil, err
	}
	topics, err := list(ctx, db.read, scanTopic, `select code, parent, danger, name_kk, name_ru, name_en, hint_kk, hint_ru, hint_en
		from topic order by sort, code`)
	if err != nil {
		return nil, err
	}
	return directory.New(places, bodies, units, topics)
}

func scanPlace(s scanner) (directory.Place, error) {
	var p directory.Place
	return p, s.Scan(&p.Code, &p.Parent, &p.Level, &p.Name.KK, &p.Name.RU, &p.Name.EN)
}

func scanBody(s scanner) (directory.Body, error) {
	var b directory.Body
	return b, s.Scan(&b.ID, &b.Code, &b.Kind, &b.Place, &b.Parent, &b.Higher, &b.Name.KK, &b.Name.RU, &b.Name.EN,
		&b.Short.KK, &b.Short.RU, &b.Short.EN, &b.From, &b.To)
}

func scanUnit(s scanner) (directory.Unit, error) {
	var u directory.Unit
	return u, s.Scan(&u.ID, &u.Body, &u.Name.KK, &u.Name.RU, &u.Name.EN)
}

func scanTopic(s scanner) (directory.Topic, error) {
	var t directory.Topic
	return t, s.Scan(&t.Code, &t.Parent, &t.Danger, &t.Name.KK, &t.Name.RU, &t.Name.EN, &t.Hint.KK, &t.Hint.RU, &t.Hint.EN)
}
