package text

import (
	"testing"
	"unicode/utf8"
)

func TestMask(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, in, want string }{
		{"nothing personal", "Во дворе дома 12/1 темно с 21.03.2026", "Во дворе дома 12/1 темно с 21.03.2026"},
		{"an e-mail", "Пишите: synaq.s@example.kz.", "Пишите: •••."},
		{"a phone with brackets", "тел. +7 (701) 000-00-01, звоните", "тел. •••, звоните"},
		{"a phone from eight", "8 701 000 00 01 телефоным", "••• телефоным"},
		{"a phone after a house number", "дом 5 8-701-000-00-01", "дом 5 •••"},
		{"a phone without the eight", "701 000 00 01", "•••"},
		{"a town phone", "звоните 55-00-55 или 272-00-12", "звоните ••• или •••"},
		{"an IIN", "ЖСН 000101000008 болады", "ЖСН ••• болады"},
		{"a card", "карта 4400 0000 0000 0000", "карта •••"},
		{"six digits are many, five are not", "код 123456, индекс 12345", "код •••, индекс 12345"},
		{"a sum in groups stays", "потратили 12 500 000 тенге", "потратили 12 500 000 тенге"},
		{"years stay", "в 2024-2025 годах", "в 2024-2025 годах"},
		{"surname, name, patronymic", "Я, Сынаков Сынак Сынакович, прошу", "Я, •••, прошу"},
		{"in the genitive", "жалоба на врача Сынакову Марию Петровну", "жалоба на врача •••"},
		{"name and patronymic after a greeting", "Уважаемый Сынак Сынакович!", "Уважаемый •••!"},
		{"surname last", "директор Мария Петровна Сынакова сказала", "директор ••• сказала"},
		{"small letters", "врач сынакова мария петровна не приняла", "врач ••• не приняла"},
		{"capital letters", "ПРОШУ СЫНАКОВА СЫНАКА СЫНАКОВИЧА ПОМОЧЬ", "ПРОШУ ••• ПОМОЧЬ"},
		{"a father whose name ends like an adjective's stem", "врача Марии Артуровны нет", "врача ••• нет"},
		{"a fine is nobody's son", "Көлік айыппұлын төледім", "Көлік айыппұлын төледім"},
		{"a postscript is no initial", "P. S. Тематику выбрать", "P. S. Тематику выбрать"},
		{"initials first", "мастер А. Б. Сынаков обещал", "мастер ••• обещал"},
		{"initials last", "Сынакова А.Б. обещала", "••• обещала"},
		{"one initial and a surname", "участковый С. Сынаков", "участковый •••"},
		{"Kazakh son", "Сынақов Сынақ Сынақұлы көмектеспеді", "••• көмектеспеді"},
		{"Kazakh daughter in a case", "Дәрігер Сынақова Сынақгүл Сынаққызының қабылдауы", "Дәрігер ••• қабылдауы"},
		{"written apart", "Менің атым Сынақов Сынақ ұлы болады", "Менің атым ••• болады"},
		{"typed with Russian letters", "Сынаков Сынак Сынакулы деген", "••• деген"},
		{"the Great war is nobody's son", "Ұлы Отан соғысы, халықтың ұлы", "Ұлы Отан соғысы, халықтың ұлы"},
		{"adjectives that sound like daughters", "Верховной палаты, ежедневной уборки, в деревне, уровне, основной, Духовной", "Верховной палаты, ежедневной уборки, в деревне, уровне, основной, Духовной"},
		{"a street named after a person", "ул. А. Б. Сынакова, дом 5", "ул. А. Б. Сынакова, дом 5"},
		{"a Kazakh street", "С. Сынақов көшесі, 7 үй; Сынақ Сынақұлы көшесінде", "С. Сынақов көшесі, 7 үй; Сынақ Сынақұлы көшесінде"},
		{"the end of a sentence is no initial", "Живу в доме 5 А. Снег не чистят", "Живу в доме 5 А. Снег не чистят"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, spans := Mask(tt.in)
			if got != tt.want {
				t.Errorf("Mask(%q)\n got %q\nwant %q\n%v", tt.in, got, tt.want, spans)
			}
		})
	}
}

func TestMaskTellsWhatItHid(t *testing.T) {
	t.Parallel()
	_, spans := Mask("a@b.kz 123456 Сынак Сынакович")
	kinds := ""
	for _, sp := range spans {
		kinds += sp.Kind + " "
	}
	if kinds != "email number name " {
		t.Errorf("kinds %q", kinds)
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range []string{"Сынак Сынакович", "8 701 000 00 01", "А. Б. Сынаков", "@a.b@c.d", "1\xe2\x802", "+7(ұлы қызы)", "ÀӨұлы"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean, _ := Clean(s)
		masked, spans := Mask(clean)
		if !utf8.ValidString(masked) {
			t.Errorf("Mask(%q) = %q is not UTF-8", clean, masked)
		}
		at := 0
		for _, sp := range spans {
			if sp.Start < at || sp.End <= sp.Start || sp.End > len(clean) {
				t.Errorf("Mask(%q): bad span %v", clean, sp)
			}
			at = sp.End
		}
		Mask(s)
	})
}
