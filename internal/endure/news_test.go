package endure

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// jobsOf reads the jobs that tell applicants of events.
func (p place) jobsOf(t *testing.T) map[[2]int64]int {
	t.Helper()
	args := "args::text"
	if strings.HasPrefix(p.db, "sqlite:") {
		args = "json(args)"
	}
	rows, err := p.records(t).QueryContext(context.Background(), `select `+args+` from river_job where kind = 'notify'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	jobs := map[[2]int64]int{}
	for rows.Next() {
		var text string
		var j struct{ Appeal, Seq int64 }
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal([]byte(text), &j); err != nil {
			t.Fatal(err)
		}
		jobs[[2]int64{j.Appeal, j.Seq}]++
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return jobs
}

// newsOf complains unless the queue has exactly one job for the receipt of
// each letter that left an address, and none twice.
func newsOf(t *testing.T, p place, letters []*letter) {
	t.Helper()
	want, have := 0, 0
	for _, l := range letters {
		if l.email != "" {
			want++
		}
	}
	for job, times := range p.jobsOf(t) {
		if times != 1 {
			t.Errorf("the news of event %d of appeal %d is in the queue %d times", job[1], job[0], times)
		}
		if job[1] == 1 {
			have++
		}
	}
	if have != want {
		t.Errorf("%d people left an address, %d are told that their letter came", want, have)
	}
}

// newestDone waits until the queue has done its newest job: it goes on. One
// that was running when the program died is tried again a quarter of an hour
// later, and nobody waits here for that.
func newestDone(t *testing.T, p place) {
	t.Helper()
	db := p.records(t)
	const query = `select count(*) from river_job where kind = 'notify' and state <> 'completed'
		and id = (select max(id) from river_job where kind = 'notify')`
	for end := time.Now().Add(time.Minute); count(t, db, query) != 0; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the queue does not go on")
		}
	}
}
