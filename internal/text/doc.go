// Package text knows what letters are: it cleans what people type, folds it
// for comparison, cuts it into words, finds their stems, tells Kazakh from
// Russian and hides the persons in it. Nothing here waits, reads a file or
// remembers anything.
//
// The words of this room:
//
//   - clean text is safe to keep and to show. Cleaning takes out only what no
//     reader sees and what misleads programs; it never refuses a text.
//   - folded text is for comparing: lower case, ё as е, Latin look-alikes
//     inside a Cyrillic word as the Cyrillic letters they pretend to be.
//   - a stem is a word without its endings: жолдарды and жолы share жол.
//   - the skeleton of a stem has no Kazakh letters and no last vowel, because
//     half of the country types көше as коше. Search compares skeletons.
//   - masked text has ••• where a person, a phone, an e-mail or a long number
//     stood. Only masked text may be indexed.
//
// The line a text takes into the search index:
//
//	clean, _ := text.Clean(typed)
//	masked, _ := text.Mask(clean)
//	words := text.Words(masked)
//
// A question asked of the index goes through Query, which gives each typed
// word all the index words it may stand for.
package text
