package work

import (
	"context"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/i18n"
	"jauap/internal/notify"
)

// A postOffice is a mail server in this process.
type postOffice struct {
	port    int
	mu      sync.Mutex
	refuse  *smtp.SMTPError // of every recipient
	letters []string        // as they came over the wire
}

func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return session{p}, nil }

func (p *postOffice) got() []string { p.mu.Lock(); defer p.mu.Unlock(); return p.letters }

func (p *postOffice) setRefuse(e *smtp.SMTPError) { p.mu.Lock(); defer p.mu.Unlock(); p.refuse = e }

type session struct{ p *postOffice }

func (session) Reset()                               {}
func (session) Logout() error                        { return nil }
func (session) Mail(string, *smtp.MailOptions) error { return nil }
func (s session) Rcpt(string, *smtp.RcptOptions) error {
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	if s.p.refuse != nil {
		return s.p.refuse
	}
	return nil
}
func (s session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	s.p.mu.Lock()
	defer s.p.mu.Unlock()
	s.p.letters = append(s.p.letters, string(b))
	return err
}

func openPostOffice(t *testing.T) *postOffice {
	t.Helper()
	p := &postOffice{}
	server := smtp.NewServer(p)
	server.Domain = "localhost"
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.port = l.Addr().(*net.TCPAddr).Port
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return p
}

func (p *postOffice) mailer(t *testing.T) *notify.Mailer {
	t.Helper()
	m, err := notify.New(notify.Options{Host: "127.0.0.1", Port: p.port, TLS: notify.NoTLS, From: "Сынақ <noreply@example.kz>", Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// working gives the handlers of a world and its stored files.
func working(t *testing.T, w *dbtest.World, m *notify.Mailer) (*Work, *blob.Store) {
	t.Helper()
	files, err := blob.New(blob.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	all, err := New(Options{
		Desk: w.Desk, Store: w.DB, Blobs: files, Catalog: catalog, Mailer: m, Now: w.Clock.Now,
		PublicURL: "https://jauap.example.kz",
		Rules:     func(context.Context) (appeal.Rules, error) { return w.Rules, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, files
}
