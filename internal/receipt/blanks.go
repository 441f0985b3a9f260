package receipt

import "strings"

// Mail programs and editors put blanks at the ends of lines, or take them
// away. Nobody sees them and none of them says anything, so a text that does
// not hold as it is gets a second look in the one form without them. It is
// this form that must be signed, and that is given back: blanks are dropped,
// never believed.

// read finds a receipt and checks who signed it.
func read(text string, known Keys) (found, error) {
	f, err := parse(text)
	if err == nil {
		err = f.open(known)
	}
	if bare := withoutBlanks(text); err != nil && bare != text {
		if again, wrong := parse(bare); wrong == nil && again.open(known) == nil {
			return again, nil
		}
	}
	return f, err
}

// parseEither is parse for who does not ask about the signature.
func parseEither(text string) (found, error) {
	f, err := parse(text)
	if bare := withoutBlanks(text); err != nil && bare != text {
		if again, wrong := parse(bare); wrong == nil {
			return again, nil
		}
	}
	return f, err
}

// withoutBlanks drops the blanks at the ends of lines. The two lines of the
// block that name a day end with one when there is no day.
func withoutBlanks(text string) string {
	lines := strings.Split(plain(text), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
		if lines[i] == "registered" || lines[i] == "due" {
			lines[i] += " "
		}
	}
	return strings.Join(lines, "\n")
}

// oneNote is a note that was pasted: without the blanks, and without the empty
// lines around it, but with its last line ended.
func oneNote(text string) string { return strings.Trim(withoutBlanks(text), "\n") + "\n" }
