package blob

// A Ref names a stored file: ID is its place, Hash the SHA-256 of its plain
// content in hex, Type the media type found by looking inside.
type Ref struct {
	ID   string `json:"id"`
	Hash string `json:"hash"`
	Name string `json:"name"`
	Type string `json:"type"`
	Size int64  `json:"size"`
}

// Place is where the file of an ID lies in the folder of a Store, for
// copies of the folder; false when id is none.
func Place(id string) (string, bool) {
	if !valid(id) {
		return "", false
	}
	return place(id), true
}
