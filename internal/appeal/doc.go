// Package appeal decides what may happen to an appeal.
//
// An appeal (жолданым) is taken in whatever it says and whoever sends it;
// from then on the law runs. Each thing that happens is an Event with the
// edition, the article and the due day that were decided at that moment; the
// Appeal is the sum of its events. A decision is a pure function: it takes
// the appeal, the order, the rules and the time, and returns a Change, which
// the store makes true in one transaction or not at all.
//
//	                 ┌──────────── route ───────────┐
//	submit           │                              ▼
//	──► submitted ─ register ─► registered        routed ──── assign ──► assigned ─ answer ─► answered ─ rate
//	        └─── register to a body ───────────────▲ │  ▲                  │  │                  ▲
//	                                               │ redirect ─► redirected┘  │                  │
//	                                               └──────────── (head) ──────┴── answer ────────┘
//	any open state ─ withdraw ─► withdrawn          with a body ─ terminate ─► terminated
//
// Who may do what in which state is one table (table.go), from which pages,
// rules, documents and the test of permissions are made.
//
// Invariants: acceptance is never refused (art. 64(2)): there is no such
// act. What the law forbids cannot be expressed; what is merely late is done,
// marked as a breach with its article, and counted. No function here reads a
// clock, a database or a catalog of sentences.
//
//	c, err := rules.Submit(draft, who, now)     // Change: number, term, events
//	a, err := store.CommitAppeal(ctx, c)        // fact
//	c, err = rules.Decide(a, Order{Act: ActAssign, Executor: 7}, who, now)
package appeal
