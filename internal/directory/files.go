package directory

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"jauap/internal/i18n"
)

// The three data files.
const (
	placesFile = "places.csv"
	bodiesFile = "bodies.csv"
	topicsFile = "topics.csv"
)

//go:embed data/*.csv
var defaults embed.FS

// Defaults is the folder of data files that comes with the program.
func Defaults() fs.FS {
	sub, err := fs.Sub(defaults, "data")
	if err != nil {
		panic(err) // the name above is not a path: impossible
	}
	return sub
}

// Files is what the data files say, checked. Bodies name each other by code;
// their ids are given by the store.
type Files struct {
	Places []Place
	Bodies []BodyLine
	Topics []Topic
}

// A BodyLine is a body as its file writes it.
type BodyLine struct {
	Code   string
	Kind   string
	Place  PlaceCode
	Parent string // code of the body above, or ""
	Higher string // code of the body that reviews complaints, or ""
	Name   i18n.Text
	Short  i18n.Text // Name where the file has none
}

// ReadFiles reads places.csv, bodies.csv and topics.csv: UTF-8, a header,
// parted by comma or semicolon, in any order of columns and lines. Names in
// Kazakh and Russian are required, English falls back to Kazakh. Columns it
// does not know are passed over. The error joins faults that each tell file,
// line and what to do (fault.All), at most 20 a file.
func ReadFiles(fsys fs.FS) (Files, error) {
	places := readTable(fsys, placesFile, "code", "parent", "level", "name_kk", "name_ru")
	bodies := readTable(fsys, bodiesFile, "code", "kind", "place", "parent", "higher", "name_kk", "name_ru")
	topics := readTable(fsys, topicsFile, "code", "parent", "name_kk", "name_ru")
	f := Files{
		Places: readPlaces(places),
		Topics: readTopics(topics),
	}
	f.Bodies = readBodies(bodies, f.Places)
	if err := joinFaults(places, bodies, topics); err != nil {
		return Files{}, err
	}
	return f, nil
}

func readPlaces(t *table) []Place {
	var list []Place
	var tree []node[PlaceCode]
	for _, r := range t.rows {
		p := Place{
			Code: PlaceCode(r.get("code")), Parent: PlaceCode(r.get("parent")),
			Level: r.get("level"), Name: r.text("name"),
		}
		if !isKATO(p.Code) {
			t.fault("directory.bad_line_kato", r.line, "code", p.Code)
		}
		if !slices.Contains([]string{LevelOblast, LevelCity, LevelDistrict, LevelCityDistrict}, p.Level) {
			t.fault("directory.bad_line_level", r.line, "level", p.Level)
		}
		t.needName(r)
		list, tree = append(list, p), append(tree, node[PlaceCode]{p.Code, p.Parent})
	}
	faultTree(t, "parent", tree)
	return list
}

// readBodies does not look for places when there are none: their own file is
// at fault then, and says so.
func readBodies(t *table, places []Place) []BodyLine {
	var list []BodyLine
	var parents, highers []node[string]
	at := positions(places, func(p Place) PlaceCode { return p.Code })
	for _, r := range t.rows {
		b := bodyLine(r)
		if !slices.Contains([]string{KindGovernment, KindMinistry, KindAkimat, KindRegistry}, b.Kind) {
			t.fault("directory.bad_line_kind", r.line, "kind", b.Kind)
		}
		if _, there := at[b.Place]; b.Place != "" && !there && len(places) > 0 {
			t.fault("directory.bad_line_place", r.line, "code", b.Place)
		}
		t.needCode(r)
		t.needName(r)
		list = append(list, b)
		parents = append(parents, node[string]{b.Code, b.Parent})
		highers = append(highers, node[string]{b.Code, b.Higher})
	}
	faultTree(t, "parent", parents)
	faultTree(t, "higher", highers)
	return list
}

func bodyLine(r row) BodyLine {
	b := BodyLine{
		Code: r.get("code"), Kind: r.get("kind"), Place: PlaceCode(r.get("place")),
		Parent: r.get("parent"), Higher: r.get("higher"), Name: r.text("name"), Short: r.text("short"),
	}
	if b.Short.IsZero() {
		b.Short = b.Name
	}
	return b
}

func readTopics(t *table) []Topic {
	var list []Topic
	var tree []node[TopicCode]
	for _, r := range t.rows {
		danger := r.get("danger")
		if !slices.Contains([]string{"", "0", "1"}, danger) {
			t.fault("directory.bad_line_danger", r.line, "danger", danger)
		}
		c := Topic{
			Code: TopicCode(r.get("code")), Parent: TopicCode(r.get("parent")),
			Name: r.text("name"), Hint: r.text("hint"), Danger: danger == "1",
		}
		t.needCode(r)
		t.needName(r)
		list, tree = append(list, c), append(tree, node[TopicCode]{c.Code, c.Parent})
	}
	faultTree(t, "parent", tree)
	return list
}

func isKATO(c PlaceCode) bool { return len(c) == 9 && strings.Trim(string(c), "0123456789") == "" }

// BodiesWith gives the bodies their ids by code. It fails if a code has none.
func (f Files) BodiesWith(ids map[string]BodyID) ([]Body, error) {
	list := make([]Body, len(f.Bodies))
	for i, b := range f.Bodies {
		if ids[b.Code] == 0 {
			return nil, fmt.Errorf("body %s: no id", b.Code)
		}
		list[i] = Body{
			ID: ids[b.Code], Code: b.Code, Kind: b.Kind, Place: b.Place,
			Parent: ids[b.Parent], Higher: ids[b.Higher], Name: b.Name, Short: b.Short,
		}
	}
	return list, nil
}

// Directory makes a snapshot of the files alone, bodies numbered from 1 in
// the order of their lines. For tests and for looking at files before they
// are imported; the store gives its own ids.
func (f Files) Directory() (*Directory, error) {
	ids := make(map[string]BodyID, len(f.Bodies))
	for i, b := range f.Bodies {
		ids[b.Code] = BodyID(i + 1)
	}
	bodies, err := f.BodiesWith(ids)
	if err != nil {
		return nil, err
	}
	return New(f.Places, bodies, nil, f.Topics)
}
