package receipt

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"jauap/internal/calendar"
	"jauap/internal/i18n"
	"jauap/internal/tlog"
)

// A book is a log for tests: its tiles and its key.
type book struct {
	tiles  map[tlog.TileID][]byte
	size   int64
	signer note.Signer
	keys   Keys
}

const origin = "jauap.example/log"

// start is when the tests happen.
var start = time.Date(2026, 3, 17, 5, 4, 3, 120_000, time.UTC)

func newBook(t testing.TB, name, secret string) *book {
	t.Helper()
	seed, verifier := sha256.Sum256([]byte(secret)), vkey(t, name, secret)
	public := strings.SplitN(verifier, "+", 3)
	signer, err := note.NewSigner(fmt.Sprintf("PRIVATE+KEY+%s+%s+%s", public[0], public[1],
		base64.StdEncoding.EncodeToString(append([]byte{1}, seed[:]...))))
	must(t, err)
	keys, err := ReadKeys(verifier)
	must(t, err)
	return &book{tiles: map[tlog.TileID][]byte{}, signer: signer, keys: keys}
}

func (b *book) LogTile(id tlog.TileID) ([]byte, error) {
	if data, ok := b.tiles[id]; ok {
		return data, nil
	}
	return nil, fmt.Errorf("no tile %v", id)
}

// seal appends entries and signs the new head.
func (b *book) seal(t testing.TB, at time.Time, entries ...[]byte) (tlog.Checkpoint, string) {
	t.Helper()
	have := map[tlog.TileID][]byte{}
	for _, id := range tlog.EdgeTiles(b.size) {
		have[id] = b.tiles[id]
	}
	edge, err := tlog.OpenEdge(b.size, have)
	must(t, err)
	for _, e := range entries {
		edge.Append(e)
	}
	changed, _ := edge.Flush()
	for id, data := range changed {
		b.tiles[id] = data
	}
	b.size = edge.Size()
	c := tlog.Checkpoint{Origin: b.signer.Name(), Size: b.size, Root: edge.Root(), At: at.Truncate(time.Second)}
	text, err := tlog.Sign(c, b.signer)
	must(t, err)
	return c, text
}

// fill is n entries that nobody asks about.
func fill(salt string, n int) [][]byte {
	list := make([][]byte, n)
	for i := range list {
		sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte(salt), uint64(i)))
		list[i] = sum[:]
	}
	return list
}

func (b *book) prove(t testing.TB, index int64, c tlog.Checkpoint, signed string) *tlog.Proof {
	t.Helper()
	p, err := tlog.Prove(index, c, signed, b)
	must(t, err)
	return &p
}

func (b *book) follows(t testing.TB, old int64, c tlog.Checkpoint) tlog.Follows {
	t.Helper()
	f, err := tlog.ProveFollows(old, c, b)
	must(t, err)
	return f
}

// given is a receipt as the log of b gives it.
func given(t testing.TB, b *book, seq int64) Receipt {
	t.Helper()
	s := tlog.Statement{
		Number: "ЖТ-2026-00000018-3", Seq: seq, Act: "register", At: start.Add(time.Duration(seq) * time.Hour),
		Registered: calendar.Date(2026, 3, 17), Due: calendar.Date(2026, 4, 10), Body: 7,
	}
	s.Promise = tlog.PromiseFor(s.At)
	leaf, err := tlog.NewLeaf([]byte("salt"), s, seq)
	must(t, err)
	r := Receipt{Lang: i18n.KK, Origin: b.signer.Name(), Statement: s, Opening: leaf.Opening}
	r.Lines = []string{"Талон", "", "Жолданымыңыз тіркелді: " + s.Number, "Жауапты Сынақ қаласының әкімдігі береді."}
	return r
}

func sign(t testing.TB, b *book, r Receipt) string {
	t.Helper()
	text, err := Sign(r, b.signer)
	must(t, err)
	return text
}

// A story is two receipts of one appeal with their proofs, and the log around.
type story struct {
	*book
	first, second       Document
	firstHead, newHead  tlog.Checkpoint
	firstNote, newNote  string
	firstRead, lastRead Receipt
}

func tell(t testing.TB) story {
	t.Helper()
	s := story{book: newBook(t, origin, "secret")}
	s.seal(t, start, fill("before", 300)...)
	s.firstRead, s.lastRead = given(t, s.book, 1), given(t, s.book, 2)
	s.firstHead, s.firstNote = s.seal(t, start.Add(61*time.Minute), append(fill("beside", 20), s.firstRead.Entry())...)
	s.first = Document{Signed: sign(t, s.book, s.firstRead), Proof: s.prove(t, 320, s.firstHead, s.firstNote)}
	s.newHead, s.newNote = s.seal(t, start.Add(121*time.Minute), append(fill("after", 500), s.lastRead.Entry())...)
	s.second = Document{
		Signed: sign(t, s.book, s.lastRead), Proof: s.prove(t, 821, s.newHead, s.newNote),
		Follows: []tlog.Follows{s.follows(t, 321, s.newHead), s.follows(t, 256, s.newHead)},
	}
	return s
}

func (s story) now() time.Time { return start.Add(3 * time.Hour) }

func (s story) options() Options { return Options{Known: s.keys, Now: s.now()} }

func printer(t testing.TB, l i18n.Lang) i18n.Printer {
	t.Helper()
	c, err := i18n.Load()
	must(t, err)
	return c.In(l)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// signText signs any text at all.
func signText(t testing.TB, b *book, text string) string {
	t.Helper()
	out, err := note.Sign(&note.Note{Text: text}, b.signer)
	must(t, err)
	return string(out)
}

// vkey is a public key as it is published.
func vkey(t testing.TB, name, secret string) string {
	t.Helper()
	seed := sha256.Sum256([]byte(secret))
	key, err := note.NewEd25519VerifierKey(name, ed25519.NewKeyFromSeed(seed[:]).Public().(ed25519.PublicKey))
	must(t, err)
	return key
}
