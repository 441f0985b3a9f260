package text

import "strings"

// patronymic tells whether word i is one: Иванович, Петровны, Серікұлы.
func (c crowd) patronymic(i int) bool {
	s := c.s[c.words[i].start:c.words[i].end]
	if !hinted(s) {
		return false
	}
	low := Fold(s)
	capital := c.words[i].capital
	return fathersSon(low, capital) || fathersDaughter(low, capital) || kazakhPatronymic(low, capital)
}

// hinted is the quick look that spares nearly all words the slow one.
func hinted(s string) bool {
	tail := len(s) - 16
	for i := 0; i+4 <= len(s); i++ {
		switch s[i : i+4] {
		case "чн":
			return true
		case "ич", "ИЧ", "ыч", "вн", "ВН", "лы", "ЛЫ":
			if i >= tail {
				return true
			}
		case "ыз", "ЫЗ":
			if i >= tail && (strings.HasPrefix(s[i+4:], "ы") || strings.HasPrefix(s[i+4:], "Ы")) {
				return true
			}
		}
	}
	return false
}

func fathersSon(w string, capital bool) bool {
	w = without(w, "ем", "ом", "а", "у", "е")
	switch w {
	case "царевич", "королевич", "попович":
		return false
	case "ильич", "кузьмич", "лукич", "фомич", "никитич", "саввич", "иваныч",
		"михалыч", "палыч", "саныч", "николаич", "сергеич", "алексеич":
		return capital
	}
	return len(w) >= 12 && (strings.HasSuffix(w, "ович") || strings.HasSuffix(w, "евич"))
}

// fathersDaughter knows -овна and -евна. Many adjectives end alike in the
// other cases (духовной, ежедневной), so those need a capital letter and a
// stem that is no adjective's.
func fathersDaughter(w string, capital bool) bool {
	root := without(w, "ой", "ою", "а", "ы", "е", "у")
	if root == w {
		return false
	}
	for _, full := range []string{"ильиничн", "никитичн", "фоминичн", "кузьминичн", "лукиничн", "саввичн"} {
		if root == full {
			return true
		}
	}
	father, ok := strings.CutSuffix(root, "овн")
	if !ok {
		father, ok = strings.CutSuffix(root, "евн")
	}
	if !ok || len(father) < 4 || adjective(father) {
		return false
	}
	return capital || strings.HasSuffix(w, "вна") || strings.HasSuffix(w, "вны")
}

func adjective(stem string) bool {
	if stem == "ур" || stem == "подур" {
		return true
	}
	for _, a := range []string{
		"осн", "духов", "дух", "верх", "церк", "усл", "угол", "кр", "сл", "нер",
		"вин", "чин", "люб", "дн", "душ", "плач", "бр", "др", "дер", "гн",
		"нап", "кор", "цар", "гот", "час", "жерт", "пл", "корол", "зад", "град",
	} {
		if strings.HasSuffix(stem, a) && len(stem) <= len(a)+6 {
			return true
		}
	}
	return false
}

// kazakhPatronymic knows -ұлы and -қызы, also typed with у and к, with and
// without case endings. -улы ends verbs' adjectives too (таңдаулы), so it
// needs a capital letter and a consonant before it.
func kazakhPatronymic(w string, capital bool) bool {
	w = without(w, "ның", "нын", "нан", "нда", "мен", "на", "н")
	for _, e := range []string{"ұлы", "қызы", "кызы", "оғлы", "оглы"} {
		if father, ok := strings.CutSuffix(w, e); ok && len(father) >= 6 {
			return father != "айыпп" // айыппұл is a fine
		}
	}
	father, ok := strings.CutSuffix(w, "улы")
	return ok && capital && len(father) >= 6 && !isVowel(skeleton(father)[len(skeleton(father))-2:])
}

// sonOrDaughter tells whether word i is ұлы or қызы written apart after a
// father's name. «Қазақтың ұлы» is a son of the people: after a genitive it is
// an ordinary word, and with a capital letter «Ұлы» means great.
func (c crowd) sonOrDaughter(i int) bool {
	w, before := c.words[i], c.words[i-1]
	if w.end-w.start > 16 || w.capital != before.capital && w.capital || !before.capital ||
		before.end-before.start < 6 || !c.beside(i-1) {
		return false
	}
	switch without(c.low(i), "ның", "нын", "нан", "нда", "мен", "на", "н") {
	case "ұлы", "қызы", "улы", "кызы", "оғлы", "оглы":
	default:
		return false
	}
	if w.capital && !strings.Contains(c.s[w.start:w.end], "Ы") {
		return false
	}
	low := c.low(i - 1)
	return low == without(low, "ның", "нің", "дың", "дің", "тың", "тің") && !address(low)
}

// without returns w without the first of the endings that it has.
func without(w string, endings ...string) string {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(w, e); ok && len(rest) >= 6 {
			return rest
		}
	}
	return w
}

// surname tells whether a folded word sounds like a surname, in any case.
func surname(w string) bool {
	if len(w) < 8 {
		return false
	}
	for _, e := range []string{
		"ов", "ев", "ин", "ын", "ова", "ева", "ина", "ына", "ову", "еву", "ину",
		"ове", "еве", "овым", "евым", "иным", "овой", "евой", "иной", "ский",
		"ская", "ского", "скому", "ским", "ской", "скую", "цкий", "цкая", "цкого",
		"цкому", "цкой", "енко", "чук", "юк", "швили", "дзе", "янц",
		"овтың", "евтің", "овқа", "евке", "овты", "евті", "овтан", "евтен",
		"ованың", "еваның", "оваға", "еваға", "ованы", "еваны", "овадан", "евадан",
	} {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// address knows the capitalised words that stand before a name without being
// part of it.
func address(w string) bool {
	for _, a := range []string{
		"уважаем", "дорог", "господ", "госпож", "граждан", "прошу", "просим",
		"директор", "министр", "аким", "әкім", "врач", "доктор", "участков",
		"президент", "депутат", "здравствуй", "добрый", "құрмет", "курметт",
		"председател", "начальник", "судь", "инспектор", "благодар", "спасибо",
		"рақмет", "рахмет", "заместител", "руководител", "специалист", "жалоб",
		"помогите", "примите", "сәлем", "салем", "азамат", "бастық", "басшы",
	} {
		if strings.HasPrefix(w, a) {
			return true
		}
	}
	return false
}

// named knows the words before a name that make it a place's.
func named(w string) bool {
	switch w {
	case "пр-т", "пр-та", "пр-ту", "пр-те", "пр-кт", "б-р", "ул", "улица", "улице", "улицы", "улицу", "улицей", "пр", "просп", "проспект",
		"проспекте", "проспекта", "проспекту", "пер", "переулок", "переулке",
		"бульвар", "бульваре", "площадь", "площади", "мкр", "микрорайон",
		"микрорайоне", "им", "имени", "көшесі", "көш":
		return true
	}
	return false
}

// namesake knows the words after a name that make it a place's.
func namesake(w string) bool {
	for _, a := range []string{"көше", "коше", "даңғыл", "дангыл", "атында", "бульвар", "ықшам", "алаңы", "саябағ"} {
		if strings.HasPrefix(w, a) {
			return true
		}
	}
	return w == "көш"
}
