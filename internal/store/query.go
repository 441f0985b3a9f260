package store

import (
	"strconv"
	"strings"

	"jauap/internal/account"
)

// A query is grown piece by piece; arguments are numbered as they come.
type query struct {
	b    strings.Builder
	args []any
}

func newQuery(start string) *query {
	q := &query{}
	q.b.WriteString(start)
	return q
}

// add writes SQL text as it is.
func (q *query) add(sql string) *query {
	q.b.WriteString(sql)
	return q
}

// arg writes a placeholder and keeps its value.
func (q *query) arg(v any) *query {
	q.args = append(q.args, v)
	q.b.WriteString("$" + strconv.Itoa(len(q.args)))
	return q
}

// in writes a list of placeholders.
func in[T any](q *query, values []T) *query {
	q.add("(")
	for i, v := range values {
		if i > 0 {
			q.add(", ")
		}
		q.arg(v)
	}
	return q.add(")")
}

// and narrows the query, whose table of appeals is called a, to a scope. It
// is the same rule as account.Scope.Sees; the zero scope finds nothing.
func (q *query) and(s account.Scope) {
	if s.All() {
		return
	}
	var parts []func()
	if bodies := s.Bodies(); len(bodies) > 0 {
		parts = append(parts, func() { q.add("a.body_id in "); in(q, bodies) })
	}
	if e := s.Executor(); e != 0 {
		parts = append(parts, func() {
			in(q.add("(a.executor_id = ").arg(int64(e)).add(" and a.body_id in "), s.Desks()).add(")")
		})
	}
	if id := s.Appeal(); id != 0 {
		parts = append(parts, func() { q.add("a.appeal_id = ").arg(id) })
	}
	if len(parts) == 0 {
		q.add(" and false")
		return
	}
	q.add(" and (")
	for i, p := range parts {
		if i > 0 {
			q.add(" or ")
		}
		p()
	}
	q.add(")")
}

func (q *query) sql() string { return q.b.String() }
