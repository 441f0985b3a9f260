package web

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"

	"jauap/internal/fault"
	"jauap/internal/httpd"
)

// How much may be typed into one form. Files are counted by the store of
// files, and the whole by httpd.
const (
	longestAnswer = 2 << 20 // bytes of one answer
	mostTyped     = 6 << 20 // of all of them
	mostAnswers   = 60      // no page has half as many
	mostParts     = 200     // files too; more than that is no person
	longestName   = 100     // bytes of a question's name
	smallForm     = 3 << 20 // of a form without files
)

// A keepFile keeps a file as it arrives; typed is what came before it.
type keepFile func(typed url.Values, name string, file io.Reader) error

// A wanted is what a page reads of a form: its questions, and how long one
// answer may be. What it did not ask is passed over.
type wanted struct {
	names   []string
	longest int64 // bytes of one answer; 0 is longestAnswer
}

// asks are the questions of a form whose answers are of common length.
func asks(names ...string) wanted { return wanted{names: names} }

// readSmall reads a form without files.
func readSmall(w http.ResponseWriter, r *http.Request, names ...string) (url.Values, error) {
	httpd.Limit(w, r, smallForm)
	return readForm(r, asks(names...), nil)
}

// readForm reads a form as a stream: no file is held in memory, and none lies
// on the disk unsealed, as net/http would have it. Files go to keep; nil passes
// them over. An answer that is too long is cut and the rest still read. What
// came before an error is returned with it.
func readForm(r *http.Request, want wanted, keep keepFile) (url.Values, error) {
	if want.longest == 0 {
		want.longest = longestAnswer
	}
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return readPlain(r, want)
	}
	if err != nil {
		return nil, badForm(err)
	}
	f := arrivingForm{wanted: want, values: url.Values{}, keep: keep, left: max(mostTyped, want.longest)}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return f.values, f.cut
		}
		if err != nil {
			return f.values, badForm(err)
		}
		if err := f.take(part); err != nil {
			return f.values, err
		}
	}
}

// readPlain reads a form without files. Percent signs make three bytes of one.
// Its answers are counted before they are parted: a million empty ones weigh
// a hundred times what was sent.
func readPlain(r *http.Request, want wanted) (url.Values, error) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, want.longest+smallForm-longestAnswer))
	if err != nil {
		return nil, badForm(err)
	}
	if bytes.Count(body, []byte("&")) >= mostAnswers {
		return nil, tooManyAnswers()
	}
	all, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, badForm(err)
	}
	values := url.Values{}
	for _, name := range want.names {
		if answers, ok := all[name]; ok {
			values[name] = answers
		}
	}
	return values, nil
}

// An arrivingForm is what has come of a form so far.
type arrivingForm struct {
	wanted
	values  url.Values
	keep    keepFile
	left    int64 // bytes that may still be typed
	parts   int
	answers int
	cut     error // the fault of the first answer that was too long
	room    bytes.Buffer
}

func (f *arrivingForm) take(part *multipart.Part) error {
	if f.parts++; f.parts > mostParts || len(part.FormName()) > longestName {
		return tooManyAnswers()
	}
	if part.FormName() != "files" {
		return f.answer(part)
	}
	if part.FileName() == "" || f.keep == nil { // nothing was chosen, or nobody may send files
		return nil
	}
	file := &arrivingFile{part: part}
	err := f.keep(f.values, part.FileName(), file)
	if file.broken != nil {
		return badForm(file.broken)
	}
	return err
}

func (f *arrivingForm) answer(part *multipart.Part) error {
	if f.answers++; f.answers > mostAnswers {
		return tooManyAnswers()
	}
	if !slices.Contains(f.names, part.FormName()) {
		return nil
	}
	limit := min(f.left, f.longest)
	f.room.Reset()
	if _, err := f.room.ReadFrom(io.LimitReader(part, limit+1)); err != nil {
		return badForm(err)
	}
	b := f.room.Bytes()
	if int64(len(b)) > limit {
		b = b[:limit]
		if f.cut == nil {
			f.cut = fault.New(fault.TooLarge, "httpd.too_large", "limit", f.longest>>20).On(part.FormName())
		}
	}
	f.left -= int64(len(b))
	f.values.Add(part.FormName(), string(b))
	return nil
}

func tooManyAnswers() error { return fault.New(fault.TooLarge, "web.too_many_answers") }

// An arrivingFile remembers that its connection broke: whoever kept the file
// cannot tell that from a disk that failed.
type arrivingFile struct {
	part   io.Reader
	broken error
}

func (f *arrivingFile) Read(b []byte) (int, error) {
	n, err := f.part.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		f.broken = err
	}
	return n, err
}

// badForm gives a kind to what net/http found unreadable; a body that is too
// long or stopped coming keeps its own.
func badForm(err error) error {
	var long *http.MaxBytesError
	if errors.As(err, &long) {
		return fault.New(fault.TooLarge, "httpd.too_large", "limit", long.Limit>>20).Because(err)
	}
	return fault.New(fault.Invalid, "httpd.timeout").Because(err)
}
