package directory

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFindPlace(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	for _, tt := range []struct {
		name, text string
		want       []PlaceCode
	}{
		{"a code", " 750000000 ", []PlaceCode{"750000000"}},
		{"a Kazakh name with its kind", "Қарағанды облысы", []PlaceCode{"350000000"}},
		{"a Russian name with its kind", "Карагандинская область", []PlaceCode{"350000000"}},
		{"a short kind", "Карагандинская обл.", []PlaceCode{"350000000"}},
		{"an English name", "karaganda region", []PlaceCode{"350000000"}},
		{"a city with the mark of a city", "г.Семей", []PlaceCode{"101000000"}},
		{"the Kazakh mark of a city", "Алматы қ.", []PlaceCode{"750000000"}},
		{"capitals", "АСТАНА", []PlaceCode{"710000000"}},
		{"Kazakh letters on a Russian keyboard", "Конаев", []PlaceCode{"191000000"}},
		{"a Latin i in a Kazakh word", "Жетiсу облысы", []PlaceCode{"330000000"}},
		{"q and zh of another spelling", "Zhezqazgan city", []PlaceCode{"621000000"}},
		{"a hyphen left out", "Усть Каменогорск", []PlaceCode{"631000000"}},
		{"words for named after left out", "район Габита Мусрепова", []PlaceCode{"596600000"}},
		{"a city and a region of one name", "Алматы", []PlaceCode{"190000000", "711110000", "750000000"}},
		{"five places of one name", "Абай", []PlaceCode{"100000000", "103200000", "353200000", "791110000"}},
		{"the kind narrows them", "Абай р-н", []PlaceCode{"103200000", "353200000", "791110000"}},
		{"the greater place before a comma", "Абай облысы, Абай ауданы", []PlaceCode{"103200000"}},
		{"the greater place after a comma", "Абайский район, г. Шымкент", []PlaceCode{"791110000"}},
		{"a street after a comma", "г. Алматы, ул. Сынақ 5", []PlaceCode{"750000000"}},
		{"a beginning when nothing is exact", "Петропав", []PlaceCode{"591000000"}},
		{"an exact name hides longer ones", "Ақсу", []PlaceCode{"333200000", "551600000"}},
		{"places that do not lie in each other", "Семей, Шымкент", nil},
		{"a kind without a name", "район", nil},
		{"an unknown name", "Жоққала", nil},
		{"a city where only a district bears the name", "г. Сарыагаш", nil},
		{"nothing", "  ", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []PlaceCode
			for _, p := range d.FindPlace(tt.text) {
				got = append(got, p.Code)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("FindPlace(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestEveryPlaceIsFoundByItsTitleInEachLanguage(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	for _, p := range d.places {
		title := d.PlaceTitle(p.Code)
		for _, text := range []string{title.KK, title.RU, title.EN} {
			if got := d.FindPlace(text); len(got) != 1 || got[0] != p {
				t.Errorf("FindPlace(%q) = %v, want %s", text, got, p.Code)
			}
		}
	}
}

func TestFindBody(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"a code", "min.health", []string{"min.health"}},
		{"the short name", "Министерство здравоохранения", []string{"min.health"}},
		{"the official Kazakh name", "Қазақстан Республикасының Ішкі істер министрлігі", []string{"min.internal"}},
		{"Kazakh letters left out", "Семей каласынын акимдиги", []string{"akimat.101000000"}},
		{"a beginning", "Министерство внутр", []string{"min.internal"}},
		{"words in any order", "трансп министерство", []string{"min.transport"}},
		{"namesakes", "Акимат Абайского района", []string{"akimat.103200000", "akimat.353200000"}},
		{"nobody", "Сынақ мекемесі", nil},
		{"nothing", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, b := range d.FindBody(tt.text) {
				got = append(got, b.Code)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("FindBody(%q) (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestFindTopic(t *testing.T) {
	t.Parallel()
	d := defaultDirectory(t)
	for text, want := range map[string]TopicCode{
		"gas.smell": "gas.smell", "газ иісі": "gas.smell", "Пахнет газом": "gas.smell", "pothole": "roads.pit",
	} {
		if got := d.FindTopic(text); len(got) != 1 || got[0].Code != want {
			t.Errorf("FindTopic(%q) = %v, want %s", text, got, want)
		}
	}
}
