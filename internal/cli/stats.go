package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"jauap/internal/directory"
	"jauap/internal/law"
	"jauap/internal/store"
)

// statsCommand counts what the installation holds.
type statsCommand struct {
	databaseFlags
	JSON bool `name:"json" help:"stats_json"`
}

// statsBy are the ways of counting in the order they are told.
var statsBy = []string{"state", "kind", "topic", "body", "language", "source"}

// Run prints the counts.
func (c *statsCommand) Run(e *env) error {
	ctx := context.Background()
	db, err := c.openCounts(ctx)
	if err != nil {
		return err
	}
	defer db.Close()
	dir, err := db.Directory(ctx)
	if err != nil {
		return err
	}
	counted, err := db.Stats(ctx)
	if err != nil {
		return err
	}
	t := statsTable{e: e, dir: dir, counted: counted}
	if c.JSON {
		return t.printJSON()
	}
	return t.print()
}

// A statsTable puts names to the counts.
type statsTable struct {
	e       *env
	dir     *directory.Directory
	counted store.Stats
}

// name is a value in the reader's words; a value that has no name any more
// is shown as it is.
func (t statsTable) name(by, value string) string {
	say := t.e.say
	if value == "" {
		return say.T("cli.stats_none")
	}
	switch by {
	case "state":
		return say.T("appeal.state." + value)
	case "kind":
		return say.T(law.Kind(value).Key())
	case "language":
		return say.T("cli.stats_language_" + value)
	case "source":
		return say.T("appeal.source." + value)
	case "body":
		return t.bodyName(value)
	}
	if topic, ok := t.dir.Topic(directory.TopicCode(value)); ok {
		return topic.Name.In(say.Lang())
	}
	return value
}

func (t statsTable) bodyName(value string) string {
	id, err := strconv.ParseInt(value, 10, 64)
	if err == nil && id == 0 {
		return t.e.say.T("cli.stats_no_body")
	}
	if body, ok := t.dir.Body(directory.BodyID(id)); err == nil && ok {
		return body.Short.In(t.e.say.Lang())
	}
	return value
}

func (t statsTable) print() error {
	var out bytes.Buffer
	rows := [][2]string{
		{t.e.say.T("cli.stats_total"), t.e.say.Number(t.counted.Total)},
		{t.e.say.T("cli.stats_breaches"), t.e.say.Number(t.counted.Breaches)},
	}
	width := len(rows)
	for _, by := range statsBy {
		for _, c := range t.counted.By[by] {
			rows = append(rows, [2]string{"  " + t.name(by, c.Value), t.e.say.Number(c.N)})
		}
	}
	names, numbers := columnWidths(rows)
	line := func(row [2]string) {
		fmt.Fprintf(&out, "%s%s  %s%s\n", row[0], blanks(names, row[0]), blanks(numbers, row[1]), row[1])
	}
	for _, row := range rows[:width] {
		line(row)
	}
	rest := rows[width:]
	for _, by := range statsBy {
		n := len(t.counted.By[by])
		if n == 0 {
			continue
		}
		fmt.Fprintf(&out, "\n%s\n", t.e.say.T("cli.stats_by_"+by))
		for _, row := range rest[:n] {
			line(row)
		}
		rest = rest[n:]
	}
	_, err := out.WriteTo(t.e.out)
	return err
}

func columnWidths(rows [][2]string) (names, numbers int) {
	for _, r := range rows {
		names, numbers = max(names, utf8.RuneCountInString(r[0])), max(numbers, utf8.RuneCountInString(r[1]))
	}
	return names, numbers
}

func blanks(width int, s string) string {
	return strings.Repeat(" ", width-utf8.RuneCountInString(s))
}

// A statsCount is one line of the JSON.
type statsCount struct {
	Value string `json:"value"`
	Name  string `json:"name"`
	N     int64  `json:"n"`
}

func (t statsTable) printJSON() error {
	by := make(map[string][]statsCount, len(statsBy))
	for _, name := range statsBy {
		by[name] = []statsCount{}
		for _, c := range t.counted.By[name] {
			by[name] = append(by[name], statsCount{c.Value, t.name(name, c.Value), c.N})
		}
	}
	out := json.NewEncoder(t.e.out)
	out.SetEscapeHTML(false)
	return out.Encode(map[string]any{"total": t.counted.Total, "breaches": t.counted.Breaches, "by": by})
}
