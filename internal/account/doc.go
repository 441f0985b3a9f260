// Package account knows who somebody is and what they may see.
//
// A person of the state holds seats: a role in a body, perhaps in one of its
// units. A citizen proves nothing but the number and the code of an appeal.
// From who somebody is follows a Scope, and every read carries it down into
// the database, where it becomes part of the question. The zero Who is
// nobody and the zero Scope sees nothing.
//
//	who := account.Staff(7, "Сынақ Сынақов", account.Seat{Body: 3, Role: account.Registrar})
//	scope := who.Scope() // the appeals of body 3
//
// What may be done to an appeal, by whom and in which state, stands in one
// table in the room appeal; this room only answers "does she hold that role
// there".
package account
