package law

import "slices"

// A Ground is a reason the law knows for ending a procedure without an answer
// on the merits, and the roles that may decide it.
type Ground struct {
	Code     string   `json:"code"` // "no_essence"
	Article  string   `json:"article"`
	Deciders []string `json:"deciders"` // "head", "deputy", "authorised"
	// SparesCrime: what reports a crime or a threat is never ended on this
	// ground, it is forwarded at once (art. 88(1)2)).
	SparesCrime bool    `json:"spares_crime"`
	Doubts      []Doubt `json:"doubts"`
	Unsure      bool    `json:"-"`
}

// Key is the message with the ground in words.
func (g Ground) Key() string { return "law.ground_" + g.Code }

// Grounds lists the grounds of a procedure in the order of the law: art. 70,
// 88, 95. Of an edition that is not in the data it lists none.
func (c *Code) Grounds(p Procedure, name Edition) []Ground {
	e, err := c.edition(name)
	if err != nil {
		return nil
	}
	return slices.Clone(e.Grounds[p])
}

// Ground finds one ground by its code.
func (c *Code) Ground(p Procedure, e Edition, code string) (Ground, bool) {
	for _, g := range c.Grounds(p, e) {
		if g.Code == code {
			return g, true
		}
	}
	return Ground{}, false
}
