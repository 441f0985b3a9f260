package directory

import (
	"strings"
	"testing"

	"jauap/internal/i18n"
)

func TestNewRefusesRowsThatContradictEachOther(t *testing.T) {
	t.Parallel()
	name := i18n.Text{KK: "Сынақ"}
	for _, tt := range []struct {
		name   string
		places []Place
		bodies []Body
		units  []Unit
		topics []Topic
		want   string
	}{
		{"a place twice", []Place{{Code: "1", Name: name}, {Code: "1", Name: name}}, nil, nil, nil, "place 1: the key is there twice"},
		{"a place under an unknown one", []Place{{Code: "1", Parent: "2"}}, nil, nil, nil, "place 1: the parent is unknown"},
		{"a place above itself", []Place{{Code: "1", Parent: "1"}}, nil, nil, nil, "place 1: it stands above itself"},
		{"two places in a circle", []Place{{Code: "1", Parent: "2"}, {Code: "2", Parent: "1"}}, nil, nil, nil, "place 2: it stands above itself"},
		{"a place without a code", []Place{{Name: name}}, nil, nil, nil, "place in row 1: no key"},
		{"two bodies with one code", nil, []Body{{ID: 1, Code: "a"}, {ID: 2, Code: "a"}}, nil, nil, "body a: the key is there twice"},
		{"two bodies with one id", nil, []Body{{ID: 1, Code: "a"}, {ID: 1, Code: "b"}}, nil, nil, "body 1: the key is there twice"},
		{"a body without an id", nil, []Body{{Code: "a"}}, nil, nil, "body in row 1: no key"},
		{"a body in an unknown place", nil, []Body{{ID: 1, Code: "a", Place: "9"}}, nil, nil, "body a: place 9 is unknown"},
		{"bodies that review each other", nil, []Body{{ID: 1, Code: "a", Higher: 2}, {ID: 2, Code: "b", Higher: 1}}, nil, nil, "higher body of 1: it stands above itself"},
		{"a unit of no body", nil, nil, []Unit{{ID: 1, Body: 7}}, nil, "unit 1: body 7 is unknown"},
		{"three topics in a circle", nil, nil, nil, []Topic{{Code: "a", Parent: "b"}, {Code: "b", Parent: "c"}, {Code: "c", Parent: "a"}}, "topic c: it stands above itself"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := New(tt.places, tt.bodies, tt.units, tt.topics)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("New() = %v, want %q", err, tt.want)
			}
		})
	}
}

func TestOnlyThoseInACircleAreBlamedForIt(t *testing.T) {
	t.Parallel()
	flaws := checkTree([]node[string]{{"a", "b"}, {"b", "a"}, {"under", "a"}, {"free", ""}})
	if len(flaws) != 2 || flaws[0].at != 0 || flaws[1].at != 1 {
		t.Errorf("checkTree() = %v, want the first two", flaws)
	}
}

func TestUnitsBelongToTheirBody(t *testing.T) {
	t.Parallel()
	d, err := New(nil, []Body{{ID: 1, Code: "a", Name: i18n.Text{KK: "Сынақ органы"}}, {ID: 2, Code: "b"}},
		[]Unit{{ID: 5, Body: 1}, {ID: 3, Body: 1}, {ID: 4, Body: 2}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := d.UnitsOf(1); len(got) != 2 || got[0].ID != 3 || got[1].ID != 5 {
		t.Errorf("UnitsOf(1) = %v, want units 3 and 5", got)
	}
	if u, ok := d.Unit(4); !ok || u.Body != 2 {
		t.Errorf("Unit(4) = %v, %v", u, ok)
	}
	if b, _ := d.Body(1); b.Short != b.Name {
		t.Errorf("short name %q, want the name", b.Short.KK)
	}
}
