package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/dbtest"
	"jauap/internal/i18n"
)

// backWithFile is a form that came back with a fault and one file.
func backWithFile(t *testing.T, b *browser) seen {
	t.Helper()
	v := written(b.get("/kk/write").hiddenValue("form"))
	v.Set("text", "")
	p := b.send("/kk/write", v, upload{"хат.txt", "дәлел"})
	p.wants(t, http.StatusUnprocessableEntity, "хат.txt")
	return p
}

// caseOn is the case whose number stands on a receipt.
func caseOn(t *testing.T, w *dbtest.World, receipt seen) appeal.Case {
	t.Helper()
	receipt.wants(t, http.StatusOK)
	c, err := w.Case(t.Context(), account.Everything(), numberOf(t, receipt.hiddenValue("number")).ID)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// filesOn are the attachments as the applicant reads them.
func filesOn(b *browser, receipt seen) []string {
	p := b.post("/kk/follow", url.Values{"number": {receipt.hiddenValue("number")}, "code": {receipt.hiddenValue("code")}})
	var list []string
	for _, m := range fileSeen.FindAllStringSubmatch(p.text, -1) {
		list = append(list, b.get(m[1]).text)
	}
	return list
}

func TestTwoAppealsSentFromOnePageShareNeitherKeyNorFiles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name          string
		first, second func(v url.Values, file string) []upload
		want          []string // the files of the second
	}{
		{"the second with another text", func(url.Values, string) []upload { return nil },
			func(url.Values, string) []upload { return nil }, []string{"дәлел"}},
		{"the first without the file, the second with it",
			func(v url.Values, file string) []upload {
				v.Set("remove", file)
				return []upload{{"екі.txt", "екінші"}}
			},
			func(url.Values, string) []upload { return nil }, []string{"дәлел"}},
		{"the second without the file", func(url.Values, string) []upload { return nil },
			func(v url.Values, file string) []upload { v.Set("remove", file); return nil }, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
				b := newBrowser(t, newSite(t, w))
				page := backWithFile(t, b)
				file := regexpRemove.FindStringSubmatch(page.text)[1]
				send := func(text string, change func(url.Values, string) []upload) seen {
					v := written(page.hiddenValue("form"))
					v.Set("text", text)
					return b.send("/kk/write", v, change(v, file)...)
				}
				first, second := send("Бірінші өтініш", tt.first), send("Екінші өтініш", tt.second)
				one, two := caseOn(t, w, first), caseOn(t, w, second)
				if one.ID == two.ID || one.Key == two.Key {
					t.Errorf("appeals %d and %d: one key is %v", one.ID, two.ID, one.Key == two.Key)
				}
				for _, f := range one.Content.Files {
					for _, g := range two.Content.Files {
						if f.ID == g.ID {
							t.Errorf("both hold the file %s", f.ID)
						}
					}
				}
				if len(filesOn(b, first)) != 1 {
					t.Error("the first appeal lost its file")
				}
				if got := filesOn(b, second); strings.Join(got, "|") != strings.Join(tt.want, "|") {
					t.Errorf("the second holds %q, want %q", got, tt.want)
				}
			})
		})
	}
}

func TestADoubleClickOnAFormThatCameBackIsOneAppeal(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		b := newBrowser(t, newSite(t, w))
		v := written(backWithFile(t, b).hiddenValue("form"))
		first, again := b.send("/kk/write", v), b.send("/kk/write", v)
		if a, b := first.hiddenValue("number"), again.hiddenValue("number"); a == "" || a != b {
			t.Errorf("two presses gave %q and %q", a, b)
		}
		if got := filesOn(b, again); len(got) != 1 || got[0] != "дәлел" {
			t.Errorf("the appeal holds %q", got)
		}
	})
}

func TestAFileThatIsGoneIsAskedForAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		files := blobs(t)
		b := newBrowser(t, siteOver(t, w, files))
		page := backWithFile(t, b)
		if err := files.Remove(regexpRemove.FindStringSubmatch(page.text)[1]); err != nil {
			t.Fatal(err)
		}
		page = b.send("/kk/write", written(page.hiddenValue("form")))
		page.wants(t, http.StatusUnprocessableEntity, catalog(t).In(i18n.KK).T("web.files_again"), "Көше жарығы үш аптадан бері жанбайды.")
		if !strings.Contains(page.text, `id="files-error"`) || strings.Contains(page.plain(), "хат.txt") {
			t.Error("the fault stands elsewhere, or the lost file is still listed")
		}
		receipt := b.send("/kk/write", written(page.hiddenValue("form")), upload{"хат.txt", "дәлел"})
		if got := filesOn(b, receipt); len(got) != 1 {
			t.Errorf("the appeal holds %q, want the file attached again", got)
		}
	})
}

// blobs is a store of files that a test looks into.
func blobs(t *testing.T) *blob.Store {
	t.Helper()
	files, err := blob.New(blob.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	return files
}
