package cli

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"jauap/internal/blob"
	"jauap/internal/fault"
	"jauap/internal/httpd"
	"jauap/internal/i18n"
	"jauap/internal/jobs"
	"jauap/internal/web"
	"jauap/internal/witness"
	"jauap/internal/work"
)

// serveCommand runs the pages and the queue of jobs until it is told to stop.
type serveCommand struct {
	databaseFlags
	mailFlags
	Listen     string   `help:"serve_listen" default:":8080" placeholder:"HOST:PORT"`
	Demo       bool     `help:"serve_demo"`
	Files      string   `help:"serve_files" placeholder:"DIR"`
	PublicURL  string   `name:"public-url" help:"serve_public_url" placeholder:"URL"`
	TrustProxy []string `name:"trust-proxy" help:"serve_trust_proxy" placeholder:"CIDR"`
}

// Run serves.
func (c *serveCommand) Run(e *env) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	spareGarbage(e.getenv)
	log := slog.New(slog.NewTextHandler(e.errOut, nil))
	if err := checkPublicURL(c.PublicURL); err != nil {
		return wrongUsage{err}
	}
	// before the database is touched and the queue begins
	listener, err := listen(ctx, c.Listen)
	if err != nil {
		return err
	}
	defer listener.Close() // once more after Serve, for every early return
	h, err := c.enter(ctx, serving)
	if err != nil {
		return err
	}
	defer h.db.Close()
	if err := c.replay(ctx, e, h); err != nil {
		return err
	}
	if err := h.furnish(ctx, c.Demo, func() { e.tell("operator.demo_resumed") }); err != nil {
		return err
	}
	files, err := blob.New(blob.Options{Dir: filesDir(c.DB, c.Files)})
	if err != nil {
		return err
	}
	defer files.Close()
	return c.run(ctx, e, h, files, listener, log)
}

// Collecting garbage costs a fifth of a registration when it runs as often as
// it does by itself; the program may use some memory to run it less.
const (
	gcPercent   = 400
	memoryLimit = 400 << 20 // bytes, from which it runs as often as it must
)

// spareGarbage lets the garbage lie longer, unless the operator decided.
func spareGarbage(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// run keeps the pages and the queue going side by side; when one of them
// ends, so does the other.
func (c *serveCommand) run(ctx context.Context, e *env, h *house, files *blob.Store, l net.Listener, log *slog.Logger) error {
	catalog, err := i18n.Load()
	if err != nil {
		return err
	}
	h.log = log
	attest, err := h.witness(catalog, c.memory())
	if err != nil {
		return err
	}
	if err := c.notOlder(ctx, e, h, attest); err != nil {
		return err
	}
	site, err := c.site(h, files, attest, catalog, log)
	if err != nil {
		return err
	}
	server, err := c.server(ctx, h, site, e, log)
	if err != nil {
		return err
	}
	handlers, err := c.handlers(h, files, catalog, log)
	if err != nil {
		return err
	}
	defer attest.SealLast(ctx) // when nobody writes any more
	return together(ctx,
		func(ctx context.Context) error { return server.Serve(ctx, l) },
		func(ctx context.Context) error { return h.db.Work(ctx, handlers, log) },
		attest.Run)
}

// notOlder refuses to serve a database that was replaced by an older copy: it
// would give numbers to new citizens that others hold. In a demo it is only
// somebody who began anew.
func (c *serveCommand) notOlder(ctx context.Context, e *env, h *house, attest *witness.Witness) error {
	_, err := attest.Look(ctx)
	var f *fault.Fault
	if !errors.As(err, &f) || f.Key != "witness.rolled_back" {
		return nil // whatever else is wrong stops the sealing, not the people
	}
	if !c.Demo {
		return err
	}
	if err := h.beginLogAnew(ctx, e, c.memory()); err != nil {
		return err
	}
	attest.Forget()
	return nil
}

// together runs tasks until one ends or ctx does, then waits for all.
func together(ctx context.Context, tasks ...func(context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, len(tasks))
	for _, task := range tasks {
		go func() { ended <- task(ctx) }()
	}
	var errs []error
	for range tasks {
		errs = append(errs, <-ended)
		cancel()
	}
	return errors.Join(errs...)
}

func (c *serveCommand) handlers(h *house, files *blob.Store, catalog *i18n.Catalog, log *slog.Logger) (jobs.Handlers, error) {
	mailer, err := c.mailer()
	if err != nil {
		return jobs.Handlers{}, err
	}
	w, err := work.New(work.Options{
		Desk: h.desk, Store: h.db, Rules: h.live.Rules, Blobs: files, Catalog: catalog, Mailer: mailer,
		PublicURL: c.PublicURL, Renew: h.live.Renew, Log: log, Now: time.Now,
	})
	if err != nil {
		return jobs.Handlers{}, err
	}
	return w.Handlers(), nil
}

// site makes the pages over the house.
func (c *serveCommand) site(h *house, files *blob.Store, attest *witness.Witness, catalog *i18n.Catalog, log *slog.Logger) (*web.Site, error) {
	assets, err := web.OpenAssets()
	if err != nil {
		return nil, err
	}
	if !assets.Built() {
		log.Warn("built without assets: run make assets")
	}
	return web.New(web.Options{
		Catalog: catalog, Assets: assets, Demo: c.Demo, Log: log, Desk: h.desk, Cases: h.db, People: h.db,
		Rules: h.live.Rules, Ring: h.ring, Blobs: files, Now: time.Now,
		Witness: attest, Tree: h.db,
		Throttle: httpd.NewThrottle(httpd.ThrottleOptions{Now: time.Now}),
		Codes:    httpd.NewThrottle(httpd.ThrottleOptions{Now: time.Now, Slowest: 500 * time.Millisecond}),
	})
}

func (c *serveCommand) server(ctx context.Context, h *house, site *web.Site, e *env, log *slog.Logger) (*httpd.Server, error) {
	proxies, err := prefixes(c.TrustProxy)
	if err != nil {
		return nil, wrongUsage{err}
	}
	return httpd.New(httpd.Options{
		Handler: site, Listen: c.Listen, Log: log, Ready: h.db.Ready, OnError: site.ShowError, TrustProxy: proxies,
		Budget: site.Budget, Started: func(a net.Addr) { c.welcome(ctx, e, h, a) },
	})
}

// welcome prints where the pages are and, in a demo, who can sign in.
func (c *serveCommand) welcome(ctx context.Context, e *env, h *house, a net.Addr) {
	e.tell("cli.serve_at", "url", address(a))
	if !c.Demo {
		return
	}
	rules, err := h.live.Rules(ctx)
	if err != nil {
		return // the next page says so
	}
	if people, err := h.demoPeople(ctx); err == nil {
		_ = e.tellSignIns(rules.Directory, people)
	}
}

// address is where a browser on this machine finds the pages.
func address(a net.Addr) string {
	host, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return a.String()
	}
	if ip := net.ParseIP(host); ip == nil || ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

func prefixes(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	var errs []error
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			errs = append(errs, fault.New(fault.Invalid, "cli.bad_cidr", "text", s))
		}
		out = append(out, p)
	}
	return out, errors.Join(errs...)
}
