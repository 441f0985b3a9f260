package cli

import "jauap/internal/notify"

// mailFlags name the mail server. Without one no letters are sent.
type mailFlags struct {
	SMTPHost     string `name:"smtp-host" help:"smtp_host" placeholder:"HOST"`
	SMTPPort     int    `name:"smtp-port" help:"smtp_port" placeholder:"PORT"`
	SMTPFrom     string `name:"smtp-from" help:"smtp_from" placeholder:"ADDRESS"`
	SMTPTLS      string `name:"smtp-tls" help:"smtp_tls" default:"starttls" placeholder:"MODE"`
	SMTPUser     string `name:"smtp-user" help:"smtp_user" placeholder:"USER"`
	SMTPPassword string `name:"smtp-password" help:"smtp_password" hidden:""` // JAUAP_SMTP_PASSWORD only: a flag would show in ps
}

// mailer is nil when no mail server is named.
func (f mailFlags) mailer() (*notify.Mailer, error) {
	if f.SMTPHost == "" {
		return nil, nil
	}
	m, err := notify.New(notify.Options{
		Host: f.SMTPHost, Port: f.SMTPPort, From: f.SMTPFrom, TLS: f.SMTPTLS, User: f.SMTPUser, Password: f.SMTPPassword,
	})
	if err != nil {
		return nil, wrongUsage{err}
	}
	return m, nil
}
