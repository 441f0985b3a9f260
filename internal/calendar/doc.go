// Package calendar knows days: which are worked in Kazakhstan, which are not
// and why, and what day it is in Almaty.
//
// A Day is a date without an hour; an instant becomes a Day in one zone,
// Asia/Almaty, and only here. A Calendar is a table of exceptions from the
// five-day week (holidays, holidays moved from a weekend, weekend days worked
// by order of the Labour ministry). The table is text in tables/, one line a
// day. It never changes after it is made: an operator's changes come as
// Exceptions and make another Calendar.
//
// The words. A day is worked or off. A Skip is a day off with its reason, and
// with the day it was moved from. A day is known when a table was issued for
// it; elsewhere only weekends are off. A known day may be provisional: the
// holidays of its year are law already, the orders moving days are not issued.
//
//	cal, err := calendar.Kazakhstan()
//	cal.AddWorking(calendar.Date(2026, time.March, 20), 3) // 2026-03-30, after Nauryz
package calendar
