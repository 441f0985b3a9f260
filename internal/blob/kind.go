package blob

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"jauap/internal/fault"
)

// A kind of file that is accepted: what the browser is told it is, its
// extensions (the first is ours) and what its content may be sniffed as.
type kind struct {
	media  string
	exts   []string
	sniffs []string
}

const ole = "application/x-ole-storage" // old Office files whose head does not say which

// kinds is the allow list. No svg and no html, which run in a browser; no zip,
// which hides what is in it; nothing that a computer executes.
var kinds = []kind{
	{"image/jpeg", []string{"jpg", "jpeg", "jpe", "jfif"}, []string{"image/jpeg"}},
	{"image/png", []string{"png"}, []string{"image/png", "image/vnd.mozilla.apng"}},
	{"image/webp", []string{"webp"}, []string{"image/webp"}},
	{"image/heic", []string{"heic", "heif"}, []string{"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"}},
	{"image/gif", []string{"gif"}, []string{"image/gif"}},
	{"application/pdf", []string{"pdf"}, []string{"application/pdf"}},
	{"application/msword", []string{"doc"}, []string{"application/msword", ole}},
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{"docx"}, []string{"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}},
	{"application/vnd.ms-excel", []string{"xls"}, []string{"application/vnd.ms-excel", ole}},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", []string{"xlsx"}, []string{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}},
	{"application/vnd.oasis.opendocument.text", []string{"odt"}, []string{"application/vnd.oasis.opendocument.text"}},
	{"application/vnd.oasis.opendocument.spreadsheet", []string{"ods"}, []string{"application/vnd.oasis.opendocument.spreadsheet"}},
	{"application/rtf", []string{"rtf", "doc"}, []string{"text/rtf", "application/rtf"}},
	{"text/plain", []string{"txt", "text", "log", "md"}, []string{"text/plain", "text/csv", "text/tab-separated-values"}},
	{"text/csv", []string{"csv"}, []string{"text/csv", "text/tab-separated-values", "text/plain"}},
	{"audio/mpeg", []string{"mp3"}, []string{"audio/mpeg"}},
	{"audio/mp4", []string{"m4a"}, []string{"audio/x-m4a", "audio/mp4", "video/mp4"}},
	{"audio/ogg", []string{"ogg", "oga", "opus"}, []string{"audio/ogg", "application/ogg"}},
	{"video/ogg", []string{"ogv", "ogg"}, []string{"video/ogg"}},
	{"audio/wav", []string{"wav"}, []string{"audio/wav"}},
	{"video/mp4", []string{"mp4", "m4v"}, []string{"video/mp4", "video/x-m4v"}},
	{"video/quicktime", []string{"mov"}, []string{"video/quicktime"}},
}

// Extensions lists every extension that may be attached, for the form's file
// chooser.
func Extensions() []string {
	var list []string
	for _, k := range kinds {
		for _, ext := range k.exts {
			if !slices.Contains(list, ext) {
				list = append(list, ext)
			}
		}
	}
	return list
}

// judge tells by its first bytes what a file is and whether its name says so.
// A name without an extension gets the right one.
func judge(head []byte, name string) (media, fullName string, err error) {
	says := extension(name)
	if says != "" && !accepted(says) {
		// Whatever is in it: a drawing is not told to be a text.
		return "", "", fault.New(fault.Invalid, "blob.type_not_allowed", "name", name)
	}
	sniffed, ext := sniff(head)
	really := -1
	for i, k := range kinds {
		if !slices.Contains(k.sniffs, sniffed) {
			continue
		}
		if slices.Contains(k.exts, says) {
			return k.media, name, nil
		}
		if really < 0 {
			really = i
		}
	}
	switch {
	case really >= 0 && says == "":
		return kinds[really].media, addExtension(name, kinds[really].exts[0]), nil
	case really >= 0:
		ext = kinds[really].exts[0]
	case says == "" || ext == "":
		return "", "", fault.New(fault.Invalid, "blob.type_not_allowed", "name", name)
	}
	return "", "", fault.New(fault.Invalid, "blob.lying", "name", name, "really", ext)
}

// sniff returns the media type of the content and its usual extension.
func sniff(head []byte) (media, ext string) {
	m := mimetype.Detect(head)
	media, _, _ = strings.Cut(m.String(), ";")
	ext = strings.TrimPrefix(m.Extension(), ".")
	if media == "application/zip" {
		return office(head)
	}
	return media, ext
}

// office looks deeper into a zip: programs differ in the order in which they
// put the parts of a document.
func office(head []byte) (media, ext string) {
	switch {
	case bytes.Contains(head, []byte("[Content_Types].xml")) && bytes.Contains(head, []byte("word/")):
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"
	case bytes.Contains(head, []byte("[Content_Types].xml")) && bytes.Contains(head, []byte("xl/")):
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"
	}
	return "application/zip", "zip"
}

func accepted(ext string) bool {
	return slices.ContainsFunc(kinds, func(k kind) bool { return slices.Contains(k.exts, ext) })
}
