package text

import "testing"

func TestDetect(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in string
		want     Lang
	}{
		{"Kazakh", "Абай көшесіндегі шамдар жанбайды, жөндеп беріңіздерші", Kazakh},
		{"Kazakh with Russian letters", "салеметсиз бе, жол жондеу керек", Kazakh},
		{"longer, without one Kazakh letter", "Аулада жарык жок, балалар мектепке карангыда барады, комектесиниздерши", Kazakh},
		{"Kazakh with borrowed words", "Поликлиникада терапевт жоқ, телефон соқсам жауап бермейді", Kazakh},
		{"Russian", "Во дворе дома нет освещения, прошу принять меры", Russian},
		{"Russian with Kazakh names", "На улице Қабанбай батыра не убирают снег, когда это кончится", Russian},
		{"both", "Сәлеметсіз бе! Біздің үйде су жоқ, көмектесіңізші. У нас нет воды уже три дня, прошу помочь.", Mixed},
		{"English", "There is no water in our house for three days", Other},
		{"nothing to read", "12 !!! 😀", None},
		{"a name alone says nothing", "Алматы", None},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, sure := Detect(tt.in)
			if got != tt.want || sure < 0 || sure > 1 {
				t.Errorf("Detect = %q (%.2f), want %q", got, sure, tt.want)
			}
		})
	}
}

func TestDetectIsSurerOfALongerText(t *testing.T) {
	t.Parallel()
	_, short := Detect("нет воды")
	_, long := Detect("у нас во дворе уже третий день нет воды, прошу принять меры")
	if short >= long {
		t.Errorf("two words %.2f, a sentence %.2f", short, long)
	}
}
