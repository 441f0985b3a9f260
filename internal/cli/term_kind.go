package cli

import (
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"

	"jauap/internal/fault"
	"jauap/internal/law"
)

// kind understands a code or, in any of the languages, a name.
func (r *rules) kind(s string) (law.Kind, error) {
	if _, ok := r.code.Kind(law.Kind(s)); ok {
		return law.Kind(s), nil
	}
	if r.names == nil {
		names, err := kindNames(r.code)
		if err != nil {
			return "", err
		}
		r.names = make(map[string]law.Kind, 2*len(names))
		for name, k := range names {
			r.names[strings.ToLower(name)], r.names[string(k)] = k, k
		}
	}
	if k, ok := r.names[strings.ToLower(strings.TrimSpace(s))]; ok {
		return k, nil
	}
	return "", fault.New(fault.Invalid, "law.unknown_kind", "kind", s)
}

// printKinds lists the codes of the kinds with their names.
func printKinds(e *env, code *law.Code) error {
	_, err := fmt.Fprintln(e.out, kindLines(e, code))
	return err
}

func kindLines(e *env, code *law.Code) string {
	var lines strings.Builder
	w := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
	for _, info := range code.Kinds() {
		fmt.Fprintf(w, "  %s\t%s\n", info.Kind, e.say.T(info.Kind.Key()))
	}
	_ = w.Flush() // a Builder takes everything
	return strings.TrimRight(lines.String(), "\n")
}

// withKinds lets the refusal of an unknown kind list those that are there.
func withKinds(err error, kind string, code *law.Code, e *env) error {
	var f *fault.Fault
	if !errors.As(err, &f) || f.Key != "law.unknown_kind" {
		return err
	}
	return fault.New(fault.Invalid, "cli.term_unknown_kind", "kind", kind, "list", kindLines(e, code)).Because(err)
}
