package i18n

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// sources is what the program's text says about messages. The values tell the
// file, for the report.
type sources struct {
	said  map[string]string // every string literal
	asked map[string]string // literals that must be keys: of T and fault.New
	words map[string]bool   // of the literals and of the data files
}

// scan reads all Go, templ and data files once; the walls share what it found.
var scan = sync.OnceValues(func() (sources, error) {
	s := sources{said: make(map[string]string), asked: make(map[string]string), words: make(map[string]bool)}
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.Contains(" testdata node_modules assets messages docs .git bin var ", " "+d.Name()+" "):
			return filepath.SkipDir
		case strings.HasSuffix(path, "_test.go"):
			return nil
		case strings.HasSuffix(path, ".go"):
			return s.readGo(path)
		case strings.HasSuffix(path, ".templ"):
			return s.readTempl(path)
		case strings.HasSuffix(path, ".json"), strings.HasSuffix(path, ".txt"):
			return s.readData(path)
		}
		return nil
	})
	return s, err
})

func read(t *testing.T) sources {
	t.Helper()
	s, err := scan()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (s sources) readGo(path string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, ok := literal(n); ok {
				s.said[text] = path
				s.saidInside(text, path)
			}
		case *ast.CallExpr:
			if key, ok := literal(keyOf(n)); ok {
				s.asked[key] = path
			}
		}
		return true
	})
	return nil
}

// keyOf finds the argument of a call that is a message key: the first of
// p.T, the second of fault.New.
func keyOf(call *ast.CallExpr) ast.Expr {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	on, _ := sel.X.(*ast.Ident)
	switch {
	case sel.Sel.Name == "T" && len(call.Args) > 0:
		return call.Args[0]
	case sel.Sel.Name == "New" && on != nil && on.Name == "fault" && len(call.Args) > 1:
		return call.Args[1]
	}
	return nil
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

var (
	quoted  = regexp.MustCompile(`"([a-z][a-z0-9_.]*)"`)
	word    = regexp.MustCompile(`[a-z0-9][a-z0-9_.-]*`)
	calledT = regexp.MustCompile(`\.T\("([^"]*)"`)
)

// saidInside finds keys within a longer text: a field tag, a template.
func (s sources) saidInside(text, path string) {
	for _, m := range quoted.FindAllStringSubmatch(text, -1) {
		s.said[m[1]] = path
	}
	for _, w := range word.FindAllString(text, -1) {
		s.words[w] = true
	}
}

// readData looks into tables: "law.source_code" and the codes of things.
func (s sources) readData(path string) error {
	body, err := os.ReadFile(path)
	s.saidInside(string(body), path)
	return err
}

func (s sources) readTempl(path string) error {
	body, err := os.ReadFile(path)
	s.saidInside(string(body), path)
	for _, m := range calledT.FindAllStringSubmatch(string(body), -1) {
		s.asked[m[1]] = path
	}
	return err
}
