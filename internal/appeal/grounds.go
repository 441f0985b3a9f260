package appeal

import (
	"jauap/internal/account"
	"jauap/internal/law"
)

// A Ground is a ground of termination that the law gives for an appeal, and
// whether the one who asks may decide on it.
type Ground struct {
	law.Ground
	May bool
}

// Grounds lists the grounds on which a may be terminated, in the order of the
// law, for the page that offers them.
func (r Rules) Grounds(a Appeal, who account.Who) []Ground {
	info, _ := r.Law.Kind(a.Kind)
	var list []Ground
	for _, g := range r.Law.Grounds(info.Procedure, a.Edition) {
		if !open(g, a) {
			continue
		}
		list = append(list, Ground{Ground: g, May: entitled(g, a, who)})
	}
	return list
}
