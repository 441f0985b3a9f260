package directory

import (
	"jauap/internal/calendar"
	"jauap/internal/i18n"
)

// A BodyID is the row number of a body; 0 is no body.
type BodyID int64

// A UnitID is the row number of a unit; 0 is no unit.
type UnitID int64

// A PlaceCode is a code of KATO: nine digits, or "" for no place.
type PlaceCode string

// A TopicCode is a short text key such as "water.none"; "" is no topic.
type TopicCode string

// The levels of a place. Astana, Almaty and Shymkent are cities without a
// parent; their districts are city districts.
const (
	LevelOblast       = "oblast"
	LevelCity         = "city"
	LevelDistrict     = "district"
	LevelCityDistrict = "city_district"
)

// The kinds of bodies. The registry is the desk of this system that routes
// appeals which name no body.
const (
	KindGovernment = "government"
	KindMinistry   = "ministry"
	KindAkimat     = "akimat"
	KindRegistry   = "registry"
)

// RegistryCode is the code of the body that receives what names no body.
const RegistryCode = "registry"

// A Place is an oblast, a city, a district, or a district of a city.
type Place struct {
	Code   PlaceCode
	Parent PlaceCode // "" at the top
	Level  string
	Name   i18n.Text // with its kind: «Абай ауданы», «Абайский район»
}

// A Body answers appeals.
type Body struct {
	ID       BodyID
	Code     string // stable text key: "akimat.750000000", "min.health"
	Kind     string
	Place    PlaceCode    // where it is competent; "" is the whole country
	Parent   BodyID       // administratively above; 0 is nobody
	Higher   BodyID       // reviews complaints about it; 0 is nobody
	Name     i18n.Text    // official
	Short    i18n.Text    // for lists and tables; never empty after New
	From, To calendar.Day // 0 = open
}

// A Unit is a part of a body.
type Unit struct {
	ID   UnitID
	Body BodyID
	Name i18n.Text
}

// A Topic is what an appeal is about.
type Topic struct {
	Code   TopicCode
	Parent TopicCode // "" for an area
	Name   i18n.Text
	Hint   i18n.Text // one line in plain words
	Danger bool      // danger to life: show 112
}

// A TopicNode is a topic with those under it.
type TopicNode struct {
	Topic
	Children []TopicNode
}

// A Directory is a checked snapshot; it never changes and is safe for many
// at once. What its methods return is the caller's own.
type Directory struct {
	places []Place
	bodies []Body
	units  []Unit
	topics []Topic

	placeAt   map[PlaceCode]int
	bodyAt    map[BodyID]int
	bodyCode  map[string]int
	unitAt    map[UnitID]int
	topicAt   map[TopicCode]int
	placeSort map[i18n.Lang][]int
	bodySort  map[i18n.Lang][]int

	placeNames []placeName
	bodyNames  index
	topicNames index
}

// New builds a snapshot. The order of topics is kept, it is the order in
// which people are shown them. An error means that the rows contradict each
// other and lists all contradictions.
func New(places []Place, bodies []Body, units []Unit, topics []Topic) (*Directory, error) {
	if err := check(places, bodies, units, topics); err != nil {
		return nil, err
	}
	d := &Directory{
		places: append([]Place(nil), places...),
		bodies: append([]Body(nil), bodies...),
		units:  append([]Unit(nil), units...),
		topics: append([]Topic(nil), topics...),
	}
	for i, b := range d.bodies {
		if b.Short.IsZero() {
			d.bodies[i].Short = b.Name
		}
	}
	d.placeAt = positions(d.places, func(p Place) PlaceCode { return p.Code })
	d.bodyAt = positions(d.bodies, func(b Body) BodyID { return b.ID })
	d.bodyCode = positions(d.bodies, func(b Body) string { return b.Code })
	d.unitAt = positions(d.units, func(u Unit) UnitID { return u.ID })
	d.topicAt = positions(d.topics, func(t Topic) TopicCode { return t.Code })
	d.sort()
	d.index()
	return d, nil
}

func positions[T any, K comparable](list []T, key func(T) K) map[K]int {
	at := make(map[K]int, len(list))
	for i, item := range list {
		at[key(item)] = i
	}
	return at
}
