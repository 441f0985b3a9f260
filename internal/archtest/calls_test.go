package archtest

import (
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A door is a way to the world outside, as package.Name with * for any end of
// the name, and the rooms that may use it.
type door struct {
	name  string
	rooms []string
	why   string
}

var doors = []door{
	{"time.Now", []string{"cli", "httpd", "work"}, "rules take the time as a value, desks and runners have a Now field"},
	{"time.Since", []string{"cli", "httpd", "work"}, "it reads the clock"},
	{"time.Until", []string{"cli", "httpd", "work"}, "it reads the clock"},
	{"time.Local", []string{"cli"}, "the zone is applied in calendar"},
	{"fmt.Print*", []string{"cli"}, "only cli prints"},
	{"os.Stdout", []string{"cli"}, "only cli prints"},
	{"os.Stderr", []string{"cli"}, "only cli prints"},
	{"os.Getenv", []string{"cli"}, "only cli reads configuration"},
	{"os.LookupEnv", []string{"cli"}, "only cli reads configuration"},
	{"os.Environ", []string{"cli"}, "only cli reads configuration"},
	{"os.Exit", nil, "only main ends the program"},
}

func (d door) leads(name string) bool {
	if start, any := strings.CutSuffix(d.name, "*"); any {
		return strings.HasPrefix(name, start)
	}
	return name == d.name
}

func TestDoors(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.pkg.room() != "" && !s.pkg.generator() && !slices.Contains(forTests, s.pkg.room()) {
			complain(t, throughDoors(s))
		}
	}
}

func TestDoorsAreSeen(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int{
		`var _ = time.Now()`:                         1,
		`var now = time.Now`:                         1, // as a value, to be called later
		`func f() { fmt.Fprintln(os.Stdout) }`:       1,
		`func f() { fmt.Println(time.Since(t0)) }`:   2,
		`func f(time clock) { time.Now() }`:          0, // another time
		`func f(w io.Writer) { fmt.Fprintln(w) }`:    0,
		`func f(t time.Time) int { return t.Day() }`: 0,
	} {
		if got := throughDoors(snippet(t, code)); len(got) != want {
			t.Errorf("%s: %d complaints %v, want %d", code, len(got), got, want)
		}
	}
}

// throughDoors finds forbidden names, called or passed on as values.
func throughDoors(s source) (complaints []string) {
	names := imported(s.file)
	ast.Inspect(s.file, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		on, ok := sel.X.(*ast.Ident)
		if !ok || on.Obj != nil {
			return true
		}
		full := names[on.Name] + "." + sel.Sel.Name
		for _, d := range doors {
			if d.leads(full) && !slices.Contains(d.rooms, s.pkg.room()) {
				complaints = append(complaints, s.at(n)+": "+full+": "+d.why)
			}
		}
		return true
	})
	return complaints
}

// imported maps the names a file uses to import paths; a package we would
// rename is still found.
func imported(f *ast.File) map[string]string {
	names := make(map[string]string)
	for _, spec := range f.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = path
	}
	return names
}

func TestNoBuiltinPrinting(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			if fun, ok := call.Fun.(*ast.Ident); ok && fun.Obj == nil && (fun.Name == "println" || fun.Name == "print") {
				t.Errorf("%s: %s prints for nobody", s.at(n), fun.Name)
			}
			return true
		})
	}
}

var sqlFold = regexp.MustCompile(`(?i)\b(lower|upper|now)\s*\(|\bcurrent_timestamp\b|\bilike\b`)

// SQLite folds ASCII only, so a fold of letters belongs to text.Fold and has
// a column of its own; and the database does not read the clock for us.
func TestSQLNeitherFoldsNorReadsTheClock(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.pkg.room() != "store" {
			continue
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if found := sqlFold.FindString(lit.Value); found != "" {
					t.Errorf("%s: SQL with %q", s.at(n), found)
				}
			}
			return true
		})
	}
	err := filepath.WalkDir(filepath.Join(root, "internal", "store"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".sql") {
			return err
		}
		body, err := os.ReadFile(path)
		if found := sqlFold.Find(body); found != nil {
			t.Errorf("%s: SQL with %q", path, found)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
