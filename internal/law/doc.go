// Package law tells what the statutes say about an appeal: its kinds, when it
// is registered, how long it may take, who may end it and on what ground.
//
// Every number stands beside its article in editions/*.json, one file an
// edition of the law; nothing here is written in Go but the ways of counting.
// The rooms above keep the edition and the article of each decision with it,
// so a new edition never changes what was decided under an old one.
//
// The words. A Kind is what a person asks for; a Procedure is how it is
// handled (ordinary, simplified, complaint). An Edition is the law at a time:
// kz-2021 and kz-2026 are chosen by the day of registration, product-2022,
// the counting of the national system of 2022, only by name. A Term becomes a
// Due day on a calendar. A Limit is any other time the law sets: to redirect,
// to notify, to complain. A Doubt names what the text we read does not settle;
// whatever has one is Unsure and wants an operator's word.
//
// What always holds: registration is never refused and a term is never
// suspended, so neither can be said here; every kind has a term in every
// edition; a kind or edition that is not in the data is an error.
//
//	on := code.Registration(received, e, cal).On
//	due, err := code.Due("complaint", e, on, cal) // due.On, due.Basis, due.Skipped
package law
