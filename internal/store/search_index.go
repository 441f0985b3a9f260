package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/directory"
)

// A searchRow is an appeal in the index of words: the stems of its masked
// text, and facets by which a body's own appeals are cut out first. The
// facets only make it fast; what may be seen is still asked of the row.
type searchRow struct {
	id     int64
	words  []string
	facets string
}

// facets are index words of the marks that a search is narrowed by.
func facets(a appeal.Appeal) string {
	f := []string{
		bodyFacet(a.Body), openFacet(a.State.Open()), facet("s", string(a.State)),
		facet("k", string(a.Kind)), facet("t", string(a.Topic)),
	}
	if a.Executor != 0 {
		f = append(f, executorFacet(a.Executor))
	}
	return strings.Join(f, " ")
}

// facet makes one index word of a mark: letters and digits only, so that
// both databases take it for one word.
func facet(mark, value string) string {
	return "z" + mark + hex.EncodeToString([]byte(value)) + "z"
}

func openFacet(open bool) string { return facet("o", strconv.FormatBool(open)) }

func bodyFacet(b directory.BodyID) string    { return fmt.Sprintf("zb%dz", b) }
func executorFacet(e account.StaffID) string { return fmt.Sprintf("ze%dz", e) }

// facetsOf are the groups of facets that a find must match: what the filter
// asks and what the scope allows.
func facetsOf(f appeal.Filter, s account.Scope) [][]string {
	groups := [][]string{{openFacet(!f.Done)}}
	one := func(wanted bool, facet string) {
		if wanted {
			groups = append(groups, []string{facet})
		}
	}
	one(f.Kind != "", facet("k", string(f.Kind)))
	one(f.Topic != "", facet("t", string(f.Topic)))
	one(f.Executor != 0, executorFacet(f.Executor))
	if f.Body != nil {
		one(true, bodyFacet(*f.Body))
	}
	if len(f.States) > 0 {
		groups = append(groups, stateFacets(f.States))
	}
	if of := scopeFacets(s); len(of) > 0 {
		groups = append(groups, of)
	}
	return groups
}

func stateFacets(states []appeal.State) (list []string) {
	for _, s := range states {
		list = append(list, facet("s", string(s)))
	}
	return list
}

func scopeFacets(s account.Scope) (list []string) {
	for _, b := range s.Bodies() {
		list = append(list, bodyFacet(b))
	}
	if e := s.Executor(); e != 0 {
		list = append(list, executorFacet(e))
	}
	return list
}

// index adds new appeals to the index of words.
func (d dialect) index(list []searchRow) []statement {
	if len(list) > 0 && d.postgres {
		return []statement{pgIndex(list)}
	}
	out := make([]statement, len(list))
	for i, r := range list {
		out[i] = statement{`insert into appeal_search (rowid, words, facets) values ($1, $2, $3)`,
			[]any{r.id, strings.Join(r.words, " "), r.facets}}
	}
	return out
}

func pgIndex(list []searchRow) statement {
	ids, docs := make([]int64, len(list)), make([]string, len(list))
	for i, r := range list {
		ids[i], docs[i] = r.id, strings.TrimSpace(r.facets+" "+strings.Join(r.words, " "))
	}
	return statement{`insert into appeal_search (appeal_id, doc) select id, array_to_tsvector(string_to_array(doc, ' '))
		from unnest($1::bigint[], $2::text[]) as d (id, doc)`, []any{ids, docs}}
}

// refacet moves an appeal to other facets.
func (d dialect) refacet(ctx context.Context, t *tx, id int64, before, after string) error {
	var err error
	if d.postgres {
		_, err = t.ExecContext(ctx, `update appeal_search set doc = ts_delete(doc, $2::text[]) || array_to_tsvector($3::text[])
			where appeal_id = $1`, id, strings.Fields(before), strings.Fields(after))
	} else {
		_, err = t.ExecContext(ctx, `update appeal_search set facets = $2 where rowid = $1`, id, after)
	}
	if err != nil {
		return fmt.Errorf("index appeal %d: %w", id, explain(err))
	}
	return nil
}

// looked is how many of the newest matches a search takes from the index: a
// word that stands in every appeal must not read them all. The facets have
// cut out what the filter asks, all but the due day.
func looked(f appeal.Filter) int {
	if f.DueBefore != 0 {
		return 40 * f.Size
	}
	return 2 * (f.Size + 1)
}

// matching begins with the newest matches in the index: of each group of
// words one must occur. They are crossed with the appeals, because SQLite
// keeps the order of a cross join: joined otherwise, it walks the appeals of
// the body and asks the list about each.
func (d dialect) matching(q *query, f appeal.Filter, scope account.Scope) {
	facets, id := facetsOf(f, scope), "rowid"
	if d.postgres {
		id = "appeal_id"
		q.add(`(select appeal_id from appeal_search where doc @@ `).arg(tsquery(f.Words, facets)).add(`::tsquery`)
	} else {
		q.add(`(select rowid as appeal_id from appeal_search where appeal_search match `).arg(ftsQuery(f.Words, facets))
	}
	before(q, f, id)
	q.add(` order by ` + id + ` desc limit `).arg(looked(f)).add(`) s cross join `)
}

// before goes on after the last line of the page before.
func before(q *query, f appeal.Filter, column string) {
	if f.After != nil {
		q.add(` and ` + column + ` < `).arg(int64(f.After.ID))
	}
}

// tsquery: ('w1' | 'w2') & ('f1' | 'f2').
func tsquery(words [][]string, facets [][]string) string {
	return allOf(words, facets, "'", " | ", " & ", "", "")
}

// ftsQuery: words : ("w1" OR "w2") AND facets : ("f1" OR "f2").
func ftsQuery(words [][]string, facets [][]string) string {
	return allOf(words, facets, `"`, " OR ", " AND ", "words : ", "facets : ")
}

func allOf(words, facets [][]string, quote, or, and, inWords, inFacets string) string {
	var parts []string
	group := func(column string, list []string) {
		if len(list) > 0 {
			parts = append(parts, column+"("+strings.Join(quoteAll(list, quote), or)+")")
		}
	}
	for _, g := range words {
		group(inWords, g)
	}
	for _, g := range facets {
		group(inFacets, g)
	}
	return strings.Join(parts, and)
}

// quoteAll quotes words for either query language; a backslash, which
// PostgreSQL would take for an escape, is no part of any word.
func quoteAll(words []string, quote string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = quote + strings.ReplaceAll(strings.ReplaceAll(w, `\`, ""), quote, quote+quote) + quote
	}
	return out
}
