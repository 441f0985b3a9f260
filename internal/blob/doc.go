// Package blob keeps the files that people attach: photos of holes in roads,
// scanned letters, recordings. They are personal data, so on disk lies only
// ciphertext, and only of the kinds of file that are safe to hand to a clerk.
//
// Words and promises:
//
//   - A Ref is all an appeal remembers of a file: the ID under which it lies,
//     the SHA-256 of its content, its cleaned name, its sniffed type, its size.
//   - A file is encrypted under a key made from the case key and its own ID.
//     Whoever destroys the case key has erased the files, and a file put in
//     another's place does not open. Equal files of two cases are kept twice:
//     no one can see that two people sent the same.
//   - When Put returns, the file is on disk: written, flushed, renamed. When
//     Put fails, nothing is left behind.
//   - What Open returns is whole: every byte was checked before the first was
//     handed out.
//   - Memory does not grow with the file: 64 KiB at a time.
//
// An example:
//
//	files, err := blob.New(blob.Options{Dir: "files"})
//	ref, err := files.Put(ctx, part, part.FileName(), caseKey)
//	f, err := files.Open(ctx, ref, caseKey)
package blob
