package bench

import (
	"context"
	"database/sql"
	"fmt"
	"html"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/directory"
	"jauap/internal/httpd"
	"jauap/internal/i18n"
	"jauap/internal/web"
	"jauap/internal/witness"
)

// TestFloors measures registering and the queue page on both databases.
func TestFloors(t *testing.T) {
	if os.Getenv("JAUAP_BENCH") == "" {
		t.Skip("JAUAP_BENCH is not set")
	}
	spareGarbage(t)
	stored := 100_000
	if s := os.Getenv("JAUAP_BENCH_STORED"); s != "" {
		var err error
		if stored, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		measure(t, "sqlite", "sqlite:"+filepath.Join(t.TempDir(), "bench.db"), stored)
	})
	t.Run("postgres", func(t *testing.T) { measure(t, "postgres", dbtest.PostgresSchema(t), stored) })
}

// spareGarbage collects garbage as seldom as `jauap serve` does: of the floor
// and of the program, which share this process, alike.
func spareGarbage(t *testing.T) {
	t.Helper()
	percent, limit := debug.SetGCPercent(400), debug.SetMemoryLimit(400<<20)
	t.Cleanup(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
}

func measure(t *testing.T, name, dbURL string, stored int) {
	w := dbtest.NewWorld(t, dbURL)
	site := serve(t, w)
	register := contest{
		name:  name + " register",
		names: []string{"one row and a flush over HTTP", "jauap"},
		run: []func() result{
			func() result { return load(t, 2*time.Second, floorRow(t, dbURL), http.StatusCreated) },
			func() result { return load(t, 2*time.Second, writes(t, site), http.StatusSeeOther) },
		},
	}
	register.play(t)
	fill(t, w, stored)
	settle(t, dbURL)
	page := contest{
		name:  fmt.Sprintf("%s queue, %d stored", name, stored),
		names: []string{"a page of 50 rows from memory", "jauap queue", "jauap search", "jauap one case"},
		run: []func() result{
			func() result { return load(t, 2*time.Second, floorPage(t), http.StatusOK) },
			func() result { return load(t, 2*time.Second, reads(t, site, "/kk/queue"), http.StatusOK) },
			func() result {
				return load(t, 2*time.Second, reads(t, site, "/kk/queue?q="+url.QueryEscape("жолды жарық")), http.StatusOK)
			},
			func() result { return load(t, 2*time.Second, reads(t, site, caseAddress(t, w)), http.StatusOK) },
		},
	}
	page.play(t)
}

// serve is the whole site behind its chain, on a port of this machine.
func serve(t *testing.T, w *dbtest.World) *httptest.Server {
	t.Helper()
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.OpenAssets()
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.New(blob.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	site, err := web.New(web.Options{
		Witness: sealing(t, w, catalog), Tree: w.DB,
		Catalog: catalog, Assets: assets, Desk: w.Desk, Cases: w.DB, People: w.DB, Ring: w.Ring, Blobs: files, Now: w.Clock.Now,
		Rules:    func(context.Context) (appeal.Rules, error) { return w.Rules, nil },
		Throttle: httpd.NewThrottle(httpd.ThrottleOptions{}),
	})
	if err != nil {
		t.Fatal(err)
	}
	h, err := httpd.New(httpd.Options{
		Handler: site, Listen: ":0", OnError: site.ShowError, Posts: httpd.Pace{PerSecond: -1},
		Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// sealing is a witness that seals the log while others are measured.
func sealing(t *testing.T, w *dbtest.World, catalog *i18n.Catalog) *witness.Witness {
	t.Helper()
	at, err := witness.New(witness.Options{
		Store: w.DB, Ring: w.Ring, Catalog: catalog, Now: w.Clock.Now, Memory: filepath.Join(t.TempDir(), "checkpoint"),
		Directory: func(context.Context) (*directory.Directory, error) { return w.Rules.Directory, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- at.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return at
}

// floorRow is a bare server that inserts one durable row for each request.
func floorRow(t *testing.T, dbURL string) func(client, n int) *http.Request {
	t.Helper()
	db := bare(t, dbURL)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		if _, err := db.ExecContext(r.Context(), `insert into bench_floor (body) values ($1)`, string(b)); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.WriteHeader(http.StatusCreated)
	}))
	t.Cleanup(s.Close)
	return func(client, n int) *http.Request {
		r, _ := http.NewRequest(http.MethodPost, s.URL, strings.NewReader(letter(client*1_000_000+n)))
		return r
	}
}

func bare(t *testing.T, dbURL string) *sql.DB {
	t.Helper()
	driver, dsn, id := "pgx", dbURL, "bigint generated always as identity primary key"
	if file, ok := strings.CutPrefix(dbURL, "sqlite:"); ok {
		driver, id = "sqlite", "integer primary key"
		dsn = "file:" + file + "?_pragma=busy_timeout(15000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate"
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(clients)
	db.SetMaxIdleConns(clients)
	if driver == "sqlite" {
		db.SetMaxOpenConns(1)
	}
	if _, err := db.Exec(`create table if not exists bench_floor (id ` + id + `, body text)`); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// letter is a text of some 350 characters; no two are alike.
func letter(n int) string {
	return fmt.Sprintf("Сынақ көшесіндегі %d-үйдің ауласында жарық үш аптадан бері жанбайды, жол да шұңқыр. ", n) +
		"Кешке балалар мектептен қараңғыда қайтады, қарт адамдар құлап қалды. Бұған дейін де айттық, жауап болған жоқ. " +
		"Просим починить освещение во дворе и на дороге у школы, сроки ремонта сообщите письменно. Рахмет."
}

var hidden = regexp.MustCompile(`name="form" value="([^"]*)"`)

// writes fills in the citizen's form as a browser does: the form is fetched
// once for each client, then sent with another text each time.
func writes(t *testing.T, s *httptest.Server) func(client, n int) *http.Request {
	t.Helper()
	res, err := http.Get(s.URL + "/kk/write")
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	m := hidden.FindSubmatch(page)
	if err != nil || m == nil {
		t.Fatalf("the form has no seal: %v", err)
	}
	const boundary = "----formBoundary7MA4YWxkTrZu0gW"
	part := func(name, value string) string {
		return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n"
	}
	before := part("form", html.UnescapeString(string(m[1]))) + part("kind", "application") + part("topic", "") +
		part("region", "750000000") + part("who", "person") + part("name", "Сынақ Сынақов")
	round := fmt.Sprint(time.Now().UnixNano())
	return func(client, n int) *http.Request {
		form := before + part("text", letter(client*1_000_000+n)+round) + "--" + boundary + "--\r\n"
		r, _ := http.NewRequest(http.MethodPost, s.URL+"/kk/write", strings.NewReader(form))
		r.Header.Set("Content-Type", "multipart/form-data; boundary="+boundary)
		return r
	}
}

// fill stores appeals of the body until there are enough.
func fill(t *testing.T, w *dbtest.World, stored int) {
	t.Helper()
	ctx := context.Background()
	var batch []appeal.Change
	for i := range stored {
		d := w.Draft(letter(i))
		d.Source, d.Body, d.Token = appeal.FromImport, w.Akimat.ID, ""
		d.Key = w.Ring.NewCase()
		d.Received = w.Clock.Now().Add(-time.Duration(i%30) * 24 * time.Hour)
		c, err := w.Rules.Submit(d, account.Who{Kind: account.Operator}, w.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		if batch = append(batch, c); len(batch) == 512 || i == stored-1 {
			if _, err := w.CommitAppeals(ctx, batch); err != nil {
				t.Fatal(err)
			}
			batch = batch[:0]
		}
	}
}

// settle does at once what PostgreSQL does by itself within a minute after so
// many rows: without statistics it would search as if the table were empty.
func settle(t *testing.T, dbURL string) {
	t.Helper()
	if strings.HasPrefix(dbURL, "sqlite:") {
		return
	}
	if _, err := dbtest.Raw(t, dbURL).Exec(`vacuum analyze`); err != nil {
		t.Fatal(err)
	}
}

var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html><title>Queue</title><table>{{range .}}
<tr><th><a href="/cases/{{.Number}}">{{.Number}}</a></th><td>{{.Text}}</td><td>{{.Kind}}</td><td>{{.Due}}</td><td>{{.State}}</td></tr>{{end}}</table>`))

// floorPage renders fifty rows from memory.
func floorPage(t *testing.T) func(client, n int) *http.Request {
	t.Helper()
	type row struct{ Number, Text, Kind, Due, State string }
	var rows []row
	for i := range 50 {
		rows = append(rows, row{fmt.Sprintf("ЖТ-2026-%08d-1", i), letter(i)[:160], "өтініш", "27.03.2026", "тіркелді"})
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _ = pageTemplate.Execute(w, rows) }))
	t.Cleanup(s.Close)
	return func(int, int) *http.Request {
		r, _ := http.NewRequest(http.MethodGet, s.URL, nil)
		return r
	}
}

// reads asks for a page of the body's registrar, who has these cases in work:
// opening one is a reading that is put on record.
func reads(t *testing.T, s *httptest.Server, path string) func(client, n int) *http.Request {
	t.Helper()
	cookies := signIn(t, s)
	return func(int, int) *http.Request {
		r, _ := http.NewRequest(http.MethodGet, s.URL+path, nil)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		return r
	}
}

func signIn(t *testing.T, s *httptest.Server) []*http.Cookie {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	c := &http.Client{Jar: jar}
	res, err := c.PostForm(s.URL+"/kk/sign-in", url.Values{"login": {"registrar"}, "password": {dbtest.Password}})
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	u, _ := url.Parse(s.URL)
	if len(jar.Cookies(u)) == 0 {
		t.Fatalf("signing in answered %d and no cookie", res.StatusCode)
	}
	return jar.Cookies(u)
}

func caseAddress(t *testing.T, w *dbtest.World) string {
	t.Helper()
	page, err := w.Queue(context.Background(), w.Registrar.Scope(), appeal.Filter{Size: 1})
	if err != nil || len(page.Rows) == 0 {
		t.Fatalf("no case: %v", err)
	}
	return "/kk/cases/" + url.PathEscape(page.Rows[0].Number().String())
}
