package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
)

//go:embed all:assets/dist
var dist embed.FS

// assetsAt is where the assets are served. The next part of the path is the
// version, so that a browser may keep a file for ever.
const assetsAt = "/assets/"

// Assets are the styles, the script, the fonts and the icons.
type Assets struct {
	files   fs.FS
	version string
}

// OpenAssets finds the assets that are embedded in the program. A program
// built without them gets assets whose Built is false: pages are then plain,
// and say so.
func OpenAssets() (*Assets, error) {
	files, err := fs.Sub(dist, "assets/dist")
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	return openAssets(files)
}

func openAssets(files fs.FS) (*Assets, error) {
	a := &Assets{files: files}
	if _, err := fs.Stat(files, "app.css"); errors.Is(err, fs.ErrNotExist) {
		return a, nil
	}
	sum := sha256.New()
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, path)
		fmt.Fprintf(sum, "%s %d\n", path, len(body))
		sum.Write(body)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("assets: %w", err)
	}
	a.version = hex.EncodeToString(sum.Sum(nil))[:12]
	return a, nil
}

// Built tells whether the program was built with its assets.
func (a *Assets) Built() bool { return a != nil && a.version != "" }

// Path gives the address of a file: Path("app.css") is
// "/assets/3f2a…/app.css".
func (a *Assets) Path(name string) string {
	if !a.Built() {
		return assetsAt + "none/" + name
	}
	return assetsAt + a.version + "/" + name
}

// ServeHTTP serves the files under /assets/. Those of this version may be
// kept for a year; those of another version are gone, because half of one
// version and half of another make a broken page.
func (a *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	version, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, assetsAt), "/")
	if !a.Built() || version != a.version || !fs.ValidPath(name) || strings.HasPrefix(name, ".") {
		http.NotFound(w, r)
		return
	}
	if info, err := fs.Stat(a.files, name); err != nil || info.IsDir() {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if strings.HasSuffix(name, ".woff2") {
		w.Header().Set("Content-Type", "font/woff2")
	}
	http.ServeFileFS(w, r, a.files, name)
}
