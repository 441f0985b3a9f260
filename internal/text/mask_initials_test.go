package text

import "testing"

func TestInitialsLeaveEnoughToRecogniseACaller(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, full, want string }{
		{"surname first, as papers write it", "Сынақов Сынақ Серікұлы", "Сынақов С. С."},
		{"surname last, as people speak", "Сынақ Серікұлы Сынақов", "Сынақов С. С."},
		{"Russian, surname first", "Тестова Анна Петровна", "Тестова А. П."},
		{"Russian, surname last", "Анна Петровна Тестова", "Тестова А. П."},
		{"two words, surname last", "Сынақ Сынақов", "Сынақов С."},
		{"a given name that sounds like a surname", "Галина Тестова", "Тестова Г."},
		{"a surname that sounds like none", "Сынақбай Айгүл", "Сынақбай А."},
		{"a patronymic written apart", "Сынақова Айгүл Серік қызы", "Сынақова А. С."},
		{"one word", "Айгүл", "Айгүл"},
		{"a phone typed beside the name", "Сынақов Сынақ 87010000000 +7(701)", "Сынақов С."},
		{"an address typed beside the name", "Сынақ synaq@example.kz", "Сынақ"},
		{"initials already", "Сынақов С. С.", "Сынақов С. С."},
		{"initials already, together", "С.С. Сынақов", "Сынақов С. С."},
		{"small letters", "сынақов сынақ", "сынақов С."},
		{"Latin letters", "Test Testov", "Test T."},
		{"a long foreign name", "Сынақ аль Тест Тестович Тестов", "Тестов С. А."},
		{"only figures", "870100", ""},
		{"nothing", "  ", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Initials(tt.full); got != tt.want {
				t.Errorf("Initials(%q) = %q, want %q", tt.full, got, tt.want)
			}
		})
	}
}
