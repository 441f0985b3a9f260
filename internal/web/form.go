package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jauap/internal/fault"
	"jauap/internal/i18n"
)

// A Form is what a person sent and what was wrong with it. The zero values
// and no faults are an empty form.
type Form struct {
	P      i18n.Printer
	Values url.Values
	Faults []*fault.Fault
}

// A Field is one question of a form. Its id in the page is its name; its
// value and its fault are found in the form under that name.
type Field struct {
	Form     Form
	Name     string
	Label    string
	Hint     string
	Value    string // shown when the form has none of that name
	Optional bool   // adds «(optional)» to the label
	Heading  bool   // the label is the page's h1

	Kind         string // input type; "" is text
	Mode         string // inputmode: "numeric" for an IIN or a code
	Autocomplete string // "name", "email", "tel", "street-address", "off" …
	Width        string // of an input in letters: "2" "3" "4" "5" "10" "20" "30"; "" is full
	Rows         int    // of a textarea; 0 is 8
	Most         int    // signs a textarea takes, counted aloud; 0 is no limit
	Accept       string // of a file field: ".pdf,.jpg"
	Many         bool   // a file field takes several
	Inline       bool   // radios side by side
	Small        bool   // small radios and checkboxes, for filters
	NoDraft      bool   // never kept on the device: IIN, codes
}

// A Choice is one answer that a select, radios or checkboxes offer.
type Choice struct {
	Value string
	Text  string
	Hint  string // not shown by a select
}

func (f Field) value() string {
	if v, ok := f.Form.Values[f.Name]; ok && len(v) > 0 {
		return v[0]
	}
	return f.Value
}

// chosen tells whether a choice is marked: several may be, of checkboxes.
func (f Field) chosen(value string) bool {
	if v, ok := f.Form.Values[f.Name]; ok {
		return slices.Contains(v, value)
	}
	return f.Value == value && (value != "" || f.Form.Values == nil)
}

func (f Field) label() string {
	if f.Optional {
		return f.Form.P.T("web.optional", "label", f.Label)
	}
	return f.Label
}

// fault is the sentence of the first fault on this field, or "".
func (f Field) fault() string {
	for _, one := range f.Form.Faults {
		if one.Field == f.Name {
			return f.Form.P.Fault(one)
		}
	}
	return ""
}

// describedBy names the elements that explain the field, for aria-describedby.
func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-hint")
	}
	if f.fault() != "" {
		ids = append(ids, f.Name+"-error")
	}
	if f.Most > 0 {
		ids = append(ids, f.Name+"-count")
	}
	return strings.Join(ids, " ")
}

func (f Field) kind() string {
	if f.Kind == "" {
		return "text"
	}
	return f.Kind
}

func (f Field) rows() string {
	if f.Rows == 0 {
		return "8"
	}
	return strconv.Itoa(f.Rows)
}

// choiceID is the id of the i-th choice. The first has the field's own id,
// because the list of faults leads there.
func (f Field) choiceID(i int) string {
	if i == 0 {
		return f.Name
	}
	return f.Name + "-" + strconv.Itoa(i+1)
}

// A dateField is one of the three boxes of a day. They are sent as NAME (the
// day), NAME-month and NAME-year.
type dateField struct {
	name, label, width, value string
}

func (f Field) dateFields() []dateField {
	t := f.Form.P.T
	value := func(name string) string { return f.Form.Values.Get(name) }
	month, year := f.Name+"-month", f.Name+"-year"
	return []dateField{
		{f.Name, t("web.day"), "2", value(f.Name)},
		{month, t("web.month"), "2", value(month)},
		{year, t("web.year"), "4", value(year)},
	}
}
