//go:build ignore

package main

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"
)

type place struct {
	code, parent, level    string
	kk, ru, ruGenitive, en string
}

// readPlaces keeps the oblasts, their cities and districts, and the districts
// of the three cities of republican significance, in the register's order.
func readPlaces(register, special string) ([]place, error) {
	rows, err := readRows(register)
	if err != nil {
		return nil, err
	}
	fixes, err := readRows(special)
	if err != nil {
		return nil, err
	}
	fix := map[string]map[string]string{}
	for _, f := range fixes {
		fix[f["code"]] = f
	}
	var places []place
	for _, r := range rows {
		if p, ok := clean(r, fix[r["kato"]]); ok {
			places = append(places, p)
			delete(fix, r["kato"])
		}
	}
	for code := range fix {
		return nil, fmt.Errorf("special.csv names %s, which the register does not have", code)
	}
	return places, nil
}

func clean(r, fix map[string]string) (place, bool) {
	p := place{code: r["kato"], level: level(r)}
	if p.level == "" {
		return place{}, false
	}
	if r["level"] != "oblast" {
		p.parent = p.code[:2] + "0000000"
	}
	p.kk = cmp.Or(fix["kk"], cleanKK(r["name_kk"]))
	p.ru = cmp.Or(fix["ru"], cleanRU(r["name_ru"]))
	p.ruGenitive = cmp.Or(fix["ru_genitive"], genitiveRU(p.ru))
	p.en = fix["en"]
	if p.en == "" {
		p.en = english(p.kk)
	}
	return p, true
}

func level(r map[string]string) string {
	republican := strings.Contains(" 71 75 79 ", " "+r["kato"][:2]+" ")
	city := strings.HasPrefix(r["name_ru"], "г.") || strings.HasSuffix(r["name_ru"], "Г.А.")
	switch {
	case r["level"] == "sub_district" && republican:
		return "city_district"
	case r["level"] != "oblast" && r["level"] != "district":
		return ""
	case city:
		return "city"
	}
	return r["level"]
}

func cleanKK(s string) string {
	for _, mark := range []string{" Қ.Ә.", " Г.А.", " қ."} {
		if name, ok := strings.CutSuffix(s, mark); ok {
			return name + " қаласы"
		}
	}
	return s
}

func cleanRU(s string) string {
	if name, ok := strings.CutSuffix(s, " Г.А."); ok {
		return "город " + name
	}
	if name, ok := strings.CutPrefix(s, "г."); ok {
		return "город " + strings.TrimSpace(name)
	}
	if name, ok := strings.CutPrefix(s, "Район "); ok {
		return "район " + name
	}
	return s
}

// genitiveKK adds the ending. The last word is облысы, қаласы, ауданы or аудан:
// back vowels and a vowel or н at the end, so it is always -ның.
func genitiveKK(s string) string { return s + "ның" }

// genitiveRU declines the kind and the adjective; a name after the kind stays
// («района Алтай») unless special.csv says how it declines.
func genitiveRU(s string) string {
	for _, e := range [][2]string{{"ский район", "ского района"}, {"ская область", "ской области"}} {
		if stem, ok := strings.CutSuffix(s, e[0]); ok {
			return stem + e[1]
		}
	}
	for _, k := range [][2]string{{"область ", "области "}, {"район ", "района "}, {"город ", "города "}} {
		if name, ok := strings.CutPrefix(s, k[0]); ok {
			return k[1] + name
		}
	}
	panic("no rule for " + s)
}

func english(kk string) string {
	for _, k := range [][2]string{{" қаласы", " city"}, {" ауданы", " district"}} {
		if name, ok := strings.CutSuffix(kk, k[0]); ok {
			return latin(name) + k[1]
		}
	}
	panic("no English name for " + kk)
}

// latin spells a Kazakh name with plain English letters, as signs and the
// press do; it is for reading, not for turning back.
func latin(kk string) string {
	pairs := strings.Fields(`а a ә a б b в v г g ғ g д d е e ё e ж j з z и i й i к k қ k л l м m н n
		ң n о o ө o п p р r с s т t у u ұ u ү u ф f х kh һ h ц ts ч ch ш sh щ sch ы y і i э e ю yu я ya`)
	table := map[rune]string{}
	for i := 0; i < len(pairs); i += 2 {
		table[[]rune(pairs[i])[0]] = pairs[i+1]
	}
	var b strings.Builder
	var before rune = ' '
	for _, r := range kk {
		low := unicode.ToLower(r)
		s := cmp.Or(table[low], string(low))
		if low == 'ь' || low == 'ъ' {
			s = ""
		}
		if low == 'е' && before == 'а' {
			s = "ye"
		}
		if before == ' ' || before == '-' {
			s = strings.ToUpper(s[:1]) + s[1:]
		}
		b.WriteString(s)
		before = low
	}
	return b.String()
}
