package appeal

// A NoticeState tells how far a letter to the applicant got.
type NoticeState string

// The states of a letter.
const (
	NoticeDue    NoticeState = "due"    // written down, being sent
	NoticeSent   NoticeState = "sent"   // the mail server took it
	NoticeFailed NoticeState = "failed" // it did not take it
	NoticeHeld   NoticeState = "held"   // there is no mail server, so nobody tries
)
