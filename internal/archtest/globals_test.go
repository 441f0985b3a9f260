package archtest

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

func TestNoInit(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, d := range s.file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s: init runs behind the reader's back; build it in New or in cli", s.at(f))
			}
		}
	}
}

func TestPackageVariablesNeverChange(t *testing.T) {
	t.Parallel()
	byPackage := make(map[string][]source)
	for _, s := range sources(t) {
		byPackage[s.pkg.ImportPath] = append(byPackage[s.pkg.ImportPath], s)
	}
	for _, files := range byPackage {
		complain(t, changing(files))
	}
}

func TestChangingVariablesAreSeen(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int{
		`var n int`:                   1,
		`var mu sync.Mutex`:           1,
		`var n = 1; func f() { n++ }`: 1,
		`var m = map[int]int{}; func f() { m[1] = 2 }`:            1,
		`var m = map[int]int{}; func f() { delete(m, 1) }`:        1,
		`var m = map[int]int{1: 2}; func f() int { return m[1] }`: 0,
		`var n = 1; func f() { n := 2; n++ }`:                     0,
		`var n = 1; func f(n int) { n = 2 }`:                      0,
		`var _ fmt.Stringer = thing{}`:                            0,
		"//go:embed a.txt\nvar text string":                       0,
	} {
		if got := changing([]source{snippet(t, code)}); len(got) != want {
			t.Errorf("%s: %d complaints %v, want %d", code, len(got), got, want)
		}
	}
}

// changing finds package variables that are state. A package variable is a
// value made once: a sentinel, a compiled pattern, an embedded file, a table.
// One that starts empty, or is written to later, is state that nobody passed
// on. The files belong to one package.
func changing(files []source) (complaints []string) {
	names := make(map[string]bool)
	declared := make(map[any]bool) // the *ast.ValueSpec
	for _, s := range files {
		packageVars(s, func(g *ast.GenDecl, v *ast.ValueSpec) {
			declared[v] = true
			for _, name := range v.Names {
				names[name.Name] = name.Name != "_"
				if len(v.Values) == 0 && !embeds(g, v) {
					complaints = append(complaints, s.at(name)+": "+name.Name+" starts empty, so somebody changes it")
				}
			}
		})
	}
	for _, s := range files {
		written(s.file, func(id *ast.Ident) {
			if names[id.Name] && outer(id, declared) {
				complaints = append(complaints, s.at(id)+": "+id.Name+" is changed here; pass it on instead")
			}
		})
	}
	return complaints
}

func packageVars(s source, visit func(*ast.GenDecl, *ast.ValueSpec)) {
	for _, d := range s.file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, spec := range g.Specs {
			visit(g, spec.(*ast.ValueSpec)) // a var declaration holds nothing else
		}
	}
}

// embeds tells whether a variable is filled by //go:embed.
func embeds(g *ast.GenDecl, v *ast.ValueSpec) bool {
	for _, doc := range []*ast.CommentGroup{g.Doc, v.Doc} {
		if doc == nil {
			continue
		}
		for _, line := range doc.List {
			if strings.HasPrefix(line.Text, "//go:embed ") {
				return true
			}
		}
	}
	return false
}

// written visits the variable behind each assignment: v = …, v.x = …,
// v[i]++, delete(v, k).
func written(f *ast.File, visit func(*ast.Ident)) {
	to := func(e ast.Expr) {
		if id := base(e); id != nil {
			visit(id)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, left := range n.Lhs {
				if n.Tok != token.DEFINE {
					to(left)
				}
			}
		case *ast.IncDecStmt:
			to(n.X)
		case *ast.CallExpr:
			if fun, ok := n.Fun.(*ast.Ident); ok && (fun.Name == "delete" || fun.Name == "clear") && len(n.Args) > 0 {
				to(n.Args[0])
			}
		}
		return true
	})
}

func base(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.IndexExpr:
		return base(e.X)
	case *ast.SelectorExpr:
		return base(e.X)
	case *ast.StarExpr:
		return base(e.X)
	case *ast.ParenExpr:
		return base(e.X)
	}
	return nil
}

// outer tells whether a name means a package variable. The parser resolves
// names within one file; what it leaves open is declared in another file of
// the package.
func outer(id *ast.Ident, declared map[any]bool) bool {
	return id.Obj == nil || declared[id.Obj.Decl]
}
