// Package work is what the clock and the queue drive: letters, terms counted
// anew after the calendar changed, terms that passed, and housekeeping.
//
// A handler decides nothing by itself. It changes a case only through
// appeal.Desk, as the machine, and may run twice for one job:
//
//   - a letter is written down before it is sent, and one that the mail
//     server took is not sent again;
//   - a term already counted is left alone;
//   - a lapse is written down once for each due day.
//
// An example:
//
//	w, err := work.New(work.Options{Desk: desk, Store: db, Rules: rules, Blobs: files, Catalog: catalog, Now: time.Now})
//	err = db.Work(ctx, w.Handlers(), log)
package work
