package i18n

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

//go:embed messages/*.json
var messages embed.FS

// A Catalog holds every sentence of the program in three languages. It does
// not change after Load and may be used by many at once.
type Catalog struct {
	tables map[Lang]map[string]*message
}

// Load reads the catalogs built into the program and checks them whole. The
// error names every file and key that is wrong.
func Load() (*Catalog, error) { return load(messages) }

// Keys lists all keys, sorted.
func (c *Catalog) Keys() []string { return slices.Sorted(maps.Keys(c.tables[KK])) }

// In gives the printer of a language. It costs nothing: make one for each
// request.
func (c *Catalog) In(l Lang) Printer { return Printer{lang: l, table: c.tables[l]} }

func load(fsys fs.FS) (*Catalog, error) {
	files, err := fs.Glob(fsys, "messages/*.json")
	if err != nil {
		return nil, err
	}
	c := &Catalog{tables: make(map[Lang]map[string]*message)}
	for _, l := range Langs() {
		c.tables[l] = make(map[string]*message)
	}
	var wrong []error
	for _, file := range files {
		if err := c.read(fsys, file); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", path.Base(file), err))
		}
	}
	return c, errors.Join(wrong...)
}

// read adds one file to the catalog.
func (c *Catalog) read(fsys fs.FS, file string) error {
	body, err := fs.ReadFile(fsys, file)
	if err != nil {
		return err
	}
	room := strings.TrimSuffix(path.Base(file), ".json")
	var wrong []error
	err = eachMember(body, func(key string, raw json.RawMessage) {
		if err := c.add(room, key, raw); err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", key, err))
		}
	})
	return errors.Join(append(wrong, err)...)
}

// eachMember walks over a JSON object in order. It exists because a map would
// swallow the first of two equal keys without a word.
func eachMember(body []byte, visit func(string, json.RawMessage)) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return errors.New("not a JSON object")
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return fmt.Errorf("%v: %w", key, err)
		}
		name, _ := key.(string) // the decoder allows nothing else before a colon
		visit(name, raw)
	}
	_, err := dec.Token()
	return err
}

func (c *Catalog) add(room, key string, raw json.RawMessage) error {
	if !strings.HasPrefix(key, room+".") {
		return fmt.Errorf("the key does not begin with %q", room+".")
	}
	if c.tables[KK][key] != nil {
		return errors.New("the key stands here twice")
	}
	byLang := make(map[Lang]json.RawMessage)
	if err := json.Unmarshal(raw, &byLang); err != nil {
		return errors.New("not an object of languages")
	}
	parsed, err := parseLangs(byLang)
	if err != nil {
		return err
	}
	for l, m := range parsed {
		c.tables[l][key] = m
	}
	return nil
}

// parseLangs parses one message in all its languages and compares them.
func parseLangs(byLang map[Lang]json.RawMessage) (map[Lang]*message, error) {
	parsed := make(map[Lang]*message)
	for _, l := range Langs() {
		raw, ok := byLang[l]
		if !ok {
			return nil, fmt.Errorf("%s is missing", l)
		}
		m, err := parseMessage(l, raw)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l, err)
		}
		if kk := parsed[KK]; kk != nil {
			if err := sameShape(kk, m); err != nil {
				return nil, fmt.Errorf("%s: %w", l, err)
			}
		}
		parsed[l] = m
	}
	if len(byLang) != len(parsed) {
		return nil, errors.New("a language besides kk, ru and en")
	}
	return parsed, nil
}

func sameShape(kk, m *message) error {
	if kk.counts != m.counts {
		return errors.New("one language has plural forms and the other has not")
	}
	if want, got := kk.args(), m.args(); !slices.Equal(got, want) {
		return fmt.Errorf("arguments %v, in kk %v", got, want)
	}
	return nil
}
