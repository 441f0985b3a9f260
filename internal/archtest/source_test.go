package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

const (
	root   = "../.."
	module = "jauap"
)

// A pkg is what `go list` tells about one package.
type pkg struct {
	Dir          string
	ImportPath   string
	Name         string
	Doc          string
	GoFiles      []string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

// room is the first folder under internal, or "" for what lies outside.
func (p pkg) room() string {
	rest, inside := strings.CutPrefix(p.ImportPath, module+"/internal/")
	if !inside {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// generator tells whether p is a program that writes files of its room, run
// by `go generate` and never part of jauap.
func (p pkg) generator() bool { return p.room() != "" && p.Name == "main" }

var list = sync.OnceValues(func() ([]pkg, error) {
	cmd := exec.Command("go", "list", "-e", "-json=Dir,ImportPath,Name,Doc,GoFiles,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var all []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		switch err := dec.Decode(&p); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, err
		}
		all = append(all, p)
	}
})

// packages lists every package of the module.
func packages(t *testing.T) []pkg {
	t.Helper()
	all, err := list()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("go list found no package")
	}
	return all
}

// A source is one parsed file, without its tests.
type source struct {
	pkg  pkg
	name string // relative to the module, for reports
	fset *token.FileSet
	file *ast.File
}

// at tells where a node stands: "internal/store/open.go:12".
func (s source) at(n ast.Node) string {
	return s.name + ":" + strings.TrimPrefix(s.fset.Position(n.Pos()).String(), s.fset.Position(s.file.Package).Filename+":")
}

var parsed = sync.OnceValues(func() ([]source, error) {
	all, err := list()
	if err != nil {
		return nil, err
	}
	base, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	var files []source
	for _, p := range all {
		for _, name := range p.GoFiles {
			s, err := parse(p, base, name)
			if err != nil {
				return nil, err
			}
			files = append(files, s)
		}
	}
	return files, nil
})

func parse(p pkg, base, name string) (source, error) {
	path := filepath.Join(p.Dir, name)
	rel, err := filepath.Rel(base, path)
	if err != nil {
		return source{}, err
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
	return source{pkg: p, name: rel, fset: fset, file: file}, err
}

// sources lists every file of the program, parsed.
func sources(t *testing.T) []source {
	t.Helper()
	all, err := parsed()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// snippet parses a few lines as a file of the room "rule".
func snippet(t *testing.T, code string) source {
	t.Helper()
	const head = "package rule\nimport (\"fmt\"; \"io\"; \"os\"; \"sync\"; \"time\")\n"
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "rule.go", head+code, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return source{pkg: pkg{ImportPath: module + "/internal/rule"}, name: "rule.go", fset: fset, file: file}
}

func complain(t *testing.T, complaints []string) {
	t.Helper()
	for _, c := range complaints {
		t.Error(c)
	}
}
