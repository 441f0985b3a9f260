package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"jauap/internal/directory"
	"jauap/internal/fault"
)

// inside runs do over the open database, until it ends or is interrupted.
func (f databaseFlags) inside(do func(context.Context, *house) error) error {
	return f.insideAs(existing, do)
}

func (f databaseFlags) insideAs(how opening, do func(context.Context, *house) error) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	h, err := f.enter(ctx, how)
	if err != nil {
		return err
	}
	defer h.db.Close()
	return do(ctx, h)
}

// tell prints one sentence.
func (e *env) tell(key string, args ...any) { fmt.Fprintln(e.out, e.say.T(key, args...)) }

// fewBodies is how many bodies a refusal offers to choose from.
const fewBodies = 8

// findBody finds the one body of a code or a name. Where there is none or
// are several, the fault offers those that come near.
func findBody(e *env, dir *directory.Directory, text string) (directory.Body, error) {
	if strings.TrimSpace(text) == "" {
		return directory.Body{}, fault.New(fault.Invalid, "operator.body_needed")
	}
	if len(dir.Bodies(e.say.Lang())) == 0 {
		return directory.Body{}, fault.New(fault.NotFound, "operator.directory_empty")
	}
	found := dir.FindBody(text)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		near := nearBodies(dir, text)
		if len(near) == 0 {
			return directory.Body{}, fault.New(fault.NotFound, "operator.body_unknown", "text", text)
		}
		return directory.Body{}, fault.New(fault.NotFound, "operator.body_near", "text", text, "list", bodyLines(e, dir, near))
	}
	return directory.Body{}, fault.New(fault.Invalid, "operator.body_many", "text", text, "list", bodyLines(e, dir, found))
}

// nearBodies are those that a word of the text finds, the words with the
// fewest finds first: "Алматы әкімият" offers the akimat of Almaty, not all.
func nearBodies(dir *directory.Directory, text string) []directory.Body {
	var finds [][]directory.Body
	for _, word := range strings.Fields(text) {
		finds = append(finds, byBeginning(dir, word))
	}
	slices.SortStableFunc(finds, func(a, b []directory.Body) int { return len(a) - len(b) })
	var near []directory.Body
	for _, found := range finds {
		for _, b := range found {
			if !slices.ContainsFunc(near, func(n directory.Body) bool { return n.ID == b.ID }) {
				near = append(near, b)
			}
		}
	}
	return near
}

// byBeginning tries a word without its last letters, down to four.
func byBeginning(dir *directory.Directory, word string) []directory.Body {
	letters := []rune(word)
	for n := len(letters); n >= 4; n-- {
		if found := dir.FindBody(string(letters[:n])); len(found) > 0 {
			return found
		}
	}
	return nil
}

func bodyLines(e *env, dir *directory.Directory, list []directory.Body) string {
	var b strings.Builder
	for i, body := range list {
		if i == fewBodies {
			b.WriteString("\n  …")
			break
		}
		fmt.Fprintf(&b, "\n  %s  %s", body.Code, dir.BodyTitle(body.ID).In(e.say.Lang()))
	}
	return b.String()
}
