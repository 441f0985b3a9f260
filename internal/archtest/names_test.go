package archtest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestPackagesAreNouns(t *testing.T) {
	t.Parallel()
	vague := []string{"util", "utils", "common", "model", "models", "types", "helper", "helpers", "misc", "base", "shared"}
	for _, p := range packages(t) {
		if slices.Contains(vague, p.Name) {
			t.Errorf("%s: %q says nothing about what is inside", p.ImportPath, p.Name)
		}
	}
}

func TestEveryRoomTellsItsStory(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if p.ImportPath != module+"/internal/"+p.room() {
			continue
		}
		body, err := os.ReadFile(filepath.Join(p.Dir, "doc.go"))
		if err != nil {
			t.Errorf("%s has no doc.go", p.ImportPath)
			continue
		}
		if !strings.HasPrefix(string(body), "// Package "+p.Name+" ") {
			t.Errorf("%s: doc.go does not begin with the package comment", p.ImportPath)
		}
	}
}

// A decision has a number that is never reused, a title that repeats it, and
// three parts.
func TestDecisionsHaveTheirParts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(root, "docs", "adr", "[0-9]*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("docs/adr: %d files, %v", len(files), err)
	}
	seen := make(map[string]string)
	for _, file := range files {
		name := filepath.Base(file)
		number, _, _ := strings.Cut(name, "-")
		if seen[number] != "" {
			t.Errorf("docs/adr: %s and %s have one number", seen[number], name)
		}
		seen[number] = name
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"# " + number + ". ", "\n## Context\n", "\n## Decision\n", "\n## Consequences\n"} {
			if !strings.Contains(string(body), part) {
				t.Errorf("docs/adr/%s: no %q", name, strings.TrimSpace(part))
			}
		}
	}
}
