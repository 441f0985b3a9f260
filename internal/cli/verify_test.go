package cli

import (
	"crypto/sha256"
	"encoding/binary"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/calendar"
	"jauap/internal/i18n"
	"jauap/internal/receipt"
	"jauap/internal/tlog"
)

// A kept log is a folder in the layout of tlog-tiles, with files of receipts
// beside it.
type keptLog struct {
	dir    string // the log
	key    string // its public key
	signer note.Signer
	tiles  map[tlog.TileID][]byte
	size   int64
}

func (k *keptLog) LogTile(id tlog.TileID) ([]byte, error) {
	if b, ok := k.tiles[id]; ok {
		return b, nil
	}
	return nil, os.ErrNotExist
}

func keepLog(t *testing.T) *keptLog {
	t.Helper()
	secret, public, err := note.GenerateKey(nil, "jauap.example/log")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return &keptLog{dir: t.TempDir(), key: public, signer: signer, tiles: map[tlog.TileID][]byte{}}
}

// seal appends n entries and then one, signs the head, and writes the folder
// as a server would publish it.
func (k *keptLog) seal(t *testing.T, at time.Time, n int, last []byte) (tlog.Checkpoint, string) {
	t.Helper()
	have := map[tlog.TileID][]byte{}
	for _, id := range tlog.EdgeTiles(k.size) {
		have[id] = k.tiles[id]
	}
	edge, err := tlog.OpenEdge(k.size, have)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(k.size)+uint64(i)))
		edge.Append(sum[:])
	}
	edge.Append(last)
	changed, _ := edge.Flush()
	for id, b := range changed {
		k.tiles[id] = b
		write(t, filepath.Join(k.dir, id.Path(len(b)/tlog.HashSize)), string(b))
	}
	k.size = edge.Size()
	c := tlog.Checkpoint{Origin: k.signer.Name(), Size: k.size, Root: edge.Root(), At: at}
	text, err := tlog.Sign(c, k.signer)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(k.dir, "checkpoint"), text)
	return c, text
}

func write(t *testing.T, file, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// files of one appeal: its receipt before and after sealing, an earlier
// checkpoint, and the log as it stands an hour later.
func verifyFiles(t *testing.T) (k *keptLog, fresh, sealed, old, proof string) {
	t.Helper()
	k = keepLog(t)
	at := time.Date(2026, 3, 17, 5, 0, 0, 0, time.UTC)
	s := tlog.Statement{
		Number: "ЖТ-2026-00000018-3", Seq: 1, Act: "register", At: at,
		Registered: calendar.Date(2026, 3, 17), Due: calendar.Date(2026, 4, 10), Body: 7, Promise: tlog.PromiseFor(at),
	}
	leaf, err := tlog.NewLeaf([]byte("salt"), s, "event")
	if err != nil {
		t.Fatal(err)
	}
	signed, err := receipt.Sign(receipt.Receipt{
		Lang: i18n.KK, Origin: k.signer.Name(), Statement: s, Opening: leaf.Opening,
		Lines: []string{"Жолданымыңыз тіркелді."},
	}, k.signer)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	_, note := k.seal(t, at, 299, make([]byte, tlog.HashSize))
	old = write(t, filepath.Join(dir, "old"), note)
	c, note := k.seal(t, at.Add(time.Minute), 20, leaf.Entry)
	p, err := tlog.Prove(c.Size-1, c, note, k)
	if err != nil {
		t.Fatal(err)
	}
	fresh = write(t, filepath.Join(dir, "fresh.txt"), receipt.Document{Signed: signed}.Text("Құпия код: AAAA"))
	sealed = write(t, filepath.Join(dir, "sealed.txt"), receipt.Document{Signed: signed, Proof: &p}.Text(""))
	proof = write(t, filepath.Join(dir, "proof"), p.Text())
	k.seal(t, at.Add(time.Hour), 600, make([]byte, tlog.HashSize))
	return k, fresh, sealed, old, proof
}

func TestVerify(t *testing.T) {
	t.Parallel()
	k, fresh, sealed, old, proof := verifyFiles(t)
	other := keepLog(t)
	keyFile := write(t, filepath.Join(t.TempDir(), "keys"), "# журналдың кілттері\n"+other.key+"\n"+k.key+"\n")
	shelves := http.NewServeMux()
	shelves.Handle("/log/", http.StripPrefix("/log", http.FileServer(http.Dir(k.dir))))
	shelves.Handle("/log/2/", http.StripPrefix("/log/2", http.FileServer(http.Dir(k.dir))))
	shelves.HandleFunc("/ended/", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "ended", http.StatusGone) })
	site := httptest.NewServer(shelves)
	t.Cleanup(site.Close)
	empty := t.TempDir()
	body, err := os.ReadFile(sealed)
	if err != nil {
		t.Fatal(err)
	}
	changed := write(t, filepath.Join(empty, "changed.txt"), strings.Replace(string(body), "due 2026-04-10", "due 2026-05-10", 1))
	const soon, late = "2026-03-17T12:00", "2026-03-20T12:00"
	for _, tt := range []struct {
		name string
		args []string
		code int
		says string // anywhere, in Russian
	}{
		{"a sealed receipt", []string{sealed, "--key", k.key}, exitOK, "Место 321 из 321"},
		{"the words that were signed", []string{sealed, "--key", k.key}, exitOK, "  | Жолданымыңыз тіркелді."},
		{"its due day", []string{sealed, "--key", k.key}, exitOK, "10 апреля 2026 года"},
		{"keys from a file", []string{sealed, "--key", keyFile}, exitOK, "Квитанция подлинная, всё сходится."},
		{"several keys", []string{sealed, "--key", other.key, "--key", k.key}, exitOK, "Квитанция подлинная, всё сходится."},
		{"from the standard input", []string{"-", "--key", k.key}, exitOK, "Квитанция подлинная, всё сходится."},
		{"in time and without a proof", []string{fresh, "--key", k.key, "--at", soon}, exitOK, "это нормально"},
		{"the lines above it", []string{fresh, "--key", k.key, "--at", soon}, exitOK, "Строки в начале файла"},
		{"too late and without a proof", []string{fresh, "--key", k.key, "--at", late}, exitFailed, "Обещанное время прошло"},
		{"too late and now", []string{fresh, "--key", k.key}, exitFailed, "Обещанное время прошло"},
		{"the proof in a file", []string{fresh, "--key", k.key, "--proof", proof}, exitOK, "Место 321 из 321"},
		{"a later receipt as proof", []string{fresh, "--key", k.key, "--proof", sealed}, exitOK, "Место 321 из 321"},
		{"a changed receipt", []string{changed, "--key", k.key}, exitFailed, "Подпись не подходит"},
		{"and what became of it", []string{changed, "--key", k.key}, exitFailed, "проверку не прошла"},
		{"the key of another log", []string{sealed, "--key", other.key}, exitFailed, "не давали"},
		{"an earlier checkpoint without the steps", []string{sealed, "--key", k.key, "--old", old}, exitFailed, "--log"},
		{"with the log in a folder", []string{sealed, "--key", k.key, "--old", old, "--log", k.dir}, exitOK, "сверен с 1 более ранним"},
		{"with the log as a file address", []string{sealed, "--key", k.key, "--old", old, "--log", "file://" + k.dir}, exitOK, "сверен с 1 более ранним"},
		{"with the log on the site", []string{sealed, "--key", k.key, "--old", old, "--log", site.URL + "/log/"}, exitOK, "сверен с 1 более ранним"},
		{"with the address of its checkpoint", []string{sealed, "--key", k.key, "--old", old, "--log", site.URL + "/log/checkpoint"}, exitOK, "сверен с 1 более ранним"},
		{"with the log of a later epoch", []string{sealed, "--key", k.key, "--old", old, "--log", site.URL + "/log/2"}, exitOK, "сверен с 1 более ранним"},
		{"a log that ended", []string{sealed, "--key", k.key, "--log", site.URL + "/ended"}, exitFailed, "начат по новому адресу"},
		{"no log there", []string{sealed, "--key", k.key, "--log", site.URL + "/nothing"}, exitFailed, "Не удалось прочитать журнал"},
		{"no log in the folder", []string{sealed, "--key", k.key, "--log", empty}, exitFailed, "Не удалось прочитать журнал"},
		{"no key", []string{sealed}, exitUsage, "/log/key"},
		{"a bad key", []string{sealed, "--key", "a+b+c"}, exitUsage, "не открытый ключ"},
		{"a private key", []string{sealed, "--key", "PRIVATE+KEY+a+00000000+AAAA"}, exitUsage, "закрытый ключ"},
		{"a key file that is not there", []string{sealed, "--key", "nothing.key"}, exitUsage, "nothing.key"},
		{"a receipt that is not there", []string{"nothing.txt", "--key", k.key}, exitFailed, "nothing.txt"},
		{"an old file that is not there", []string{sealed, "--key", k.key, "--old", "nothing.txt"}, exitFailed, "nothing.txt"},
		{"a folder", []string{empty, "--key", k.key}, exitFailed, "не удалось прочитать"},
		{"the standard input twice", []string{"-", "--key", k.key, "--old", "-"}, exitUsage, "одного файла"},
		{"a time that does not exist", []string{sealed, "--key", k.key, "--at", "вчера"}, exitUsage, "вчера"},
		{"nothing", nil, exitUsage, "Не указано"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			code, out, errOut := run(t, nil, string(body), append([]string{"verify", "--lang", "ru"}, tt.args...)...)
			if code != tt.code || !strings.Contains(out+errOut, tt.says) {
				t.Errorf("exit %d, want %d and %q:\n%s%s", code, tt.code, tt.says, out, errOut)
			}
		})
	}
}

// The variable that holds the master key is not taken for the public key, and
// no secret is repeated.
func TestVerifyLeavesTheMasterKeyAlone(t *testing.T) {
	t.Parallel()
	_, _, sealed, _, _ := verifyFiles(t)
	secret := "c2VjcmV0IG1hc3RlciBrZXkgb2YgYSBob3VzZSEhISE="
	code, out, errOut := run(t, map[string]string{"JAUAP_KEY": secret, "JAUAP_LOG": "http://127.0.0.1:1"}, "", "verify", "--lang", "ru", sealed)
	if code != exitUsage || !strings.Contains(errOut, "--key") || strings.Contains(out+errOut, secret) {
		t.Errorf("exit %d: %s%s", code, out, errOut)
	}
	private := "PRIVATE+KEY+a+00000000+" + secret
	if _, out, errOut := run(t, nil, "", "verify", sealed, "--key", private); strings.Contains(out+errOut, secret) {
		t.Errorf("a private key is repeated: %s%s", out, errOut)
	}
}

// A site that answers with other bytes, or without end, is not believed.
func TestVerifyDoesNotTrustTheSite(t *testing.T) {
	t.Parallel()
	k, _, sealed, old, _ := verifyFiles(t)
	head, err := os.ReadFile(filepath.Join(k.dir, "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tile := range map[string]func(http.ResponseWriter){
		"zeros":         func(w http.ResponseWriter) { _, _ = w.Write(make([]byte, tlog.Width*tlog.HashSize)) },
		"nothing":       func(http.ResponseWriter) {},
		"more than all": func(w http.ResponseWriter) { _, _ = w.Write(make([]byte, 1<<20)) },
	} {
		site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/checkpoint" {
				_, _ = w.Write(head)
				return
			}
			tile(w)
		}))
		t.Cleanup(site.Close)
		code, out, errOut := run(t, nil, "", "verify", "--lang", "en", sealed, "--key", k.key, "--old", old, "--log", site.URL)
		if code != exitFailed || !strings.Contains(errOut, "do not fit") {
			t.Errorf("%s: exit %d: %s%s", name, code, out, errOut)
		}
	}
}
