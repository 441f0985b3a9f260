package directory

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/fault"
)

const (
	goodPlaces = "code,parent,level,name_kk,name_ru,name_en\n" +
		"100000000,,oblast,Сынақ облысы,Пробная область,Trial Region\n" +
		"100100000,100000000,district,Сынақ ауданы,Пробный район,Trial district\n"
	goodBodies = "code,kind,place,parent,higher,name_kk,name_ru,name_en\n" +
		"gov,government,,,,Үкімет,Правительство,Government\n" +
		"akimat.100000000,akimat,100000000,gov,gov,Сынақ облысының әкімдігі,Акимат Пробной области,\n"
	goodTopics = "code,parent,danger,name_kk,name_ru,name_en\n" +
		"water,,,Су,Вода,Water\n" +
		"water.none,water,1,Су жоқ,Нет воды,No water\n"
)

func folder(places, bodies, topics string) fs.FS {
	return fstest.MapFS{
		placesFile: {Data: []byte(places)}, bodiesFile: {Data: []byte(bodies)}, topicsFile: {Data: []byte(topics)},
	}
}

func TestFilesAreReadHoweverASpreadsheetWritesThem(t *testing.T) {
	t.Parallel()
	want, err := ReadFiles(folder(goodPlaces, goodBodies, goodTopics))
	if err != nil {
		t.Fatal(err)
	}
	if len(want.Places) != 2 || len(want.Bodies) != 2 || len(want.Topics) != 2 || !want.Topics[1].Danger {
		t.Fatalf("ReadFiles() = %+v", want)
	}
	for _, tt := range []struct {
		name   string
		change func(string) string
	}{
		{"a byte order mark", func(s string) string { return "\ufeff" + s }},
		{"semicolons", func(s string) string { return strings.ReplaceAll(s, ",", ";") }},
		{"lines of Windows", func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }},
		{"blanks around cells", func(s string) string { return strings.ReplaceAll(s, ",", " , ") }},
		{"empty rows at the end", func(s string) string { return s + ",,,,,\n\n" }},
		{"capitals in the header", func(s string) string { return strings.Replace(s, "code", "Code", 1) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := ReadFiles(folder(tt.change(goodPlaces), tt.change(goodBodies), tt.change(goodTopics)))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("ReadFiles (-want +got):\n%s", diff)
			}
		})
	}
}

// told writes a fault as "key line" for comparing.
func told(err error) []string {
	var list []string
	for _, f := range fault.All(err) {
		list = append(list, fmt.Sprint(strings.TrimPrefix(f.Key, "directory."), " ", f.Args["file"], " ", f.Args["line"]))
	}
	return list
}

func TestBrokenFilesTellTheLine(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name                   string
		places, bodies, topics string
		want                   []string
	}{
		{"a code that is not nine digits", goodPlaces + "1234,100000000,district,А,А,\n", goodBodies, goodTopics, []string{"bad_line_kato places.csv 4"}},
		{"an unknown level", goodPlaces + "100200000,100000000,village,А,А,\n", goodBodies, goodTopics, []string{"bad_line_level places.csv 4"}},
		{"an unknown parent", goodPlaces + "100200000,999000000,district,А,А,\n", goodBodies, goodTopics, []string{"bad_line_parent places.csv 4"}},
		{"a code given twice", goodPlaces + "100100000,100000000,district,А,А,\n", goodBodies, goodTopics, []string{"bad_line_repeated places.csv 4"}},
		{"no Kazakh name", goodPlaces + "100200000,100000000,district,,А,\n", goodBodies, goodTopics, []string{"bad_line_name places.csv 4"}},
		{"too few cells", goodPlaces + "100200000,100000000\n", goodBodies, goodTopics, []string{"bad_line_cells places.csv 4"}},
		{"an open quotation mark", goodPlaces + "100200000,\"100000000\n", goodBodies, goodTopics, []string{"bad_line_quotes places.csv 4"}},
		{"a name over two lines keeps later numbers right", strings.Replace(goodPlaces, "Пробная область", "\"Пробная\nобласть\"", 1) + "1,,oblast,А,А,\n", goodBodies, goodTopics, []string{"bad_line_kato places.csv 5"}},
		{"bytes of another encoding", goodPlaces + "100200000,,oblast,\xc0\xe1,\xc0\xe1,\n", goodBodies, goodTopics, []string{"bad_line_utf8 places.csv 4"}},
		{"an empty file", "", goodBodies, goodTopics, []string{"empty_file places.csv <nil>"}},
		{"a missing column", goodPlaces, goodBodies, strings.Replace(goodTopics, "name_ru", "name", 1), []string{"no_column topics.csv <nil>"}},
		{"a body in an unknown place", goodPlaces, goodBodies + "akimat.2,akimat,200000000,gov,gov,А,А,\n", goodTopics, []string{"bad_line_place bodies.csv 4"}},
		{"a body of an unknown kind", goodPlaces, goodBodies + "x,club,,gov,gov,А,А,\n", goodTopics, []string{"bad_line_kind bodies.csv 4"}},
		{"a body reviewed by nobody known", goodPlaces, goodBodies + "x,ministry,,gov,nobody,А,А,\n", goodTopics, []string{"bad_line_parent bodies.csv 4"}},
		{"bodies that review each other", goodPlaces, goodBodies + "x,ministry,,gov,y,А,А,\ny,ministry,,gov,x,А,А,\n", goodTopics, []string{"bad_line_cycle bodies.csv 4", "bad_line_cycle bodies.csv 5"}},
		{"a code with capitals and blanks", goodPlaces, goodBodies, goodTopics + "No Water,,,А,А,\n", []string{"bad_line_code topics.csv 4"}},
		{"danger that is neither 1 nor empty", goodPlaces, goodBodies, goodTopics + "gas,,maybe,А,А,\n", []string{"bad_line_danger topics.csv 4"}},
		{"a topic above itself", goodPlaces, goodBodies, goodTopics + "gas,gas,,А,А,\n", []string{"bad_line_cycle topics.csv 4"}},
		{"faults in two files at once", goodPlaces + "1,,oblast,А,А,\n", goodBodies, goodTopics + "gas,x,,А,,\n", []string{"bad_line_kato places.csv 4", "bad_line_name topics.csv 4", "bad_line_parent topics.csv 4"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			files, err := ReadFiles(folder(tt.places, tt.bodies, tt.topics))
			if diff := cmp.Diff(tt.want, told(err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
			if !fault.Is(err, fault.Invalid) || len(files.Places) != 0 {
				t.Errorf("kind %v, %d places", fault.KindOf(err), len(files.Places))
			}
		})
	}
}

func TestAMissingFileIsNamed(t *testing.T) {
	t.Parallel()
	_, err := ReadFiles(fstest.MapFS{placesFile: {Data: []byte(goodPlaces)}, bodiesFile: {Data: []byte(goodBodies)}})
	if diff := cmp.Diff([]string{"no_file topics.csv <nil>"}, told(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestNotMoreThanTwentyFaultsOfAFileAreTold(t *testing.T) {
	t.Parallel()
	_, err := ReadFiles(folder(goodPlaces+strings.Repeat("1,,oblast,А,А,\n", 50), goodBodies, goodTopics))
	if got := len(told(err)); got != 20 {
		t.Errorf("got %d faults, want 20", got)
	}
}

func TestABodyWithoutAnIdIsRefused(t *testing.T) {
	t.Parallel()
	files, err := ReadFiles(folder(goodPlaces, goodBodies, goodTopics))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := files.BodiesWith(map[string]BodyID{"gov": 7}); err == nil || !strings.Contains(err.Error(), "akimat.100000000") {
		t.Errorf("BodiesWith() = %v, want an error that names akimat.100000000", err)
	}
	got, err := files.BodiesWith(map[string]BodyID{"gov": 7, "akimat.100000000": 9})
	if err != nil || got[1].Parent != 7 || got[1].Higher != 7 || got[1].ID != 9 {
		t.Errorf("BodiesWith() = %+v, %v", got, err)
	}
}

func FuzzReadFiles(f *testing.F) {
	f.Add(goodPlaces, goodBodies, goodTopics)
	f.Add("code;parent\n\"", "\ufeff", "code,parent,name_kk,name_ru\na,a,\x00,б\n")
	f.Fuzz(func(t *testing.T, places, bodies, topics string) {
		files, err := ReadFiles(folder(places, bodies, topics))
		if err != nil {
			return
		}
		if _, err := files.Directory(); err != nil {
			t.Errorf("files without a fault make no directory: %v", err)
		}
	})
}
