package cli

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"jauap/internal/calendar"
	"jauap/internal/fault"
	"jauap/internal/i18n"
	"jauap/internal/law"
)

// A termWriter writes answers as JSON by hand: a file of 100 000 questions is
// answered in a second, and most of an answer is days off that come again and
// again.
type termWriter struct {
	say      i18n.Printer
	skips    map[calendar.Day][]byte
	articles map[string]string
}

func newTermWriter(say i18n.Printer) *termWriter {
	return &termWriter{say: say, skips: make(map[calendar.Day][]byte), articles: make(map[string]string)}
}

// append writes one answer to buf; line 0 is left out.
func (w *termWriter) append(buf []byte, line int, a termAnswer) []byte {
	buf = append(buf, '{')
	if line > 0 {
		buf = append(buf, `"line":`...)
		buf = strconv.AppendInt(buf, int64(line), 10)
		buf = append(buf, ',')
	}
	buf = appendField(buf, `"kind":`, string(a.kind))
	buf = appendField(buf, `,"edition":`, string(a.edition))
	buf = append(a.registeredOn.Append(append(buf, `,"registered_on":"`...)), '"')
	buf = append(a.due.On.Append(append(buf, `,"due_on":"`...)), '"')
	buf = append(buf, `,"days":`...)
	buf = strconv.AppendInt(buf, int64(a.due.Term.Days), 10)
	buf = appendField(buf, `,"unit":`, string(a.due.Term.Unit))
	buf = append(buf, `,"basis":`...)
	buf = w.appendBasis(buf, a)
	buf = append(buf, `,"skipped":`...)
	buf = w.appendSkipped(buf, a.skipped)
	buf = appendField(buf, `,"calendar":`, string(a.calendar))
	buf = append(buf, `,"unsure":`...)
	buf = strconv.AppendBool(buf, len(a.doubts) > 0)
	buf = append(buf, `,"doubts":`...)
	return append(appendDoubts(buf, a.doubts), '}')
}

// appendField writes a name and a word of our own data, which needs no
// escaping.
func appendField(buf []byte, name, word string) []byte {
	buf = append(append(buf, name...), '"')
	return append(append(buf, word...), '"')
}

// appendBasis names each source once, in the reader's words.
func (w *termWriter) appendBasis(buf []byte, a termAnswer) []byte {
	buf = append(buf, '[')
	first := a.registration.Article
	if first != "" {
		buf = append(buf, w.article(first)...)
	}
	for i, article := range a.due.Basis {
		if article == first || slices.Contains(a.due.Basis[:i], article) {
			continue
		}
		if buf[len(buf)-1] != '[' {
			buf = append(buf, ',')
		}
		buf = append(buf, w.article(article)...)
	}
	return append(buf, ']')
}

// article is the quoted name of an article.
func (w *termWriter) article(article string) string {
	name, ok := w.articles[article]
	if !ok {
		name = string(appendText(nil, articles([]string{article}, w.say)))
		w.articles[article] = name
	}
	return name
}

func appendDoubts(buf []byte, doubts []law.Doubt) []byte {
	buf = append(buf, '[')
	for i, d := range doubts {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = appendField(buf, "", string(d))
	}
	return append(buf, ']')
}

func (w *termWriter) appendSkipped(buf []byte, skipped []calendar.Skip) []byte {
	buf = append(buf, '[')
	for i, s := range skipped {
		if i > 0 {
			buf = append(buf, ',')
		}
		text, ok := w.skips[s.Day]
		if !ok {
			text = w.skipText(s)
			w.skips[s.Day] = text
		}
		buf = append(buf, text...)
	}
	return append(buf, ']')
}

// skipText writes one day off: why in words, and as a code unless the words
// are an operator's own.
func (w *termWriter) skipText(s calendar.Skip) []byte {
	buf := append(s.Day.Append([]byte(`{"day":"`)), `","reason":`...)
	words := w.say.T(s.Reason)
	buf = appendText(buf, words)
	if words != s.Reason {
		buf = appendText(append(buf, `,"code":`...), s.Reason)
	}
	if !s.MovedFrom.IsZero() {
		buf = append(s.MovedFrom.Append(append(buf, `,"moved_from":"`...)), '"')
	}
	return append(buf, '}')
}

// appendError writes what is wrong with a line, in words and as a key.
func (w *termWriter) appendError(buf []byte, line int, err error) []byte {
	buf = append(buf, `{"line":`...)
	buf = strconv.AppendInt(buf, int64(line), 10)
	buf = appendText(append(buf, `,"error":`...), w.say.Fault(err))
	var f *fault.Fault
	if errors.As(err, &f) {
		buf = appendText(append(buf, `,"key":`...), f.Key)
	}
	return append(buf, '}')
}

func appendText(buf []byte, text string) []byte {
	quoted, err := json.Marshal(text)
	if err != nil { // a string always has a JSON form
		return append(buf, `""`...)
	}
	return append(buf, quoted...)
}
