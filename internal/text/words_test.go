package text

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"capitals, Kazakh ones too", "ҚАЛА ӘКІМІ Һ", "қала әкімі һ"},
		{"ё is е", "Ёлка, ещё", "елка, еще"},
		{"Latin letters hidden in a Cyrillic word", "Дoрoгa Tөлем", "дорога төлем"},
		{"Latin i stands for the Kazakh one", "бiлiм", "білім"},
		{"Latin words stay Latin", "WhatsApp USB", "whatsapp usb"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestLookalikeReadsAnAppealNumber(t *testing.T) {
	t.Parallel()
	if got := string([]rune{Lookalike('3'), Lookalike('T'), Lookalike('7')}); got != "ЗТ7" {
		t.Errorf("3T7 = %q, want ЗТ7", got)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	got := slices.Collect(Tokens("Кто-то, ә-дегенде: 5-үй 12/1 об'явление - 2024-2025 «жол»😀"))
	want := []string{"Кто-то", "ә-дегенде", "5", "үй", "12", "1", "об'явление", "2024", "2025", "жол"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestStem(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		stem  string
		lang  Lang
		forms []string
	}{
		{"жол", Kazakh, []string{"жол", "жолдың", "жолдарды", "жолы", "жолына", "жолдарында", "жолымыз", "жолын"}},
		{"мектеп", Kazakh, []string{"мектеп", "мектепке", "мектептің", "мектебі", "мектебінде", "мектептер"}},
		{"көше", None, []string{"көше", "көшесінде", "көшеге", "көшелердің", "көшесіндегі", "көшеміз"}},
		{"аула", Kazakh, []string{"аула", "ауласындағы", "аулада", "аулалар", "ауласын"}},
		{"сұрақ", None, []string{"сұрақ", "сұрағы", "сұраққа", "сұрақтары", "сұрағымыз"}},
		{"көлік", None, []string{"көлік", "көлігі", "көлікпен"}},
		{"халық", None, []string{"халық", "халқы", "халқының", "халықпен"}},
		{"үй", None, []string{"үй", "үйі", "үйде", "үйлердің"}},
		{"облыс", Kazakh, []string{"облысы", "облысында", "облыстың"}},
		{"балабақша", None, []string{"балабақшаға", "балабақшасы", "балабақшалар"}},
		{"шығын", None, []string{"шығын", "шығыны", "шығындар"}},
		{"гектар", Kazakh, []string{"гектар", "гектары"}},
		{"клуб", Kazakh, []string{"клуб", "клубы", "клубтың"}},
		{"жақсы", None, []string{"жақсы"}},
		{"дорог", Russian, []string{"дорога", "дороге", "дороги", "дорогами"}},
		{"освещен", None, []string{"освещение", "освещения"}},
		{"ям", None, []string{"яма", "ямы", "ямами"}},
		{"магазин", None, []string{"магазин", "магазина"}},
		{"usb", None, []string{"USB"}},
	} {
		t.Run(tt.stem, func(t *testing.T) {
			t.Parallel()
			for _, w := range tt.forms {
				if got := Stem(w, tt.lang); got != tt.stem {
					t.Errorf("Stem(%q, %q) = %q, want %q", w, tt.lang, got, tt.stem)
				}
			}
		})
	}
}

// Each row is a question and a text that must answer it.
func TestAQuestionFindsItsText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, ask, text string }{
		{"inflected Russian", "дороги", "Ямы на дороге у дома"},
		{"another Russian case", "освещение", "Нет освещения во дворе"},
		{"a Kazakh case", "жол", "Жолдарды жөндеу керек, жолдың шұңқыры көп"},
		{"Kazakh typed with Russian letters", "коше", "Абай көшесінде жарық жоқ"},
		{"an inflected word typed with Russian letters", "мектептин", "Мектебі ескі, балалар үшін қауіпті"},
		{"the other way round: the text has Russian letters", "көшесі", "Салеметсиз бе, коше жарыгы жок, жондеу керек"},
		{"a word that both languages have", "адам", "Адамдар күтіп тұр, көмек керек"},
		{"two words, each in its language", "поликлиника дәрігер", "Поликлиникада дәрігерлер жетіспейді"},
		{"a Russian word inside a Kazakh text", "полиция", "Полицияға хабарладық, жауап жоқ"},
		{"a hyphenated name by its part", "Каменогорск", "г. Усть-Каменогорск"},
		{"a street in all its forms", "көше", "Көшеміздегі шұңқыр"},
		{"a street typed with Russian letters, our own", "коше", "Көшеміздегі шұңқыр"},
		{"a cat in another case", "кошка", "Кормят кошек, кошку и кошкой пугают"},
		{"a Kazakh dative typed with Russian letters", "жолга", "Жолды жөндеу керек"},
		{"a dative of a short word", "сотка", "Сот шешімі орындалмады, әкімдік үндемейді"},
		{"a house number", "дом 12", "Во дворе дома 12 темно"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			have := Words(tt.text)
			for _, group := range Query(tt.ask) {
				if !slices.ContainsFunc(group, func(w string) bool { return slices.Contains(have, w) }) {
					t.Errorf("none of %q among %q", group, have)
				}
			}
		})
	}
}

// Each row is a question and a text of something else.
func TestAQuestionLeavesOtherTextsAlone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, ask, text string }{
		{"a cat is no street", "кошка", "Көшеміздегі жарық жанбайды, көшесінде, көшеге, коше"},
		{"nor is a cat that is given something", "кошке", "Көшеміздегі жарық жанбайды"},
		{"nor in a Kazakh text", "көшесінде", "Біздің үйде кошка бар, балалар үшін қауіпті"},
		{"a bench is no lava", "лавка", "Лава ағып жатыр, қауіпті"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			have := Words(tt.text)
			for _, group := range Query(tt.ask) {
				for _, w := range group {
					if slices.Contains(have, w) {
						t.Errorf("%q among %q", w, have)
					}
				}
			}
		})
	}
}

func TestWordsAreFewAndShort(t *testing.T) {
	t.Parallel()
	var long []byte
	for i := range 30000 {
		long = append(long, byte('a'+i%26), byte('a'+i/26%26), byte('a'+i/676%26), ' ')
	}
	if got := len(Words(string(long))); got != 4000 {
		t.Errorf("%d words, want 4000", got)
	}
	if got := Words("жол жолдар ЖОЛЫ дорога дороги в а"); len(got) > 4 {
		t.Errorf("words come twice or alone: %q", got)
	}
	for _, w := range Words("ааааааааааааааааааааааааааааааааааааааааааааааааааааааааааажж aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa") {
		if n := utf8.RuneCountInString(w); n > 40 {
			t.Errorf("%q has %d characters", w, n)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"Көшесінде жарық жоқ", "ямы на дороге", "бі", "ң'", "\xd0", "ә-дегенде қ1", "ыі ымызы"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean, _ := Clean(s)
		for _, w := range Words(clean) {
			if w == "" || !utf8.ValidString(w) || utf8.RuneCountInString(w) > 40 {
				t.Errorf("Words(%q) has %q", clean, w)
			}
		}
		Words(s)
		Query(s)
	})
}

func TestReadingOnceSaysWhatReadingThriceSays(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"", "Жол шұңқыр, жарық жоқ.", "Почините дорогу у дома, прошу ответить.", "Street light is broken",
		"Сынақов Сынақ Сынақұлы, тел. 8 701 000 00 01: көшеде жарық жоқ.", "ИВАНОВ И. И. просит починить лифт", "Бiздiң көшеде cвет жоқ",
	} {
		masked, _ := Mask(s)
		wantLang, _ := Detect(masked)
		left, lang, words := Read(s)
		if want := Words(masked); left != masked || lang != wantLang || !slices.Equal(words, want) {
			t.Errorf("Read(%q) = %q, %q, %q, want %q, %q, %q", s, left, lang, words, masked, wantLang, want)
		}
	}
}
