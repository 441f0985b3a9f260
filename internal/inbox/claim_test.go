package inbox_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"jauap/internal/dbtest"
	"jauap/internal/fault"
	"jauap/internal/inbox"
)

// forty is a file of forty rows of which each tenth is rejected.
func forty(t *testing.T) (path, body string) {
	t.Helper()
	var file strings.Builder
	for n := range 40 {
		text := fmt.Sprintf("жолданым %d", n)
		if n%10 == 3 {
			text = ""
		}
		fmt.Fprintf(&file, "{\"text\":%q}\n", text)
	}
	return write(t, "many.jsonl", file.String()), file.String()
}

// meanwhile imports a file and, when fifteen rows are done, a second one.
func (o *office) meanwhile(t *testing.T, path, second string) (first, other inbox.Run, err, otherErr error) {
	t.Helper()
	o.batch = 5
	o.progress = func(s inbox.Step) {
		if s.Run.RowsDone != 15 {
			return
		}
		o.progress = nil
		i, err := o.prepare(second, inbox.Wish{})
		if err != nil {
			t.Error(err)
			return
		}
		other, otherErr = i.Run(t.Context())
	}
	i, err := o.prepare(path, inbox.Wish{})
	if err != nil {
		t.Fatal(err)
	}
	first, err = i.Run(t.Context())
	return first, other, err, otherErr
}

func isAtWork(err error) bool {
	var f *fault.Fault
	return errors.As(err, &f) && f.Kind == fault.Conflict && f.Key == "inbox.at_work"
}

func TestAFileIsImportedByOneAtATime(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		o := &office{World: w}
		path, _ := forty(t)
		first, _, err, second := o.meanwhile(t, path, path)
		if !isAtWork(second) {
			t.Errorf("the second import: %v, want told that the file is being imported", second)
		}
		if err != nil || first.Imported != 36 || first.Rejected != 4 || first.Doubles != 0 || !first.Finished {
			t.Errorf("the first import: %+v, %v", first, err)
		}
		if got := rejected(t, path); len(got) != 4 {
			t.Errorf("rejected %v", got)
		}
		if again := o.take(t, path, inbox.Wish{}); again != first {
			t.Errorf("afterwards: %+v, want the file free and as the first import left it", again)
		}
	})
}

func TestACopyImportedAtTheSameTimeSpoilsNoCounts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		o := &office{World: w}
		path, body := forty(t)
		beside := write(t, "many.jsonl", body)
		_, other, err, otherErr := o.meanwhile(t, path, beside)
		if !isAtWork(err) {
			t.Errorf("the overtaken import: %v, want told that the file is being imported", err)
		}
		if otherErr != nil || other.RowsDone != 40 || other.Imported != 36 || other.Rejected != 4 || other.Doubles != 0 {
			t.Errorf("the copy: %+v, %v", other, otherErr)
		}
		if again := o.take(t, path, inbox.Wish{}); again != other {
			t.Errorf("afterwards: %+v, want %+v", again, other)
		}
		if n := len(o.cases(t)); n != 36 {
			t.Errorf("%d appeals, want 36", n)
		}
	})
}

func TestAFileThatWentAwayIsSaid(t *testing.T) {
	t.Parallel()
	path, _ := forty(t)
	o := &office{World: dbtest.NewWorld(t, "sqlite:"+t.TempDir()+"/test.db")}
	i, err := o.prepare(path, inbox.Wish{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := i.Run(t.Context()); !fault.Is(err, fault.NotFound) {
		t.Errorf("got %v, want not found", err)
	}
}
