package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"jauap/internal/account"
	"jauap/internal/appeal"
	"jauap/internal/blob"
)

// checkFilesDir writes a file and removes it, as a form would.
func checkFilesDir(_ context.Context, p *patient) ([]finding, error) {
	info, err := os.Stat(p.files)
	if errors.Is(err, fs.ErrNotExist) {
		return found(care, "doctor.files_none", "dir", p.files), nil
	}
	if err == nil && !info.IsDir() {
		return found(ill, "doctor.files_no_folder", "dir", p.files), nil
	}
	if !canWrite(p.files) {
		return found(ill, "doctor.files_not_writable", "dir", p.files), nil
	}
	return found(well, "doctor.files", "dir", p.files), nil
}

// sampleFiles is how many attachments are looked for when not all are.
const sampleFiles = 1000

func checkAttachments(ctx context.Context, p *patient) ([]finding, error) {
	if _, err := os.Stat(p.files); err == nil && p.deep && p.ring != nil {
		return p.openAttachments(ctx)
	}
	ids, err := p.db.Blobs(ctx, sampleFiles)
	if err != nil {
		return nil, err
	}
	var lost []string
	for _, id := range ids {
		place, ok := blob.Place(id)
		if _, err := os.Stat(filepath.Join(p.files, place)); !ok || err != nil {
			lost = append(lost, id)
		}
	}
	if len(lost) > 0 {
		return found(ill, "doctor.files_lost", "n", len(lost), "id", lost[0], "dir", p.files), nil
	}
	return found(well, "doctor.files_there", "n", len(ids)), nil
}

// openAttachments reads every attachment of every case, to the last byte.
func (p *patient) openAttachments(ctx context.Context) ([]finding, error) {
	files, err := blob.New(blob.Options{Dir: p.files})
	if err != nil {
		return nil, err
	}
	defer files.Close()
	t := tally{files: files}
	for last := appeal.ID(0); ; {
		page, err := p.db.AppealsWithFiles(ctx, last, checkPage)
		if err != nil {
			return nil, err
		}
		if len(page) == 0 {
			return t.findings(p.files), nil
		}
		for _, id := range page {
			if err := t.add(ctx, p, id); err != nil {
				return nil, err
			}
		}
		last = page[len(page)-1]
	}
}

// A tally counts the attachments that open and those that do not.
type tally struct {
	files    *blob.Store
	seen     int64
	damaged  int64
	firstBad string
	closed   int64 // cases that could not be read
}

func (t *tally) add(ctx context.Context, p *patient, id appeal.ID) error {
	c, err := p.db.Case(ctx, account.Everything(), id)
	if err != nil {
		t.closed++
		return ctx.Err()
	}
	refs := c.Content.Files
	for _, e := range c.Events {
		refs = append(refs, e.Details.Files...)
	}
	for _, ref := range refs {
		t.seen++
		f, err := t.files.Open(ctx, ref, c.Key[:])
		if err == nil {
			_ = f.Close()
			continue
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if t.damaged++; t.firstBad == "" {
			t.firstBad = ref.ID
		}
	}
	return nil
}

func (t *tally) findings(dir string) []finding {
	var out []finding
	if t.closed > 0 {
		out = append(out, finding{ill, "doctor.cases_closed", []any{"n", t.closed}})
	}
	if t.damaged > 0 {
		return append(out, finding{ill, "doctor.files_lost", []any{"n", t.damaged, "id", t.firstBad, "dir", dir}})
	}
	return append(out, finding{well, "doctor.files_open", []any{"n", t.seen}})
}
