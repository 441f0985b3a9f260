// Package notify writes letters to applicants and sends them.
//
// A letter tells that something happened to an appeal and where to read
// about it. It carries the number and the days, never the text of the appeal
// or of the answer and never the code: letters travel through strange hands.
// It is written in the language the applicant reads.
//
//	letter, ok := notify.Write(catalog.In(i18n.KK), notify.Story{Case: c, Seq: 3, Directory: dir})
//	err := mailer.Send(ctx, notify.Envelope{To: "…", ID: "12.3"}, letter)
//
// Which acts are told of is decided in the room appeal (Act.Told); that a
// person is told once is the business of the room work.
package notify
