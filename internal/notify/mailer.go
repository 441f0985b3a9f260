package notify

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"time"

	"github.com/wneessen/go-mail"

	"jauap/internal/fault"
)

// How a connection to the mail server is protected.
const (
	StartTLS = "starttls" // begins in the clear and must turn to TLS
	TLS      = "tls"      // TLS from the first byte
	NoTLS    = "none"     // in the clear, for a server on the same machine
)

// Options of a mailer. Host and From are required.
type Options struct {
	Host     string
	Port     int    // 0: 587 for starttls, 465 for tls, 25 for none
	From     string // "Әкімдік <noreply@example.kz>"
	TLS      string // "" is StartTLS
	User     string // "": the server asks nobody who they are
	Password string
	Timeout  time.Duration // of one letter; 0: 30 seconds
}

// A Mailer hands letters to a mail server, one connection a letter. It may
// be used by many at once.
type Mailer struct {
	from    *netmail.Address
	host    string
	options []mail.Option
}

// New checks the options; it does not call the server.
func New(o Options) (*Mailer, error) {
	if o.Host == "" {
		return nil, fault.New(fault.Invalid, "notify.no_host")
	}
	from, err := netmail.ParseAddress(o.From)
	if err != nil {
		return nil, fault.New(fault.Invalid, "notify.bad_from", "text", o.From).Because(err)
	}
	options, err := o.client()
	if err != nil {
		return nil, err
	}
	if _, err := mail.NewClient(o.Host, options...); err != nil {
		return nil, fault.New(fault.Invalid, "notify.bad_server", "host", o.Host).Because(err)
	}
	return &Mailer{from: from, host: o.Host, options: options}, nil
}

func (o Options) client() ([]mail.Option, error) {
	policies := map[string]struct {
		port    int
		options []mail.Option
	}{
		"":       {587, []mail.Option{mail.WithTLSPolicy(mail.TLSMandatory)}},
		StartTLS: {587, []mail.Option{mail.WithTLSPolicy(mail.TLSMandatory)}},
		TLS:      {465, []mail.Option{mail.WithSSL()}},
		NoTLS:    {25, []mail.Option{mail.WithTLSPolicy(mail.NoTLS)}},
	}
	policy, ok := policies[o.TLS]
	if !ok {
		return nil, fault.New(fault.Invalid, "notify.bad_tls", "text", o.TLS)
	}
	if o.Port == 0 {
		o.Port = policy.port
	}
	if o.Timeout == 0 {
		o.Timeout = 30 * time.Second
	}
	list := append(policy.options, mail.WithPort(o.Port), mail.WithTimeout(o.Timeout))
	if o.User != "" {
		list = append(list, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(o.User), mail.WithPassword(o.Password))
	}
	return list, nil
}

// An Envelope is what a mail server must know. ID is the same for each try
// of one letter, so that a letter sent twice is seen to be one; it holds
// neither blanks nor "@".
type Envelope struct {
	To       string
	ID       string
	At       time.Time
	Language string // kk, ru, en
}

// Send hands a letter to the server. An Invalid fault means that the mailbox
// does not exist and trying again is useless; Unavailable, that the server
// could not be reached or refused. Neither tells the address.
func (m *Mailer) Send(ctx context.Context, e Envelope, l Letter) error {
	msg, err := m.message(e, l)
	if err != nil {
		return err
	}
	client, err := mail.NewClient(m.host, m.options...)
	if err != nil {
		return fmt.Errorf("mail server %s: %w", m.host, err)
	}
	return refusal(client.DialAndSendWithContext(ctx, msg))
}

func (m *Mailer) message(e Envelope, l Letter) (*mail.Msg, error) {
	to, err := netmail.ParseAddress(e.To)
	if err != nil {
		return nil, fault.New(fault.Invalid, "notify.no_mailbox") // the cause would name the address
	}
	msg := mail.NewMsg(mail.WithEncoding(mail.EncodingB64))
	msg.FromMailAddress(m.from)
	msg.ToMailAddress(to)
	msg.Subject(l.Subject)
	msg.SetDateWithValue(e.At)
	msg.SetMessageIDWithValue(e.ID + "@" + m.domain())
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no absence notes, please
	if e.Language != "" {
		msg.SetGenHeader("Content-Language", e.Language)
	}
	msg.SetBodyString(mail.TypeTextPlain, l.Body)
	return msg, nil
}

// domain is that of the sender's address.
func (m *Mailer) domain() string {
	for i := len(m.from.Address) - 1; i >= 0; i-- {
		if m.from.Address[i] == '@' {
			return m.from.Address[i+1:]
		}
	}
	return m.host
}

// refusal keeps of an error what may stand in a log: servers like to repeat
// the address they refuse.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	var s *mail.SendError
	if !errors.As(err, &s) {
		return fault.New(fault.Unavailable, "notify.not_sent").Because(err)
	}
	cause := fmt.Errorf("%s, code %d %s", s.Reason, s.ErrorCode(), s.EnhancedStatusCode())
	if s.Reason == mail.ErrSMTPRcptTo && !s.IsTemp() {
		return fault.New(fault.Invalid, "notify.no_mailbox").Because(cause)
	}
	return fault.New(fault.Unavailable, "notify.not_sent").Because(cause)
}
