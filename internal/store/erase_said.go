package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"jauap/internal/account"
	"jauap/internal/appeal"
)

// A testimony is what the leaf of an erasure says: who, when and by which
// article, and, as hashes, what was left of the case then. So nothing that was
// left can be altered later either.
type testimony struct {
	appeal.Erasure
	Number string
	Events int
	First  string // entry of the first leaf in hex: it tells the case from another that got its id
	Left   string // SHA-256 of the events without words
	Leaves string // SHA-256 of the entries
	state  appeal.State
}

// text is the one form of a testimony: lines "name value".
func (s testimony) text() string {
	return fmt.Sprintf("number %s\nappeal %d\nfirst %s\narticle %s\nreason %s\nasked %d %s\napproved %d %s\nevents %d %s\nleaves %s\n",
		s.Number, s.Appeal, s.First, s.Article, s.Reason, s.AskedBy, s.AskedAt.Format(time.RFC3339Nano),
		s.ApprovedBy, s.ApprovedAt.Format(time.RFC3339Nano), s.Events, s.Left, s.Leaves)
}

// parseTestimony reads text back, and accepts that one form only.
func parseTestimony(text string) (testimony, error) {
	var s testimony
	lines := strings.Split(text, "\n")
	value := func(i int, name string) string {
		if i >= len(lines) {
			return ""
		}
		v, _ := strings.CutPrefix(lines[i], name+" ")
		return v
	}
	s.Number, s.First = value(0, "number"), value(2, "first")
	s.Article, s.Reason, s.Leaves = value(3, "article"), value(4, "reason"), value(8, "leaves")
	_, err1 := fmt.Sscan(value(1, "appeal"), &s.Appeal)
	_, err2 := fmt.Sscan(value(7, "events"), &s.Events, &s.Left)
	var err3, err4 error
	s.AskedBy, s.AskedAt, err3 = parseSomebody(value(5, "asked"))
	s.ApprovedBy, s.ApprovedAt, err4 = parseSomebody(value(6, "approved"))
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil || s.text() != text {
		return s, fmt.Errorf("this says nothing of an erasure")
	}
	return s, nil
}

func parseSomebody(text string) (id account.StaffID, at time.Time, err error) {
	var when string
	if _, err = fmt.Sscan(text, &id, &when); err == nil {
		at, err = time.Parse(time.RFC3339Nano, when)
	}
	return id, at, err
}

// digestEvents hashes events in the form that leaves are made of.
func digestEvents(id appeal.ID, events []appeal.Event) (string, error) {
	var all [][]byte
	for _, e := range events {
		b, err := json.Marshal(canonical(int64(id), e, nil))
		if err != nil {
			return "", err
		}
		sum := sha256.Sum256(b)
		all = append(all, sum[:])
	}
	return digest(all...), nil
}

// digest hashes values of one length.
func digest(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return hex.EncodeToString(h.Sum(nil))
}
