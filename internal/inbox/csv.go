package inbox

import (
	"bytes"

	"jauap/internal/fault"
)

// A csvReader cuts a CSV as people's spreadsheets write it: quotes may hold
// separators and line ends, a doubled quote is a quote, a quote inside an
// unquoted cell is itself. The csv package of the standard library loses the
// rest of the file after a quote that nobody closes; this reader gives up
// only the line where it opens.
type csvReader struct {
	lines     *lines
	separator byte
	n         int64
}

func (c *csvReader) next() (row, error) {
	for {
		r, err := c.cut()
		if err != nil {
			return r, err
		}
		if r.fault == nil && empty(r.cells) {
			continue // spreadsheets leave rows of bare separators
		}
		c.n++
		r.number = c.n
		return r, nil
	}
}

// cut takes the next record, over as many lines as its quotes hold together.
func (c *csvReader) cut() (row, error) {
	first, err := c.lines.next()
	if err != nil {
		return row{}, err
	}
	r := row{line: first.number, raw: bytes.TrimRight(first.text, "\r\n")}
	if first.long {
		r.fault = rowTooLong()
		return r, nil
	}
	var more []line
	p := cutter{separator: c.separator}
	p.take(first.text)
	for size := len(first.text); p.open; {
		l, err := c.lines.next()
		if err != nil && !endOf(err) {
			return r, err
		}
		size += len(l.text)
		if endOf(err) || l.long || size > rowLimit {
			c.lines.unread(append(more, withText(l)...))
			r.cells, r.fault = nil, fault.New(fault.Invalid, "inbox.quote_open")
			return r, nil
		}
		more = append(more, l)
		p.take(l.text)
	}
	for _, l := range more {
		r.raw = append(append(r.raw, '\n'), bytes.TrimRight(l.text, "\r\n")...)
	}
	r.cells = p.cells
	return r, nil
}

func withText(l line) []line {
	if len(l.text) == 0 {
		return nil
	}
	return []line{l}
}

// A cutter cuts lines into cells; open tells that a quote still holds.
type cutter struct {
	separator byte
	cells     []string
	cell      []byte
	open      bool
}

func (p *cutter) take(text []byte) {
	if !p.open {
		text = p.begin(text)
	}
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case p.open && b == '"' && i+1 < len(text) && text[i+1] == '"':
			p.cell = append(p.cell, b)
			i++
		case p.open && b == '"':
			p.open = false
		case !p.open && b == p.separator:
			p.close()
			text, i = p.begin(text[i+1:]), -1
		case !p.open && (b == '\n' || b == '\r' && string(text[i:]) == "\r\n"):
			i = len(text)
		default:
			p.cell = append(p.cell, b)
		}
	}
	if !p.open {
		p.close()
	}
}

// begin starts a cell: a quote counts only at its first place.
func (p *cutter) begin(text []byte) []byte {
	p.open = len(text) > 0 && text[0] == '"'
	if p.open {
		return text[1:]
	}
	return text
}

func (p *cutter) close() {
	p.cells = append(p.cells, string(p.cell))
	p.cell = p.cell[:0]
}

func empty(cells []string) bool {
	for _, c := range cells {
		if len(bytes.TrimSpace([]byte(c))) > 0 {
			return false
		}
	}
	return true
}

// separatorOf chooses what parts the header most often.
func separatorOf(header []byte) byte {
	best, most := byte(','), 0
	for _, candidate := range []byte{',', ';', '\t'} {
		p := cutter{separator: candidate}
		p.take(header)
		if len(p.cells) > most {
			best, most = candidate, len(p.cells)
		}
	}
	return best
}
