package i18n

import "golang.org/x/text/collate"

// Collate gives a comparison that sorts names as the language does: in Kazakh
// Астана, Әкімдік, Көкшетау, Қала, where bytes would put Ә and Қ last. It
// keeps buffers, so make one for each sort:
//
//	slices.SortFunc(names, i18n.Collate(i18n.KK))
func Collate(l Lang) func(a, b string) int {
	return collate.New(l.tag()).CompareString
}
