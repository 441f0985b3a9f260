//go:build ignore

// Gen writes places.csv and bodies.csv from a KATO register.
//
//	go run internal/directory/gen/*.go KATO.csv internal/directory/data
//
// The register has the columns kato, level, name_ru, name_kk. Its names carry
// type marks («Семей Г.А.»), its levels do not tell a city from a district.
// What no rule can know (usual English names, how a Russian city declines,
// slips of the register) is in special.csv; bodies that are no akimats are
// in central.csv.
package main

import (
	"encoding/csv"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: gen KATO.csv OUTPUT-FOLDER")
	}
	here := "internal/directory/gen"
	places, err := readPlaces(os.Args[1], filepath.Join(here, "special.csv"))
	if err != nil {
		log.Fatal(err)
	}
	central, err := readRows(filepath.Join(here, "central.csv"))
	if err != nil {
		log.Fatal(err)
	}
	if err := write(filepath.Join(os.Args[2], "places.csv"), placeRows(places)); err != nil {
		log.Fatal(err)
	}
	if err := write(filepath.Join(os.Args[2], "bodies.csv"), bodyRows(central, places)); err != nil {
		log.Fatal(err)
	}
}

func placeRows(places []place) [][]string {
	rows := [][]string{{"code", "parent", "level", "name_kk", "name_ru", "name_en"}}
	for _, p := range places {
		rows = append(rows, []string{p.code, p.parent, p.level, p.kk, p.ru, p.en})
	}
	return rows
}

func bodyRows(central []map[string]string, places []place) [][]string {
	head := []string{"code", "kind", "place", "parent", "higher",
		"name_kk", "name_ru", "name_en", "short_kk", "short_ru", "short_en"}
	rows := [][]string{head}
	for _, c := range central {
		row := make([]string, len(head))
		for i, h := range head {
			row[i] = c[h]
		}
		rows = append(rows, row)
	}
	for _, p := range places {
		above := "gov"
		if p.parent != "" {
			above = "akimat." + p.parent
		}
		kk, ru, en := akimat(p)
		rows = append(rows, []string{"akimat." + p.code, "akimat", p.code, above, above, kk, ru, en, "", "", ""})
	}
	return rows
}

// akimat names the executive body of a place. A district of a city has no
// akimat of its own, only an akim and his office.
func akimat(p place) (kk, ru, en string) {
	if p.level == "city_district" {
		return p.kk + " әкімінің аппараты", "Аппарат акима " + p.ruGenitive, "Office of the Akim of " + p.en
	}
	return genitiveKK(p.kk) + " әкімдігі", "Акимат " + p.ruGenitive, "Akimat of " + p.en
}

func readRows(file string) ([]map[string]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var rows []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, h := range all[0] {
			row[strings.TrimPrefix(h, "\ufeff")] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, row)
	}
	return rows, nil
}

func write(file string, rows [][]string) error {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	if err := w.WriteAll(rows); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return f.Close()
}
