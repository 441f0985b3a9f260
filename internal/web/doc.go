// Package web shows Jauap to people: pages made on the server, in Kazakh,
// Russian and English, that work without JavaScript, on a slow phone and on
// paper.
//
// The words. A Page is what every page tells the layout: its title, its
// language, its path, who reads it. A component (Field, Timeline, Pages …) is
// one part of a page with its label, hint and fault tied together for a
// screen reader. A Form is what was sent and what was wrong with it, so that
// nothing typed is ever lost. Assets are the styles and fonts, embedded from
// assets/dist, which `make assets` builds.
//
// The invariants. A page is rendered to a buffer and sent whole, or a fault is
// shown instead. No sentence stands here: they are in the catalog. No inline
// style or script: the security policy forbids both. Addresses are
// /{lang}/… and the language switch leads to the same page.
//
//	templ greeting(p Page) {
//		@Layout(p) {
//			<h1 class="govuk-heading-l">{ p.Title }</h1>
//		}
//	}
package web
