package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"jauap/internal/tlog"
	"jauap/internal/witness"
)

// sealTime is how long a leaf may wait while the program serves: it seals
// every two seconds.
const sealTime = time.Minute

// checkLeaves: what a receipt promised must be in the log by then.
func checkLeaves(ctx context.Context, p *patient) ([]finding, error) {
	n, oldest, err := p.db.Unsealed(ctx)
	switch {
	case err != nil:
		return nil, err
	case n == 0 || oldest.IsZero() || !oldest.Before(p.now.Add(-sealTime)):
		return found(well, "doctor.leaves_well"), nil
	case oldest.Before(p.now.Add(-tlog.Promise)):
		return found(ill, "doctor.leaves_broken", "n", n, "since", oldest), nil
	}
	return found(care, "doctor.leaves", "n", n, "since", oldest), nil
}

// checkAstray: a place that was never signed, or none at all, was written by
// somebody else, and the sealing would pass such a leaf over for ever.
func checkAstray(ctx context.Context, p *patient) ([]finding, error) {
	n, err := p.db.LeavesAstray(ctx)
	if err != nil || n == 0 {
		return nil, err
	}
	return found(ill, "doctor.leaves_astray", "n", n), nil
}

// checkHead compares the newest checkpoint with the one that is remembered
// outside the database, and looks for events that vanished.
func checkHead(ctx context.Context, p *patient) ([]finding, error) {
	if p.ring == nil {
		return nil, nil
	}
	memory := p.flags.memory()
	w, err := witness.New(witness.Options{Store: p.db, Ring: p.ring, Memory: memory, Now: time.Now})
	if err != nil {
		return nil, err
	}
	var lost []finding
	err = lostEvents(memory, func(err error) {
		f, _ := told(err)
		lost = append(lost, f...)
	})
	if err != nil {
		return nil, err
	}
	head, err := w.Look(ctx)
	if err != nil {
		f, err := told(err)
		return append(lost, f...), err
	}
	if head.Size == 0 {
		return append(lost, finding{care, "doctor.head_none", nil}), nil
	}
	return append(lost, finding{well, "doctor.head", []any{"n", head.Size, "at", head.At}}), nil
}

// checkMemory: without what is remembered outside the database, nobody would
// notice that it was replaced by an older copy.
func checkMemory(ctx context.Context, p *patient) ([]finding, error) {
	memory := p.flags.memory()
	signed, err := p.db.LastCheckpoint(ctx)
	if err != nil {
		return nil, err
	}
	var out []finding
	if info, err := os.Stat(memory); signed != "" && (errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0) {
		out = found(care, "doctor.memory_none", "file", memory)
	}
	if dir := filepath.Dir(memory); !canWrite(dir) {
		out = append(out, finding{care, "doctor.memory_not_writable", []any{"dir", dir}})
	}
	return out, nil
}

// canWrite makes a file in a folder and removes it.
func canWrite(dir string) bool {
	f, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		return false
	}
	_, err = f.WriteString("jauap")
	return errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name())) == nil
}

// mostTroubles is how many things that do not match are named one by one.
const mostTroubles = 20

// checkRecords reads every record and compares it with the log, when the
// doctor is told to look deep.
func checkRecords(ctx context.Context, p *patient) ([]finding, error) {
	if owns, err := p.owns(ctx); !p.deep || !owns {
		return nil, err
	}
	w, err := witness.New(witness.Options{Store: p.db, Ring: p.ring, Now: time.Now})
	if err != nil {
		return nil, err
	}
	known, err := w.Known(ctx)
	if err != nil {
		return nil, err
	}
	var out []finding
	seen, err := p.db.VerifyLog(ctx, known, func(err error) {
		if one, _ := told(err); len(out) < mostTroubles {
			out = append(out, one...)
		}
	}, p.tell)
	switch {
	case err != nil:
		return out, err
	case seen.Troubles > int64(len(out)):
		out = append(out, finding{ill, "doctor.records_more", []any{"n", seen.Troubles - int64(len(out))}})
	case seen.Troubles == 0:
		out = found(well, "doctor.records", "n", seen.Appeals)
	}
	return out, nil
}
