package directory

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jauap/internal/i18n"
)

func defaultDirectory(t *testing.T) *Directory {
	t.Helper()
	files, err := ReadFiles(Defaults())
	if err != nil {
		t.Fatalf("ReadFiles(Defaults()): %v", err)
	}
	d, err := files.Directory()
	if err != nil {
		t.Fatalf("Directory(): %v", err)
	}
	return d
}

func TestDefaultsHaveTheWholeCountry(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	got := map[string]int{}
	for _, p := range d.Places(i18n.KK, "") {
		got[p.Level]++
	}
	want := map[string]int{LevelOblast: 17, LevelCity: 3 + 39, LevelDistrict: 170, LevelCityDistrict: 19}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places by level (-want +got):\n%s", diff)
	}
	if got := len(d.PlacesIn(i18n.KK, "")); got != 20 {
		t.Errorf("got %d places at the top, want 17 oblasts and 3 cities", got)
	}
}

func TestEveryPlaceHasAnAkimatUnderTheOneAbove(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	gov, _ := d.BodyByCode("gov")
	for _, p := range d.Places(i18n.KK, "") {
		b, ok := d.Akimat(p.Code)
		if !ok {
			t.Errorf("%s %s has no akimat", p.Code, p.Name.KK)
			continue
		}
		above := gov
		if p.Parent != "" {
			above, _ = d.Akimat(p.Parent)
		}
		if b.Place != p.Code || b.Parent != above.ID || b.Higher != above.ID {
			t.Errorf("%s: place %s, parent %d, higher %d, want %s, %d, %d",
				b.Code, b.Place, b.Parent, b.Higher, p.Code, above.ID, above.ID)
		}
	}
}

func TestDefaultNamesAreCleanInThreeLanguages(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	marks := []string{"Г.А.", "Қ.Ә.", "г.", "қ.", "им.", "атын.", "Район", "  ", "\""}
	look := func(thing string, n i18n.Text) {
		for _, s := range []string{n.KK, n.RU, n.EN} {
			if s == "" || s != strings.TrimSpace(s) || slices.ContainsFunc(marks, func(m string) bool { return strings.Contains(s, m) }) {
				t.Errorf("%s is named %q", thing, s)
			}
		}
		if strings.ContainsAny(n.KK+n.RU, "abcdefghijklmnopqrstuvwxyz") && !strings.Contains(n.KK, "eGov") {
			t.Errorf("%s has Latin letters in %q or %q", thing, n.KK, n.RU)
		}
		if strings.ContainsFunc(n.EN, func(r rune) bool { return r >= 'А' && r <= 'ӿ' }) {
			t.Errorf("%s has Cyrillic letters in %q", thing, n.EN)
		}
	}
	for _, p := range d.places {
		look("place "+string(p.Code), p.Name)
	}
	for _, b := range d.bodies {
		look("body "+b.Code, b.Name)
		look("body "+b.Code, b.Short)
	}
	for _, c := range d.topics {
		look("topic "+string(c.Code), c.Name)
		look("hint of topic "+string(c.Code), c.Hint)
	}
}

func TestBodiesAreNamedByTheRulesOfEachLanguage(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	for _, tt := range []struct {
		name, code string
		want       i18n.Text
	}{
		{"an oblast with a Russian adjective", "akimat.110000000", i18n.Text{KK: "Ақмола облысының әкімдігі", RU: "Акимат Акмолинской области", EN: "Akimat of Akmola Region"}},
		{"an oblast named without one", "akimat.100000000", i18n.Text{KK: "Абай облысының әкімдігі", RU: "Акимат области Абай", EN: "Akimat of Abai Region"}},
		{"a double oblast", "akimat.590000000", i18n.Text{KK: "Солтүстік Қазақстан облысының әкімдігі", RU: "Акимат Северо-Казахстанской области", EN: "Akimat of North Kazakhstan Region"}},
		{"a city that does not decline", "akimat.101000000", i18n.Text{KK: "Семей қаласының әкімдігі", RU: "Акимат города Семей", EN: "Akimat of Semey city"}},
		{"a city that declines", "akimat.351000000", i18n.Text{KK: "Қарағанды қаласының әкімдігі", RU: "Акимат города Караганды", EN: "Akimat of Karaganda city"}},
		{"the register's Russian mark in a Kazakh name", "akimat.471000000", i18n.Text{KK: "Ақтау қаласының әкімдігі", RU: "Акимат города Актау", EN: "Akimat of Aktau city"}},
		{"a district with an adjective", "akimat.103200000", i18n.Text{KK: "Абай ауданының әкімдігі", RU: "Акимат Абайского района", EN: "Akimat of Abai district"}},
		{"a district without one", "akimat.634800000", i18n.Text{KK: "Алтай ауданының әкімдігі", RU: "Акимат района Алтай", EN: "Akimat of Altai district"}},
		{"a district named after a person", "akimat.596600000", i18n.Text{KK: "Ғабит Мүсірепов атындағы ауданның әкімдігі", RU: "Акимат района имени Габита Мусрепова", EN: "Akimat of Gabit Musirepov district"}},
		{"a district of a city has an office, not an akimat", "akimat.711210000", i18n.Text{KK: "Есіл ауданы әкімінің аппараты", RU: "Аппарат акима района Есиль", EN: "Office of the Akim of Esil district"}},
		{"a capital", "akimat.710000000", i18n.Text{KK: "Астана қаласының әкімдігі", RU: "Акимат города Астаны", EN: "Akimat of Astana city"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, _ := d.BodyByCode(tt.code)
			if diff := cmp.Diff(tt.want, b.Name); diff != "" {
				t.Errorf("name of %s (-want +got):\n%s", tt.code, diff)
			}
		})
	}
}

func TestMinistriesAndTheRegistryStandReady(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	gov, _ := d.BodyByCode("gov")
	n := 0
	for _, b := range d.Bodies(i18n.KK) {
		if b.Kind == KindMinistry {
			n++
			if b.Higher != gov.ID || b.Short == b.Name {
				t.Errorf("%s: higher %d, short %q", b.Code, b.Higher, b.Short.KK)
			}
		}
	}
	if n != 21 {
		t.Errorf("got %d ministries, want 21", n)
	}
	if r, ok := d.Registry(); !ok || r.Kind != KindRegistry || r.Short.KK != "Бірыңғай терезе" {
		t.Errorf("Registry() = %+v, %v", r, ok)
	}
}

func TestTopicsFormTwoStoreysAndSomeAreDangerous(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	for _, area := range d.Topics() {
		if len(area.Children) < 3 || area.Danger {
			t.Errorf("area %s has %d topics, danger %v", area.Code, len(area.Children), area.Danger)
		}
		for _, c := range area.Children {
			if !strings.HasPrefix(string(c.Code), string(area.Code)+".") || len(c.Children) > 0 {
				t.Errorf("topic %s with %d topics stands in area %s", c.Code, len(c.Children), area.Code)
			}
		}
	}
	for _, code := range []TopicCode{"gas.smell", "power.wire", "heat.frost", "water.poison", "house.unsafe", "emergency.collapse"} {
		if c, _ := d.Topic(code); !c.Danger {
			t.Errorf("topic %s is not marked as danger to life", code)
		}
	}
}

func TestListsAreAlphabeticalInTheLanguageOfTheReader(t *testing.T) {
	t.Parallel()
	var places []Place
	for i, name := range []string{"Қала", "Көкшетау", "Әкімдік", "Астана"} {
		places = append(places, Place{Code: PlaceCode(rune('1' + i)), Level: LevelCity, Name: i18n.Text{KK: name, EN: string(rune('a' + i))}})
	}
	d, err := New(places, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	names := func(lang i18n.Lang) (list []string) {
		for _, p := range d.Places(lang, LevelCity) {
			list = append(list, p.Name.KK)
		}
		return list
	}
	if diff := cmp.Diff([]string{"Астана", "Әкімдік", "Көкшетау", "Қала"}, names(i18n.KK)); diff != "" {
		t.Errorf("in Kazakh (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Қала", "Көкшетау", "Әкімдік", "Астана"}, names(i18n.EN)); diff != "" {
		t.Errorf("in English (-want +got):\n%s", diff)
	}
}

func TestTitlesTellNamesakesApart(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	want := i18n.Text{KK: "Абай облысы, Абай ауданы", RU: "область Абай, Абайский район", EN: "Abai district, Abai Region"}
	if diff := cmp.Diff(want, d.PlaceTitle("103200000")); diff != "" {
		t.Errorf("PlaceTitle (-want +got):\n%s", diff)
	}
	seen := map[i18n.Text]string{}
	for _, b := range d.bodies {
		title := d.BodyTitle(b.ID)
		if other := seen[title]; other != "" || title.KK == "" {
			t.Errorf("%s and %s are both titled %q", b.Code, other, title.KK)
		}
		seen[title] = b.Code
	}
	if got := d.PlaceTitle("000000001"); !got.IsZero() {
		t.Errorf("PlaceTitle of an unknown place = %q", got)
	}
}

func TestASnapshotCannotBeChangedThroughWhatItReturns(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	d.Bodies(i18n.KK)[0].Code = "changed"
	d.BodiesIn("")[0].Code = "changed"
	d.FindPlace("Абай")[0].Code = "changed"
	if _, there := d.BodyByCode("changed"); there || d.FindPlace("Абай")[0].Code == "changed" {
		t.Error("the snapshot has changed")
	}
	if got := d.Bodies(i18n.KK)[0].Code; got == "changed" {
		t.Error("the list of bodies has changed")
	}
}
