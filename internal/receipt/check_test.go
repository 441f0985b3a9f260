package receipt

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// A trial is a text that somebody brings, with what it is checked with.
type trial struct {
	name string
	text string
	o    Options
	want []string // the keys of the faults, the gravest first
}

// with changes the options of a trial.
func (s story) with(changes ...func(*Options)) Options {
	o := s.options()
	for _, change := range changes {
		change(&o)
	}
	return o
}

// resigned is a receipt that the log itself signed wrongly.
func (s story) resigned(t testing.TB, from, to string) string {
	t.Helper()
	text := s.lastRead.body(s.lastRead.Entry())
	if !strings.Contains(text, from) {
		t.Fatalf("no %q in the receipt", from)
	}
	return signText(t, s.book, strings.Replace(text, from, to, 1))
}

func trials(t testing.TB) []trial {
	t.Helper()
	s := tell(t)
	unsealed, sealed := Document{Signed: s.second.Signed}.Text(""), s.second.Text("")
	bare := s.lastRead
	bare.Lines = nil
	short := Document{Signed: sign(t, s.book, bare)}.Compact()
	return slices.Concat([]trial{
		{"in the log, and it followed", sealed, s.with(func(o *Options) { o.Old = []Earlier{{"first.txt", s.first.Text(cover)}} }), nil},
		{"in the log", s.first.Text(cover), s.options(), nil},
		{"not in the log yet", unsealed, s.options(), nil},
		{"of the QR code", short, s.options(), nil},
		{"no receipt", "Сәлеметсіз бе!", s.options(), []string{"receipt.none"}},
		{"two receipts", sealed + unsealed, s.options(), []string{"receipt.several"}},
		{"cut off", sealed[:len(sealed)/2], s.options(), []string{"receipt.no_end"}},
		{"without its beginning", sealed[len(sealed)/2:], s.options(), []string{"receipt.no_begin"}},
		{"without its block", strings.Replace(sealed, head, "jauap receipt v2", 1), s.options(), []string{"receipt.no_block"}},
		{"without its signature", strings.Replace(sealed, "\n— ", "\n", 1), s.options(), []string{"receipt.no_signature"}},
		{"a lost line", strings.Replace(sealed, "due ", "until ", 1), s.options(), []string{"receipt.bad_line"}},
		{"a damaged signature", strings.Replace(sealed, "\n— jauap.example/log ", "\n— jauap.example/log x", 1), s.options(), []string{"receipt.bad_signature"}},
		{"a damaged proof", strings.Replace(sealed, "index 8", "index 08", 1), s.options(), []string{"receipt.bad_proof"}},
		{"a hidden character", strings.Replace(sealed, "body 7", "body\u200e 7", 1), s.options(), []string{"receipt.hidden"}},
		{"not UTF-8", "\xff" + sealed, s.options(), []string{"receipt.not_text"}},
		{"too much", strings.Repeat("a", MaxSize+1), s.options(), []string{"receipt.too_large"}},
		{"a short form cut off", short[:len(short)-3], s.options(), []string{"receipt.bad_compact"}},
		{"another due day", strings.Replace(sealed, "due 2026-04-10", "due 2026-05-10", 1), s.options(), []string{"receipt.changed_facts"}},
		{"another word", strings.Replace(sealed, "Сынақ", "Басқа", 1), s.options(), []string{"receipt.changed"}},
		{"a leaf that is not its own", Document{Signed: s.resigned(t, "body 7", "body 8")}.Text(""), s.options(), []string{"receipt.leaf_other"}},
		{"a log it does not name", Document{Signed: s.resigned(t, "log jauap.example/log\n", "log other.example/log\n")}.Text(""), s.options(), []string{"receipt.other_origin"}},
	}, keyTrials(t, s), proofTrials(t, s), promiseTrials(t, s), oldTrials(t, s))
}

func keyTrials(t testing.TB, s story) []trial {
	t.Helper()
	another, epoch := newBook(t, "other.example/log", "secret"), newBook(t, origin, "newer secret")
	later, renamed := newBook(t, origin+"/2", "secret"), s.lastRead
	renamed.Origin = origin + "/2"
	return []trial{
		{"the key of another log", s.second.Text(""), s.with(func(o *Options) { o.Known = another.keys }), []string{"receipt.other_log"}},
		{"another key of the log", s.second.Text(""), s.with(func(o *Options) { o.Known = epoch.keys }), []string{"receipt.other_key"}},
		{"a receipt of a later epoch", Document{Signed: sign(t, later, renamed), Proof: s.second.Proof}.Text(""), s.with(func(o *Options) { o.Known = append(slices.Clone(later.keys), s.keys...) }), nil},
		{"the keys of all epochs", s.second.Text(""), s.with(func(o *Options) { o.Known = append(slices.Clone(epoch.keys), s.keys...) }), nil},
	}
}

func proofTrials(t testing.TB, s story) []trial {
	t.Helper()
	bare, stranger := Document{Signed: s.second.Signed}.Text(""), newBook(t, "other.example/log", "secret")
	swapped := Document{Signed: s.first.Signed, Proof: s.second.Proof}
	wrongStep := s.second
	wrongStep.Follows = []tlog.Follows{wrongStep.Follows[0]}
	wrongStep.Follows[0].Root[0] ^= 1
	_, foreign := stranger.seal(t, start.Add(time.Hour), s.lastRead.Entry())
	timeless := signText(t, s.book, strings.Split(s.newHead.Text(), "time")[0])
	proof := func(text string) Options { return s.with(func(o *Options) { o.Proof = text }) }
	return []trial{
		{"the proof in a file", bare, proof(s.second.Proof.Text()), nil},
		{"the proof in a file of Windows", bare, proof(byteOrder + strings.ReplaceAll(s.second.Proof.Text(), "\n", "\r\n")), nil},
		{"a later receipt as proof", bare, proof(s.second.Text(cover)), nil},
		{"a file without a proof", bare, proof("index 3\n"), []string{"receipt.proof_file", "receipt.no_proof_blocks"}},
		{"a proof of another event", bare, proof(s.first.Text("")), []string{"receipt.proof_file", "receipt.proof_of_other"}},
		{"the proof of another", swapped.Text(""), s.options(), []string{"receipt.not_in_log"}},
		{"a changed checkpoint", strings.Replace(s.second.Text(""), "\n822\r\n", "\n823\r\n", 1), s.options(), []string{"receipt.checkpoint_changed"}},
		{"a checkpoint of a stranger", Document{Signed: s.second.Signed, Proof: &tlog.Proof{Note: foreign}}.Text(""), s.options(), []string{"receipt.checkpoint_other_key"}},
		{"a checkpoint without its time", Document{Signed: s.second.Signed, Proof: &tlog.Proof{Note: timeless}}.Text(""), s.options(), []string{"receipt.checkpoint_bad"}},
		{"a step that does not hold", wrongStep.Text(""), s.options(), []string{"receipt.follows_bad"}},
	}
}

func promiseTrials(t testing.TB, s story) []trial {
	t.Helper()
	sealedAt := func(by time.Duration) string {
		late := tell(t)
		c, signed := late.seal(t, s.lastRead.Statement.Promise.Add(by), late.lastRead.Entry())
		return Document{Signed: late.second.Signed, Proof: late.prove(t, c.Size-1, c, signed)}.Text("")
	}
	return []trial{
		{"sealed at the last second", sealedAt(0), s.options(), nil},
		{"sealed a second late", sealedAt(time.Second), s.options(), []string{"receipt.late_minutes"}},
		{"sealed two hours late", sealedAt(2 * time.Hour), s.options(), []string{"receipt.late_hours"}},
		{"sealed three days late", sealedAt(71 * time.Hour), s.options(), []string{"receipt.late_days"}},
		{"a proof that is still missing", Document{Signed: s.second.Signed}.Text(""), s.with(func(o *Options) { o.Now = s.lastRead.Statement.Promise.Add(time.Second) }), []string{"receipt.promise_unproven"}},
		{"a promise that is not past", Document{Signed: s.second.Signed}.Text(""), s.with(func(o *Options) { o.Now = s.lastRead.Statement.Promise }), nil},
	}
}

func TestWhatHoldsAndWhatDoesNot(t *testing.T) {
	t.Parallel()
	for _, tt := range trials(t) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := Check(tt.text, tt.o)
			var got []string
			for _, f := range fault.All(err) {
				got = append(got, f.Key)
			}
			if !slices.Equal(got, tt.want) || (err == nil) != (len(tt.want) == 0) {
				t.Errorf("got %v, want %v (%v)", got, tt.want, err)
			}
		})
	}
}

func TestTheFirstCheckpointCounts(t *testing.T) {
	t.Parallel()
	s := tell(t)
	c, signed := s.seal(t, s.lastRead.Statement.Promise.Add(time.Hour), fill("much later", 9)...)
	later := Document{Signed: s.second.Signed, Proof: s.prove(t, 821, c, signed)}
	f, err := Check(later.Text(""), s.options())
	if firstKey(err) != "receipt.late_minutes" || f.Checkpoint != c {
		t.Errorf("a late checkpoint alone: %v", err)
	}
	f, err = Check(later.Text(""), s.with(func(o *Options) { o.Proof = s.second.Proof.Text() }))
	if err != nil || f.Checkpoint != s.newHead || f.Place != 822 {
		t.Errorf("the earlier proof beside it: %+v, %v", f.Checkpoint, err)
	}
}

func TestNothingIsGenuineWithoutAKey(t *testing.T) {
	t.Parallel()
	s := tell(t)
	if f, err := Check(s.second.Text(""), Options{Now: s.now()}); f.Genuine || err == nil {
		t.Errorf("genuine %v, %v", f.Genuine, err)
	}
}

func TestKeysAreReadAsTheSitePublishesThem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, text, fault string }{
		{"nothing", "", "receipt.key_bad"},
		{"a name alone", origin, "receipt.key_bad"},
		{"a comment alone", "# " + vkey(t, origin, "a"), "receipt.key_bad"},
		{"a private key", "PRIVATE+KEY+a+00000000+AAAA", "receipt.key_private"},
		{"two keys and a comment", "# кілттер\r\n" + vkey(t, origin, "a") + "\r\n\r\n " + vkey(t, origin, "b") + "\n", ""},
		{"a good key and a bad one", vkey(t, origin, "a") + "\nx+00000000+AAAA\n", "receipt.key_bad"},
	} {
		if keys, err := ReadKeys(tt.text); firstKey(err) != tt.fault || (err == nil) != (len(keys) == 2) {
			t.Errorf("%s: %d keys, %v", tt.name, len(keys), err)
		}
	}
}
