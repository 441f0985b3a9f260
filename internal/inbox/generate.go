package inbox

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"jauap/internal/calendar"
)

// A generated is one fictional row.
type generated struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Lang     string `json:"lang"`
	Received string `json:"received,omitempty"`
	Topic    string `json:"topic,omitempty"`
	Place    string `json:"place,omitempty"`
	Name     string `json:"name,omitempty"`
	Category string `json:"category"`
}

// generatedYear is the year that all generated appeals come from, so that
// a file does not depend on the day it is made.
const generatedYear = 2025

// Generate writes rows of fictional appeals as JSONL, for trials: Kazakh,
// Russian and both in one text, most with a day, some without. The same seed
// gives the same rows.
func Generate(w io.Writer, rows int, seed uint64) error {
	out := bufio.NewWriterSize(w, 256<<10)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	g := author{rand.New(rand.NewPCG(seed, generatedYear))}
	for n := 1; n <= rows; n++ {
		if err := lines.Encode(g.write(seed, n)); err != nil {
			return err
		}
	}
	return out.Flush()
}

// An author writes rows.
type author struct{ *rand.Rand }

func (g author) write(seed uint64, n int) generated {
	s := stories[g.IntN(len(stories))]
	r := generated{ID: fmt.Sprintf("%d-%d", seed, n), Category: s.category}
	switch g.IntN(10) {
	case 0:
		r.Lang, r.Text = "kk", g.tell(s.kk, kazakh)+" "+g.tell(s.ru, russian)
	case 1, 2, 3, 4, 5:
		r.Lang, r.Text = "kk", g.tell(s.kk, kazakh)
	default:
		r.Lang, r.Text = "ru", g.tell(s.ru, russian)
	}
	if g.IntN(5) > 0 {
		r.Received = g.moment().Format("2006-01-02T15:04:05-07:00")
	}
	if g.IntN(2) == 0 {
		r.Topic = s.topic
	}
	if g.IntN(3) > 0 {
		r.Place = places[g.IntN(len(places))]
	}
	if g.IntN(3) == 0 {
		r.Name = people[g.IntN(len(people))]
	}
	return r
}

// tell fills a story with a street, a house and a number of days.
func (g author) tell(story string, w words) string {
	text := strings.NewReplacer(
		"{street}", w.streets[g.IntN(len(w.streets))],
		"{house}", fmt.Sprint(1+g.IntN(180)),
		"{days}", fmt.Sprint(5+g.IntN(16)), // all take one plural form
	).Replace(story)
	return w.greet[g.IntN(len(w.greet))] + " " + text + " " + w.effects[g.IntN(len(w.effects))] + " " + w.asks[g.IntN(len(w.asks))]
}

func (g author) moment() time.Time {
	day := calendar.Date(generatedYear, time.January, 1).Add(g.IntN(365))
	return day.Start().Add(time.Duration(g.IntN(24*60*60)) * time.Second)
}
