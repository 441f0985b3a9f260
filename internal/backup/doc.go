// Package backup is the form of a copy of the whole house: a folder with the
// database, the attachments and a signed manifest of both.
//
//	manifest            signed note: what is in here, of when, under which key
//	database.sqlite     or database.dump, as PostgreSQL writes it
//	attachments.sha256  a line for each attachment, as sha256sum reads it
//	files/ab/abcd…      the attachments, sealed as they lie in the house
//	erased              what was erased by law, when anything was
//
// A manifest is written last, under another name, flushed and renamed: a
// folder without one is not a backup, whatever else lies in it. It names the
// hash of every file beside it, so a changed byte anywhere is found; and it
// is signed with the key of the witness log, so nobody without that key can
// make a manifest that fits what he changed. The key itself is never in here.
//
//	folder, err := backup.Create("/mnt/copies/2026-03-17")
//	… a database file at folder.Path(backup.Lite) …
//	err = folder.Attach(ctx, "jauap.files", ids, nil)
//	err = folder.Finish(ctx, manifest, signer, verifier, nil)
//
//	c, err := backup.Read("/mnt/copies/2026-03-17")
//	err = c.Trust(verifier)
//	err = c.Verify(ctx, nil)
package backup
