// Package i18n speaks Kazakh, Russian and English.
//
// The idea: rooms return keys and values, faces turn them into sentences
// here, and nowhere else is a sentence written for people. A catalog is
// loaded once from the JSON files of this folder, one file a room, and each
// reader gets a Printer of his language.
//
// Words: a key is "room.thing" and begins with the name of its file; a text
// is the sentence in one language; an argument is a name in braces; a plural
// message has one text for every plural form of the language and is chosen
// by the argument n.
//
// What always holds after Load: each key exists in all three languages, has
// exactly the plural forms the language has, and asks for the same arguments
// everywhere. Kazakh is the first language: it is written first and the other
// two fall back to it, never the other way round.
//
//	p := catalog.In(i18n.KK)
//	p.T("web.found", "n", 3) // «3 жолданым табылды»
package i18n
