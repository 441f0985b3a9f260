package jobs

import (
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Notify writes the applicant a letter about one event.
type Notify struct {
	Appeal int64 `json:"appeal"`
	Seq    int64 `json:"seq"`
}

// Kind names the job in the queue.
func (Notify) Kind() string { return "notify" }

// Recount counts open terms anew after the calendar changed.
type Recount struct {
	Version int64  `json:"version"` // instant of the change, so that each change is its own job
	Day     string `json:"day"`     // the day that changed
}

// Kind names the job in the queue.
func (Recount) Kind() string { return "recount" }

// Lapse writes down the terms that passed without an answer.
type Lapse struct{}

// Kind names the job in the queue.
func (Lapse) Kind() string { return "lapse" }

// InsertOpts lets only one stand in the queue.
func (Lapse) InsertOpts() river.InsertOpts { return oneAtATime() }

// Compact adds roll-up deltas up.
type Compact struct{}

// Kind names the job in the queue.
func (Compact) Kind() string { return "compact" }

// InsertOpts lets only one stand in the queue.
func (Compact) InsertOpts() river.InsertOpts { return oneAtATime() }

// Sweep removes what nobody needs any more: ended sessions, files of forms
// that were never sent.
type Sweep struct{}

// Kind names the job in the queue.
func (Sweep) Kind() string { return "sweep" }

// InsertOpts lets only one stand in the queue.
func (Sweep) InsertOpts() river.InsertOpts { return oneAtATime() }

// oneAtATime: while a chore of the clock waits or runs, a second of its kind
// is not put beside it. A chore that fails is tried again shortly; after that
// the clock's next one does what is left.
func oneAtATime() river.InsertOpts {
	return river.InsertOpts{
		MaxAttempts: 3,
		UniqueOpts: river.UniqueOpts{ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
			rivertype.JobStateRetryable, rivertype.JobStateScheduled,
		}},
	}
}
