package endure

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"time"
)

// A letter is one filled-in form and what became of it.
type letter struct {
	sealed string // the form's own token
	text   string
	file   string // content of an attachment, "" for none
	email  string // where news of it go, "" for nowhere

	cookie string // of the receipt: the letter is acknowledged
	number string // known once the receipt was looked at
	code   string
	first  string // the receipt with its first proof
}

func (l *letter) acknowledged() bool { return l.cookie != "" }

const (
	fileName      = "ayghaq.txt"
	receiptCookie = "jauap_receipt"
)

// A post office brings forms to a program, each from an address of its own,
// so that the pace of forms holds back none.
type office struct {
	place
	client *http.Client
	last   atomic.Uint32
	sealed bool // by now every receipt must have its proof
}

// patience is how long a person waits for a page at most.
const patience = 75 * time.Second

func newOffice(p place) *office {
	return &office{place: p, client: &http.Client{
		Timeout:       patience,
		Transport:     &http.Transport{MaxIdleConnsPerHost: 32},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// A page is what came back.
type page struct {
	status int
	body   string
	header http.Header
	to     string
}

func (p page) cookie(name string) string {
	for _, c := range (&http.Response{Header: p.header}).Cookies() {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

var tag = regexp.MustCompile(`<[^>]*>`)

// plain is the page as it is read.
func (p page) plain() string {
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(p.body, " "))), " ")
}

// do sends a request as a browser behind the proxy does.
func (o *office) do(method, url, cookies, kind string, body io.Reader) (page, error) {
	r, err := http.NewRequest(method, url, body)
	if err != nil {
		return page{}, err
	}
	n := o.last.Add(1)
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.18.%d.%d", n>>8&255, n&255))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	if cookies != "" {
		r.Header.Set("Cookie", cookies)
	}
	res, err := o.client.Do(r)
	if err != nil {
		return page{}, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	return page{res.StatusCode, string(b), res.Header, res.Header.Get("Location")}, err
}

func (o *office) get(url, cookies string) (page, error) {
	return o.do(http.MethodGet, url, cookies, "", nil)
}

var sealedForm = regexp.MustCompile(`name="form" value="([^"]*)"`)

// write opens the form and fills it in; nothing is sent yet.
func (o *office) write(at string) (*letter, error) {
	p, err := o.get(at+"/kk/write", "")
	if err != nil {
		return nil, err
	}
	m := sealedForm.FindStringSubmatch(p.body)
	if p.status != http.StatusOK || m == nil {
		return nil, fmt.Errorf("the form came with status %d", p.status)
	}
	l := &letter{sealed: html.UnescapeString(m[1])}
	l.text = fmt.Sprintf("Сынақ көшесіндегі %d-үйдің ауласында жарық жанбайды, тексеріп беріңіз. Белгісі: %x.", rand.IntN(500)+1, rand.Uint64())
	if rand.IntN(3) == 0 {
		l.email = "synaq@example.kz"
	}
	return l, nil
}

// attach adds a file of some length.
func (l *letter) attach(bytes int) {
	l.file = strings.Repeat(fmt.Sprintf("Акт %x\n", rand.Uint64()), bytes/20+1)
}

// errNoAnswer: what became of the letter is unknown.
var errNoAnswer = errors.New("no answer")

// send presses the button. A letter that is answered with a receipt is
// acknowledged; any other page is given back.
func (o *office) send(at, lang string, l *letter) (page, error) {
	p, err := o.submit(at, lang, l)
	if err != nil {
		return p, fmt.Errorf("%w: %w", errNoAnswer, err)
	}
	if c := p.cookie(receiptCookie); p.status == http.StatusSeeOther && c != "" {
		l.cookie = c
	}
	return p, nil
}

func (o *office) submit(at, lang string, l *letter) (page, error) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for _, f := range [][2]string{
		{"form", l.sealed}, {"text", l.text}, {"kind", "application"}, {"who", "person"},
		{"name", "Сынақ Сынақов"}, {"email", l.email}, {"topic", ""}, {"region", "750000000"},
	} {
		_ = form.WriteField(f[0], f[1]) // to memory: it cannot fail
	}
	if l.file != "" {
		part, _ := form.CreateFormFile("files", fileName)
		_, _ = io.WriteString(part, l.file)
	}
	_ = form.Close()
	return o.do(http.MethodPost, at+"/"+lang+"/write", "", form.FormDataContentType(), &b)
}
