package i18n

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"time"

	"golang.org/x/text/feature/plural"

	"jauap/internal/calendar"
	"jauap/internal/fault"
)

// A Printer writes in one language. It is a small value, safe for many at
// once; the zero Printer prints keys.
type Printer struct {
	lang  Lang
	table map[string]*message
}

// Lang tells the printer's language.
func (p Printer) Lang() Lang { return p.lang }

// T gives the sentence of a key. Arguments come in pairs, name before value:
// T("web.found", "n", 3). Days, times and Texts are printed in the language;
// {n} is grouped and chooses the plural form; another integer is grouped from
// 10 000 on, so that years stay whole. An unknown key prints itself and a
// missing argument its name in braces, so that a reader can report it.
func (p Printer) T(key string, args ...any) string {
	m := p.table[key]
	if m == nil {
		return key
	}
	t := m.forms[plural.Other]
	if m.counts {
		t = m.forms[p.form(find(args, "n"))]
	}
	if len(t) == 1 && t[0].arg == "" {
		return t[0].text
	}
	out := make([]byte, 0, 128)
	for _, s := range t {
		if s.arg == "" {
			out = append(out, s.text...)
			continue
		}
		out = p.appendArg(out, s.arg, find(args, s.arg))
	}
	return string(out)
}

// Fault gives the sentence of the first fault in err's tree. An error without
// a fault is ours, and says so without detail. Of nil there is nothing to say.
func (p Printer) Fault(err error) string {
	if err == nil {
		return ""
	}
	var f *fault.Fault
	if !errors.As(err, &f) {
		return p.T("i18n.internal")
	}
	args := make([]any, 0, 2*len(f.Args))
	for name, value := range f.Args {
		args = append(args, name, value)
	}
	return p.T(f.Key, args...)
}

// form chooses the plural form for a count. What is not a whole number takes
// "other", which is the form of fractions.
func (p Printer) form(n any) plural.Form {
	i, ok := integer(n)
	if !ok {
		return plural.Other
	}
	if i < 0 {
		i = -i
	}
	// The rules look at the last digits only, and take ten million at most.
	last := int(i % 1_000_000)
	if i > 1_000_000 {
		last += 1_000_000
	}
	return plural.Cardinal.MatchPlural(p.lang.tag(), last, 0, 0, 0, 0)
}

func (p Printer) appendArg(out []byte, name string, value any) []byte {
	switch v := value.(type) {
	case nil:
		return append(append(append(out, '{'), name...), '}')
	case string:
		return append(out, v...)
	case Text:
		return append(out, v.In(p.lang)...)
	case calendar.Day:
		return append(out, p.Day(v)...)
	case time.Time:
		return append(out, p.Time(v)...)
	case fmt.Stringer:
		return append(out, v.String()...)
	}
	if n, ok := integer(value); ok {
		if name != "n" && n > -10_000 && n < 10_000 {
			return strconv.AppendInt(out, n, 10)
		}
		return append(out, p.Number(n)...)
	}
	return fmt.Append(out, value)
}

// find looks an argument up in pairs of name and value.
func find(args []any, name string) any {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1]
		}
	}
	return nil
}

// integer reads whole numbers of every type, named ones too.
func integer(v any) (int64, bool) {
	switch n := v.(type) {
	case int:
		return int64(n), true
	case int64:
		return n, true
	}
	switch r := reflect.ValueOf(v); {
	case !r.IsValid():
		return 0, false
	case r.CanInt():
		return r.Int(), true
	case r.CanUint():
		return int64(r.Uint()), true
	}
	return 0, false
}
