package archtest

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const modulesFile = "docs/adr/0008-dependencies.md"

var required = regexp.MustCompile(`(?m)^(?:require)?\s*([a-z0-9.-]+\.[a-z]+/\S+) v\S+`)

// TestModulesAreTheListOfTheDecision compares the modules our code imports
// with the table of the decision, both ways.
func TestModulesAreTheListOfTheDecision(t *testing.T) {
	t.Parallel()
	listed := make(map[string]bool)
	for _, row := range markdownTable(t, modulesFile, "module") {
		listed[row[0]] = true
		if len(row) < 2 || row[1] == "" {
			t.Errorf("%s: %s has no reason", modulesFile, row[0])
		}
	}
	used := usedModules(t)
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if !listed[name] {
			t.Errorf("%s uses %s, which is not in %s: add it there with its reason, or do without", used[name], name, modulesFile)
		}
	}
	for name := range listed {
		if used[name] == "" {
			t.Errorf("%s: nothing imports %s", modulesFile, name)
		}
	}
}

// usedModules maps each module that our code or a test imports to one package
// that does.
func usedModules(t *testing.T) map[string]string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	var modules []string
	for _, m := range required.FindAllStringSubmatch(string(body), -1) {
		modules = append(modules, m[1])
	}
	used := make(map[string]string)
	for _, p := range packages(t) {
		for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
				used[moduleOf(path, modules)] = p.ImportPath
			}
		}
	}
	return used
}

// moduleOf finds the longest module that holds the package.
func moduleOf(path string, modules []string) string {
	best := ""
	for _, m := range modules {
		if (path == m || strings.HasPrefix(path, m+"/")) && len(m) > len(best) {
			best = m
		}
	}
	return cmp.Or(best, path)
}
