package endure

import (
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"jauap/internal/receipt"
)

var (
	numberOnPage = regexp.MustCompile(`name="number" value="([^"]+)"`)
	codeOnPage   = regexp.MustCompile(`name="code" value="([^"]+)"`)
	linkToFile   = regexp.MustCompile(`href="([^"]*/files/[0-9a-f]+)"`)
)

// read looks at the receipt that was given to the letter's device.
func (o *office) read(t *testing.T, at string, l *letter) {
	t.Helper()
	p, err := o.get(at+"/kk/receipt", receiptCookie+"="+l.cookie)
	if err != nil {
		t.Fatal(err)
	}
	number, code := numberOnPage.FindStringSubmatch(p.body), codeOnPage.FindStringSubmatch(p.body)
	if p.status != http.StatusOK || number == nil || code == nil {
		t.Fatalf("an acknowledged letter has no receipt, status %d: %s", p.status, p.plain())
	}
	n, c := html.UnescapeString(number[1]), html.UnescapeString(code[1])
	if l.number != "" && (l.number != n || l.code != c) {
		t.Fatalf("one form was given two receipts: %s %s and %s %s", l.number, l.code, n, c)
	}
	l.number, l.code = n, c
}

// prove opens the appeal with number and code, and compares what lies there
// with what was sent.
func (o *office) prove(t *testing.T, at string, l *letter) {
	t.Helper()
	o.read(t, at, l)
	p, mine := o.open(t, at, l)
	if p.status != http.StatusOK || !strings.Contains(p.plain(), l.text) {
		t.Fatalf("%s is not as it was sent, status %d: %s", l.number, p.status, p.plain())
	}
	if err := o.proveFile(at, l, p, mine); err != nil {
		t.Fatal(err)
	}
	text, err := o.get(at+"/kk/receipt.txt", receiptCookie+"="+l.cookie)
	if err != nil || text.status != http.StatusOK {
		t.Fatalf("%s: the receipt as a file: status %d, %v", l.number, text.status, err)
	}
	o.verify(t, l, text.body)
}

// open shows the appeal to its applicant, and gives the cookie that opened it.
func (o *office) open(t *testing.T, at string, l *letter) (shown page, mine string) {
	t.Helper()
	form := url.Values{"number": {l.number}, "code": {l.code}}.Encode()
	p, err := o.do(http.MethodPost, at+"/kk/follow", "", "application/x-www-form-urlencoded", strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	mine = "jauap_mine=" + p.cookie("jauap_mine")
	if p.status != http.StatusSeeOther {
		t.Fatalf("%s does not open with its code, status %d: %s", l.number, p.status, p.plain())
	}
	shown, err = o.get(at+p.to, mine)
	if err != nil {
		t.Fatal(err)
	}
	return shown, mine
}

// proveFile downloads the attachment.
func (o *office) proveFile(at string, l *letter, shown page, mine string) error {
	links := linkToFile.FindAllStringSubmatch(shown.body, -1)
	if l.file == "" {
		if len(links) > 0 {
			return fmt.Errorf("%s has a file that nobody sent", l.number)
		}
		return nil
	}
	if len(links) != 1 {
		return fmt.Errorf("%s has %d files, want 1", l.number, len(links))
	}
	p, err := o.get(at+html.UnescapeString(links[0][1]), mine)
	if err != nil || p.status != http.StatusOK || p.body != l.file {
		return fmt.Errorf("%s: the file came with status %d and %d bytes, want %d: %w", l.number, p.status, len(p.body), len(l.file), err)
	}
	return nil
}

// verify checks the signed receipt with nothing but the log's public key: it
// must tell of this letter, and follow from the one that was given before.
func (o *office) verify(t *testing.T, l *letter, text string) {
	t.Helper()
	options := receipt.Options{Known: o.known, Now: time.Now()}
	if l.first != "" {
		options.Old = []receipt.Earlier{{Name: "first", Text: l.first}}
	}
	found, err := receipt.Check(text, options)
	if err != nil || !found.Genuine || found.Statement.Number != l.number {
		t.Fatalf("the receipt of %s is genuine: %v, tells of %s: %v\n%s", l.number, found.Genuine, found.Statement.Number, err, text)
	}
	if o.sealed && !found.Sealed() {
		t.Fatalf("the log is sealed and the receipt of %s has no proof:\n%s", l.number, text)
	}
	if l.first == "" && found.Sealed() {
		l.first = text
	}
	if rand.IntN(50) == 0 { // the program itself says the same
		if out, err := o.jauap(t, text, "verify", "-", "--key", o.log); err != nil {
			t.Fatalf("jauap verify: %v\n%s", err, out)
		}
	}
}

// sealAll waits until the log has all that was acknowledged.
func (o *office) sealAll(t *testing.T) {
	t.Helper()
	db := o.records(t)
	for end := time.Now().Add(time.Minute); count(t, db, `select count(*) from log_leaf where tree_index is null`) != 0; {
		if time.Now().After(end) {
			t.Fatal("the log is not sealed within a minute")
		}
		time.Sleep(100 * time.Millisecond)
	}
	o.sealed = true
}
