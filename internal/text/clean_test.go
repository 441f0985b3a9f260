package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in, want string
		notes          Notes
	}{
		{"an ordinary text stays", "Сәлеметсіз бе! «Жол» — №5…\n\tкөше", "Сәлеметсіз бе! «Жол» — №5…\n\tкөше", Notes{}},
		{"line ends become one kind", "а\r\nб\rв\u2028г", "а\nб\nв\nг", Notes{}},
		{"NUL and control characters go", "а\x00б\x1b[31mв\u0085\u009f", "аб[31mв\n", Notes{Controls: 3}},
		{"direction marks go", "счёт\u202egpj.exe\u2066\u200f", "счётgpj.exe", Notes{Directions: 3}},
		{"characters of no width go", "\ufeffсо\u00adве\u200bт", "совет", Notes{Hidden: 3}},
		{"a joiner inside an emoji stays", "👩\u200d🔧 тұ\u200dрғын", "👩\u200d🔧 тұрғын", Notes{Hidden: 1}},
		{"a flag of tags stays, loose tags go", "🏴\U000e0067\U000e007f а\U000e0041", "🏴\U000e0067\U000e007f а", Notes{Hidden: 1}},
		{"broken bytes are shown and counted", "жол\xff\xd0", "жол\ufffd\ufffd", Notes{Broken: 2}},
		{"letters in pieces are put together", "и\u0306 е\u0308", "й ё", Notes{}},
		{"HTML, script and emoji stay text", "<script>alert(1)</script> 😡", "<script>alert(1)</script> 😡", Notes{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, notes := Clean(tt.in)
			if got != tt.want || notes != tt.notes {
				t.Errorf("Clean(%q) = %q, %+v, want %q, %+v", tt.in, got, notes, tt.want, tt.notes)
			}
			if notes.Changed() != (tt.notes != Notes{}) {
				t.Errorf("Changed() = %v", notes.Changed())
			}
		})
	}
}

func TestCleanLineIsOneLine(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"Сынақ Сынақов", " Сынақ Сынақов", "Сынақ Сынақов ", "Сынақ  Сынақов", "Сынақ\tСынақов", "Сынақ\u00a0Сынақов",
		"Сынақ\u2003Сынақов", "Сынақ\u1680Сынақов\u3000", " Сынақ\r\n\tСынақов\u00a0 \u200b",
	} {
		if got, want := CleanLine(s), "Сынақ Сынақов"; got != want {
			t.Errorf("CleanLine(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestTruncateNeverCutsThroughACharacter(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, in string
		n        int
		want     string
	}{
		{"what fits stays", "көше", 4, "көше"},
		{"the dots are counted", "көшесінде", 5, "көше…"},
		{"no space before the dots", "бір екі үш", 5, "бір…"},
		{"an accent stays with its letter", "ае\u0301бв", 3, "а…"},
		{"an emoji stays whole", "а👩\u200d🔧б", 4, "а…"},
		{"a flag stays whole", "а🇰🇿🇰🇿", 3, "а…"},
		{"nothing for zero", "көше", 0, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Truncate(tt.in, tt.n); got != tt.want {
				t.Errorf("Truncate(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
			}
		})
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"көше", "\xff\x00\u202e", "👩\u200d\u200b👩", "е\u0308\r\n", strings.Repeat("\u0301", 40)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, _ := Clean(s)
		if !utf8.ValidString(once) {
			t.Errorf("Clean(%q) = %q is not UTF-8", s, once)
		}
		if twice, _ := Clean(once); twice != once {
			t.Errorf("Clean twice = %q, once %q", twice, once)
		}
		if cut := Truncate(once, 7); utf8.RuneCountInString(cut) > 7 || !utf8.ValidString(cut) {
			t.Errorf("Truncate(%q, 7) = %q", once, cut)
		}
	})
}
