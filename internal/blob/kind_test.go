package blob

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"

	"jauap/internal/fault"
)

const (
	jpeg = "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
	png  = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
	pdf  = "%PDF-1.7\n"
	exe  = "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"
	elf  = "\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x3e\x00"
	heic = "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
	mp4  = "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
	mov  = "\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  "
	m4a  = "\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42"
	old  = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range files {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if name == "mimetype" {
			w.Write([]byte("application/vnd.oasis.opendocument.text"))
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAccepted(t *testing.T) {
	t.Parallel()
	docx := zipped(t, "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "custom/a.xml", "word/document.xml")
	xlsx := zipped(t, "xl/workbook.xml", "[Content_Types].xml")
	odt := zipped(t, "mimetype", "content.xml")
	const office = "application/vnd.openxmlformats-officedocument."
	for _, tt := range []struct{ name, content, file, wantType, wantName string }{
		{"jpg", jpeg, "a.jpg", "image/jpeg", "a.jpg"},
		{"jpeg in capitals", jpeg, "A.JPEG", "image/jpeg", "A.JPEG"},
		{"no extension gets one", png, "screenshot", "image/png", "screenshot.png"},
		{"a date is no extension", pdf, "Шағым 21.03.2026", "application/pdf", "Шағым 21.03.2026.pdf"},
		{"heic", heic, "a.heic", "image/heic", "a.heic"},
		{"webp", "RIFF\x24\x00\x00\x00WEBPVP8 ", "a.webp", "image/webp", "a.webp"},
		{"gif", "GIF89a\x01\x00", "a.gif", "image/gif", "a.gif"},
		{"docx", docx, "a.docx", office + "wordprocessingml.document", "a.docx"},
		{"xlsx, parts in another order", xlsx, "a.xlsx", office + "spreadsheetml.sheet", "a.xlsx"},
		{"odt", odt, "a.odt", "application/vnd.oasis.opendocument.text", "a.odt"},
		{"old doc", old + strings.Repeat("\x00", 600), "a.doc", "application/msword", "a.doc"},
		{"old xls", old + strings.Repeat("\x00", 600), "a.xls", "application/vnd.ms-excel", "a.xls"},
		{"rtf", `{\rtf1\ansi`, "a.rtf", "application/rtf", "a.rtf"},
		{"rtf named doc", `{\rtf1\ansi`, "a.doc", "application/rtf", "a.doc"},
		{"text", "Сәлеметсіз бе", "a.txt", "text/plain", "a.txt"},
		{"text in windows-1251", "\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", "a.txt", "text/plain", "a.txt"},
		{"csv", "a,b\n1,2\n3,4\n", "a.csv", "text/csv", "a.csv"},
		{"csv named txt", "a,b\n1,2\n3,4\n", "a.txt", "text/plain", "a.txt"},
		{"mp3", "ID3\x03\x00\x00\x00\x00\x01\x00TIT2\x00\x00\x00\x02\x00\x00\x00a", "a.mp3", "audio/mpeg", "a.mp3"},
		{"ogg", "OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00OpusHead", "a.ogg", "audio/ogg", "a.ogg"},
		{"wav", "RIFF\x24\x00\x00\x00WAVEfmt ", "a.wav", "audio/wav", "a.wav"},
		{"mp4", mp4, "a.mp4", "video/mp4", "a.mp4"},
		{"mov", mov, "a.MOV", "video/quicktime", "a.MOV"},
		{"m4a", m4a, "a.m4a", "audio/mp4", "a.m4a"},
		{"m4a with a film's mark", mp4, "a.m4a", "audio/mp4", "a.m4a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _ := newStore(t, Limits{})
			ref := put(t, s, []byte(tt.content), tt.file)
			if ref.Type != tt.wantType || ref.Name != tt.wantName {
				t.Errorf("got %s %q, want %s %q", ref.Type, ref.Name, tt.wantType, tt.wantName)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	html := "<!DOCTYPE html><script>alert(1)</script>"
	for _, tt := range []struct {
		name, content, file string
		kind                fault.Kind
		key, really         string
	}{
		{"of no bytes", "", "a.jpg", fault.Invalid, "blob.empty", ""},
		{"one byte too large", strings.Repeat("a", 3<<20+1), "a.txt", fault.TooLarge, "blob.too_large", ""},
		{"svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`, "a.svg", fault.Invalid, "blob.type_not_allowed", ""},
		{"svg that begins like a text", "<?xml version=\"1.0\"?>\n<!-- a -->\n<svg/>", "a.svg", fault.Invalid, "blob.type_not_allowed", ""},
		{"text called svg", "жол", "a.svg", fault.Invalid, "blob.type_not_allowed", ""},
		{"text called html", "жол", "a.html", fault.Invalid, "blob.type_not_allowed", ""},
		{"text called exe", "жол", "a.exe", fault.Invalid, "blob.type_not_allowed", ""},
		{"html", html, "a.html", fault.Invalid, "blob.type_not_allowed", ""},
		{"a Windows program", exe, "a.exe", fault.Invalid, "blob.type_not_allowed", ""},
		{"a Linux program without extension", elf, "a", fault.Invalid, "blob.type_not_allowed", ""},
		{"zip", zipped(t, "a.txt"), "a.zip", fault.Invalid, "blob.type_not_allowed", ""},
		{"bytes of no kind", "\x00\x01\x02\x03", "a.dat", fault.Invalid, "blob.type_not_allowed", ""},
		{"png called jpg", png, "a.jpg", fault.Invalid, "blob.lying", "png"},
		{"pdf called docx", pdf, "a.docx", fault.Invalid, "blob.lying", "pdf"},
		{"zip called docx", zipped(t, "a.txt"), "a.docx", fault.Invalid, "blob.lying", "zip"},
		{"a program called jpg", exe, "a.jpg", fault.Invalid, "blob.lying", "exe"},
		{"html called txt", html, "a.txt", fault.Invalid, "blob.lying", "html"},
		{"a picture called exe", jpeg, "a.exe", fault.Invalid, "blob.type_not_allowed", ""},
		{"text called jpg", "жол", "a.jpg", fault.Invalid, "blob.lying", "txt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, dir := newStore(t, Limits{Bytes: 3 << 20})
			_, err := s.Put(t.Context(), strings.NewReader(tt.content), tt.file, caseKey)
			wantFault(t, err, tt.kind, tt.key, tt.file)
			for _, f := range fault.All(err) {
				if got, _ := f.Args["really"].(string); got != tt.really {
					t.Errorf("really %q, want %q", got, tt.really)
				}
				if f.Key == "blob.too_large" && f.Args["limit"] != int64(3) {
					t.Errorf("limit %v, want 3", f.Args["limit"])
				}
			}
			if left := onDisk(t, dir); left != nil {
				t.Errorf("left behind: %q", left)
			}
		})
	}
}

func TestExactlyTheLimitIsAccepted(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, Limits{Bytes: 1 << 20})
	if ref := put(t, s, bytes.Repeat([]byte("a"), 1<<20), "a.txt"); ref.Size != 1<<20 {
		t.Errorf("size %d", ref.Size)
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	if err := (Limits{}).Count(10); err != nil {
		t.Errorf("ten files: %v", err)
	}
	list := fault.All(Limits{}.Count(11))
	if len(list) != 1 || list[0].Key != "blob.too_many" || list[0].Args["n"] != 10 {
		t.Errorf("eleven files: %v", list)
	}
}

func TestExtensionsListsEachOnce(t *testing.T) {
	t.Parallel()
	got := Extensions()
	for _, want := range []string{"jpg", "jpeg", "pdf", "docx", "mov"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing from %q", want, got)
		}
	}
	slices.Sort(got)
	if len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Errorf("twice the same in %q", got)
	}
}
