package receipt

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jauap/internal/fault"
	"jauap/internal/tlog"
)

// MaxSize is the longest text that is read, in bytes. A receipt with its
// proof has about five thousand.
const MaxSize = 256 << 10

// Parse reads a receipt, whatever is written around it: a file, a pasted
// text, or an address with the compact form. It believes everything; whether
// it is true says Check. Faults name the line that is no receipt.
func Parse(text string) (Receipt, Document, error) {
	f, err := parseEither(text)
	return f.Receipt, f.Document, err
}

// A found is a receipt and how it was found.
type found struct {
	claim
	Document
	outside int  // lines with text that nobody signed
	cover   int  // of them those above
	compact bool // rebuilt from the short form
}

func parse(text string) (found, error) {
	if len(text) > MaxSize {
		return found{}, fault.New(fault.TooLarge, "receipt.too_large", "n", MaxSize>>10)
	}
	if !utf8.ValidString(text) {
		return found{}, fault.New(fault.Invalid, "receipt.not_text")
	}
	text = plain(text)
	lines := strings.Split(text, "\n")
	begin, err := armored(lines)
	if err != nil {
		if short, ok := cutCompact(text); ok {
			return readCompact(short)
		}
		return found{}, err
	}
	inner, outside := lines[begin+1:], lines[:begin]
	end := slices.Index(inner, armorEnd)
	f, err := readInner(inner[:end], begin+1)
	f.cover = written(outside)
	f.outside = f.cover + written(inner[end+1:])
	return f, err
}

// armored gives the line where the one receipt of a text begins.
func armored(lines []string) (begin int, err error) {
	count := func(mark string) (n int) {
		for _, line := range lines {
			if line == mark {
				n++
			}
		}
		return n
	}
	begin, end := slices.Index(lines, armorBegin), slices.Index(lines, armorEnd)
	switch begins, ends := count(armorBegin), count(armorEnd); {
	case begins > 1 || ends > 1:
		return 0, fault.New(fault.Invalid, "receipt.several")
	case begins+ends == 0:
		return 0, fault.New(fault.NotFound, "receipt.none")
	case begins == 0:
		return 0, fault.New(fault.Invalid, "receipt.no_begin", "mark", armorBegin)
	case ends == 0 || end < begin:
		return 0, fault.New(fault.Invalid, "receipt.no_end", "mark", armorEnd)
	}
	return begin, nil
}

// written counts the lines that say something.
func written(lines []string) (n int) {
	for _, line := range lines {
		if strings.TrimSpace(line) != "" {
			n++
		}
	}
	return n
}

// readInner reads what stands in the armor. What is read, written again, must
// be the same text: nothing in it goes unread.
func readInner(lines []string, before int) (found, error) {
	if i := slices.IndexFunc(lines, hides); i >= 0 {
		return found{}, fault.New(fault.Invalid, "receipt.hidden", "line", before+i+1)
	}
	note, rest, err := cutNote(lines, before)
	if err != nil {
		return found{}, err
	}
	f := found{Document: Document{Signed: strings.Join(lines[:note], "\n") + "\n"}}
	if f.claim, err = readBody(strings.Join(lines[:rest], "\n")+"\n", before); err != nil {
		return f, err
	}
	if note == len(lines) {
		return f, nil
	}
	bad := fault.New(fault.Invalid, "receipt.bad_proof", "line", before+note+2)
	f.Proof, f.Follows, err = readProofs(strings.Join(lines[note+1:], "\n") + "\n")
	if err != nil || f.Proof == nil || f.inner() != strings.Join(lines, "\n")+"\n" {
		return f, bad.Because(err)
	}
	return f, nil
}

// signatureMark begins the lines below a note that sign it.
const signatureMark = "— "

// cutNote finds how many lines the note has, and how many of them are its
// text.
func cutNote(lines []string, before int) (note, text int, err error) {
	at := slices.Index(lines, head)
	if at < 0 {
		return 0, 0, fault.New(fault.Invalid, "receipt.no_block", "mark", head)
	}
	text = at + blockLines
	if text+1 >= len(lines) || lines[text] != "" {
		return 0, 0, unreadable(before + min(text, len(lines)) + 1)
	}
	if !strings.HasPrefix(lines[text+1], signatureMark) {
		return 0, 0, fault.New(fault.Invalid, "receipt.no_signature", "line", before+text+2)
	}
	return text + 2, text, nil
}

// readProofs reads the blocks after a note, or of a file of proofs.
func readProofs(text string) (proof *tlog.Proof, list []tlog.Follows, err error) {
	blocks := strings.Split(text, "\n"+tlog.FollowsHead+"\n")
	first := blocks[0]
	if strings.HasPrefix(first, tlog.FollowsHead+"\n") {
		first, blocks[0] = "", strings.TrimPrefix(first, tlog.FollowsHead+"\n")
	} else {
		blocks = blocks[1:]
	}
	if first != "" {
		p, err := tlog.ParseProof(first)
		if err != nil {
			return nil, nil, err
		}
		proof = &p
	}
	for _, block := range blocks {
		f, err := tlog.ParseFollows(tlog.FollowsHead + "\n" + block)
		if err != nil {
			return proof, list, err
		}
		list = append(list, f)
	}
	return proof, list, nil
}
