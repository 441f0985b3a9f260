package cli

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"jauap/internal/inbox"
)

// An importProgress tells how far an import is: in one line that is written
// over on a terminal, in a line every few seconds elsewhere.
type importProgress struct {
	e        *env
	size     int64
	terminal bool
	begun    time.Time
	told     time.Time
	width    int // of the line on the terminal
	first    int64
	from     int64 // bytes of the file at the first step
}

// How often the line is written anew.
const (
	onTerminal = 200 * time.Millisecond
	elsewhere  = 5 * time.Second
)

func newImportProgress(e *env, size int64) *importProgress {
	return &importProgress{e: e, size: size, terminal: isTerminal(e.errOut)}
}

func isTerminal(w any) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// start begins to count time; rows done by earlier calls are not of this one.
func (p *importProgress) start(before inbox.Run) {
	p.begun, p.told, p.first, p.from = time.Now(), time.Now(), before.RowsDone, -1
	if before.RowsDone > 0 {
		fmt.Fprintln(p.e.errOut, p.e.say.T("inbox.resumed", "n", before.RowsDone))
	}
}

func (p *importProgress) step(s inbox.Step) {
	if p.from < 0 {
		// what was skipped at the start took no time worth counting
		p.from = 0
		if done := s.Run.RowsDone; p.first > 0 && done > 0 {
			p.from = s.Bytes * p.first / done
		}
	}
	every := elsewhere
	if p.terminal {
		every = onTerminal
	}
	if time.Since(p.told) < every {
		return
	}
	p.told = time.Now()
	p.write(p.line(s))
}

func (p *importProgress) line(s inbox.Step) string {
	_, rate := p.speed(s.Run)
	return p.e.say.T("inbox.progress", "percent", s.Bytes*100/max(p.size, 1), "n", s.Run.RowsDone,
		"rate", p.e.say.Number(rate), "left", p.left(s.Bytes))
}

// left is the time that the rest of the file will take at the speed so far.
func (p *importProgress) left(bytes int64) string {
	passed := bytes - p.from
	if passed <= 0 {
		return "…"
	}
	rest := time.Duration(float64(time.Since(p.begun)) * float64(p.size-bytes) / float64(passed)).Round(time.Second)
	return fmt.Sprintf("%d:%02d", int(rest.Minutes()), int(rest.Seconds())%60)
}

func (p *importProgress) write(line string) {
	if !p.terminal {
		fmt.Fprintln(p.e.errOut, line)
		return
	}
	width := len([]rune(line))
	fmt.Fprint(p.e.errOut, "\r", line, strings.Repeat(" ", max(0, p.width-width)))
	p.width = width
}

// end leaves the terminal on a clean line.
func (p *importProgress) end() {
	if p.terminal && p.width > 0 {
		fmt.Fprint(p.e.errOut, "\r", strings.Repeat(" ", p.width), "\r")
	}
}

// speed gives the seconds of this call, and its rows a second.
func (p *importProgress) speed(r inbox.Run) (seconds string, rate int64) {
	passed := time.Since(p.begun).Seconds()
	rows := float64(r.RowsDone - p.first)
	return strconv.FormatFloat(passed, 'f', 1, 64), int64(rows / max(passed, 0.001))
}
