package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"jauap/internal/fault"
	"jauap/internal/receipt"
)

// verifyCommand checks a receipt. It stands alone: no database, no key file,
// and no network unless --log names an address. JAUAP_KEY is the master key
// of the house and not the public one, so no flag comes from the environment.
type verifyCommand struct {
	File  string   `arg:"" help:"verify_file" placeholder:"FILE"`
	Key   []string `help:"verify_key" placeholder:"KEY" sep:"none" typed:""`
	Old   []string `help:"verify_old" placeholder:"FILE" sep:"none" typed:""`
	Proof string   `help:"verify_proof" placeholder:"FILE" typed:""`
	Log   string   `help:"verify_log" placeholder:"URL" typed:""`
	At    string   `help:"verify_at" placeholder:"TIME" typed:""`
}

// Run says what the receipt states and whether it holds. All that is wrong is
// told, the gravest first.
func (v *verifyCommand) Run(e *env) error {
	options, err := v.options(e)
	if err != nil {
		return err
	}
	text, err := readReceipt(v.File, e.in)
	if err != nil {
		return err
	}
	found, err := receipt.Check(text, options)
	if err == nil {
		e.tell("cli.verify_holds")
	}
	e.tellReceipt(found)
	if err == nil {
		return nil
	}
	for _, f := range fault.All(err) {
		fmt.Fprintln(e.errOut, e.say.Fault(f))
		if v.Log == "" && (f.Key == "receipt.follows_missing" || f.Key == "receipt.nothing_to_compare") {
			fmt.Fprintln(e.errOut, e.say.T("cli.verify_name_log"))
		}
	}
	return fault.New(fault.Conflict, "cli.verify_failed")
}

// tellReceipt prints what is true, and then the words that were signed with
// it, in the language in which they were signed.
func (e *env) tellReceipt(found receipt.Finding) {
	for _, line := range found.Report(e.say) {
		fmt.Fprintln(e.out, line)
	}
	if !found.Genuine || len(found.Lines) == 0 {
		return
	}
	e.tell("cli.verify_words")
	for _, line := range found.Lines {
		fmt.Fprintln(e.out, strings.TrimRight("  | "+line, " "))
	}
}

// options gathers what the receipt is checked with.
func (v *verifyCommand) options(e *env) (o receipt.Options, err error) {
	if stdins := strings.Count("\n"+strings.Join(append(v.Old, v.File, v.Proof), "\n\n")+"\n", "\n-\n"); stdins > 1 {
		return o, wrongUsage{fault.New(fault.Invalid, "cli.verify_one_stdin")}
	}
	if o.Now, err = v.now(); err != nil {
		return o, wrongUsage{err}
	}
	if o.Known, err = v.keys(); err != nil {
		return o, err
	}
	if v.Proof != "" {
		if o.Proof, err = readReceipt(v.Proof, e.in); err != nil {
			return o, err
		}
	}
	for _, name := range v.Old {
		text, err := readReceipt(name, e.in)
		if err != nil {
			return o, err
		}
		o.Old = append(o.Old, receipt.Earlier{Name: name, Text: text})
	}
	if v.Log != "" {
		o.Head, o.Tiles, err = openLog(v.Log)
	}
	return o, err
}

func (v *verifyCommand) now() (time.Time, error) {
	if v.At == "" {
		return time.Now(), nil
	}
	return parseInstant(v.At)
}

// keys reads each key as it was typed, or from the file that was named.
func (v *verifyCommand) keys() (list receipt.Keys, err error) {
	if len(v.Key) == 0 {
		return nil, wrongUsage{fault.New(fault.Invalid, "cli.verify_no_key")}
	}
	for _, typed := range v.Key {
		keys, err := receipt.ReadKeys(typed)
		if err != nil && !strings.HasPrefix(typed, "PRIVATE+") && !strings.Contains(typed, "\n") {
			var text string
			if text, err = readReceipt(typed, nil); err == nil {
				keys, err = receipt.ReadKeys(text)
			} else if strings.Count(typed, "+") > 1 { // meant as a key, not as a file
				_, err = receipt.ReadKeys(typed)
			}
		}
		if err != nil {
			return nil, wrongUsage{err}
		}
		list = append(list, keys...)
	}
	return list, nil
}

// readReceipt reads a file, or the standard input for "-", and no more of it
// than a receipt may have.
func readReceipt(name string, stdin io.Reader) (string, error) {
	in := stdin
	if name != "-" || stdin == nil {
		file, err := os.Open(name)
		if err != nil {
			return "", unreadable(name, err)
		}
		defer file.Close()
		in = file
	}
	b, err := io.ReadAll(io.LimitReader(in, receipt.MaxSize+1))
	if err != nil {
		return "", unreadable(name, err)
	}
	if len(b) > receipt.MaxSize {
		return "", fault.New(fault.TooLarge, "receipt.too_large", "n", receipt.MaxSize>>10)
	}
	return string(b), nil
}
