package cli

import (
	"context"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"jauap/internal/directory"
	"jauap/internal/fault"
)

// directoryCommand keeps places, bodies and topics.
type directoryCommand struct {
	Import directoryImport `cmd:"" help:"directory_import"`
	List   directoryList   `cmd:"" help:"directory_list"`
}

type directoryImport struct {
	databaseFlags
	Dir string `arg:"" optional:"" help:"directory_dir"`
}

// Run imports the files of a folder, or those that come with the program.
func (c *directoryImport) Run(e *env) error {
	files, err := c.read(e)
	if err != nil {
		return err
	}
	return c.insideAs(creating, func(ctx context.Context, h *house) error {
		if _, err := h.db.ImportDirectory(ctx, operator(), files, time.Now()); err != nil {
			return err
		}
		e.tell("operator.directory_imported",
			"places", e.say.Number(int64(len(files.Places))), "bodies", e.say.Number(int64(len(files.Bodies))),
			"topics", e.say.Number(int64(len(files.Topics))))
		return nil
	})
}

// read prints every fault of the files with its line; nothing is imported
// from files that have one.
func (c *directoryImport) read(e *env) (directory.Files, error) {
	from := directory.Defaults()
	if c.Dir != "" {
		info, err := os.Stat(c.Dir)
		if err != nil {
			return directory.Files{}, wrongUsage{fault.New(fault.NotFound, "operator.directory_no_folder", "folder", c.Dir)}
		}
		if !info.IsDir() {
			return directory.Files{}, wrongUsage{fault.New(fault.Invalid, "operator.directory_a_file", "file", c.Dir)}
		}
		from = os.DirFS(c.Dir)
	}
	files, err := directory.ReadFiles(from)
	faults := fault.All(err)
	if err == nil || len(faults) == 0 {
		return files, err
	}
	for _, f := range faults {
		fmt.Fprintln(e.errOut, e.say.Fault(f))
	}
	return files, fault.New(fault.Invalid, "operator.directory_faults", "n", len(faults))
}

type directoryList struct {
	databaseFlags
	What string `arg:"" help:"directory_what"`
	Find string `help:"directory_find" placeholder:"TEXT"`
}

// Run lists codes and names.
func (c *directoryList) Run(e *env) error {
	lists := map[string]func(*env, *directory.Directory, string) []string{
		"bodies": listBodies, "places": listPlaces, "topics": listTopics,
	}
	lines, ok := lists[c.What]
	if !ok {
		return wrongUsage{fault.New(fault.Invalid, "operator.directory_bad_list", "text", c.What)}
	}
	return c.inside(func(ctx context.Context, h *house) error {
		dir, err := h.db.Directory(ctx)
		if err != nil {
			return err
		}
		if len(dir.Bodies(e.say.Lang())) == 0 {
			return fault.New(fault.NotFound, "operator.directory_empty")
		}
		found := lines(e, dir, c.Find)
		if len(found) == 0 {
			return fault.New(fault.NotFound, "operator.directory_not_found", "text", c.Find)
		}
		w := tabwriter.NewWriter(e.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, strings.Join(found, "\n"))
		return w.Flush()
	})
}

func listBodies(e *env, dir *directory.Directory, find string) (lines []string) {
	list := dir.Bodies(e.say.Lang())
	if find != "" {
		list = dir.FindBody(find)
	}
	for _, b := range list {
		lines = append(lines, b.Code+"\t"+dir.BodyTitle(b.ID).In(e.say.Lang()))
	}
	return lines
}

func listPlaces(e *env, dir *directory.Directory, find string) (lines []string) {
	list := dir.Places(e.say.Lang(), "")
	if find != "" {
		list = dir.FindPlace(find)
	}
	for _, p := range list {
		lines = append(lines, string(p.Code)+"\t"+dir.PlaceTitle(p.Code).In(e.say.Lang()))
	}
	return lines
}

func listTopics(e *env, dir *directory.Directory, find string) (lines []string) {
	line := func(t directory.Topic) { lines = append(lines, string(t.Code)+"\t"+t.Name.In(e.say.Lang())) }
	if find != "" {
		for _, t := range dir.FindTopic(find) {
			line(t)
		}
		return lines
	}
	for _, area := range dir.Topics() {
		line(area.Topic)
		for _, t := range area.Children {
			line(t.Topic)
		}
	}
	return lines
}
