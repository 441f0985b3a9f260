package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"

	"jauap/internal/appeal"
	"jauap/internal/blob"
	"jauap/internal/fault"
	"jauap/internal/keys"
)

// A parcel goes out with the form and comes back with it, sealed: the form's
// own token, and the files that were uploaded although something else on the
// page was wrong. So nobody can claim the files of another.
type parcel struct {
	uploads
	Token string
	Key   []byte // that the files wait under; empty until the first one
	back  bool   // the key went out with a page, and may have been used
}

const parcelLabel = "form files"

func newParcel() parcel { return parcel{Token: rand.Text()} }

// openParcel opens what came back. What does not open, or is too old for its
// files to lie there still, begins anew and says so.
func (s *Site) openParcel(sealed string) (parcel, error) {
	var p parcel
	if sealed == "" {
		return newParcel(), nil
	}
	if err := s.unseal(sealed, parcelLabel, &p); err != nil || p.Token == "" {
		return newParcel(), filesAgain()
	}
	if p.tooOld(s.opts.Now()) {
		return parcel{Token: p.Token}, filesAgain()
	}
	p.back = len(p.Key) > 0
	return p, nil
}

// add keeps one more file. The first one makes the key.
func (s *Site) add(ctx context.Context, p *parcel, name string, file io.Reader) error {
	if err := s.opts.Blobs.Limits().Count(len(p.Files) + 1); err != nil {
		return err
	}
	if len(p.Key) == 0 {
		key := s.opts.Ring.NewCase()
		p.Key = key[:]
	}
	ref, err := s.opts.Blobs.Put(ctx, file, name, p.Key)
	if err == nil {
		p.add(ref, s.opts.Now())
	}
	return err
}

// claim gives the draft a key and files that no other appeal has. Two appeals
// may be sent from one page that went out with files, and erasing one by its
// key must leave the other: so what went out is copied under a fresh key.
func (s *Site) claim(ctx context.Context, p *parcel, d *appeal.Draft) error {
	if !p.back {
		return nil
	}
	d.Key, d.Files = s.opts.Ring.NewCase(), nil
	return s.openUploads(ctx, &p.uploads, p.Key, func(ref blob.Ref, file io.Reader) error {
		own, err := s.opts.Blobs.Put(ctx, file, ref.Name, d.Key[:])
		if f := fault.All(err); len(f) > 0 {
			return f[0].On("files")
		}
		d.Files = append(d.Files, own)
		return err
	})
}

func (p parcel) key() keys.Case {
	var k keys.Case
	copy(k[:], p.Key)
	return k
}

// token is the draft's: one form with one content is one appeal, however
// often it is sent. Who goes back, writes something else and sends it from
// the same page has written another appeal.
func (p parcel) token(d appeal.Draft) string {
	d.Token, d.Files = "", nil
	d.Reader = ""                 // sent once more from the page in another language it is the same appeal
	content, _ := json.Marshal(d) // a draft is strings and numbers: it cannot fail
	sum := sha256.New()
	sum.Write(content)
	for _, f := range p.Files {
		sum.Write([]byte(f.Hash + f.Name))
	}
	return p.Token + "." + hex.EncodeToString(sum.Sum(nil)[:16])
}
