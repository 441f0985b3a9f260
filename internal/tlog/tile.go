package tlog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Width is how many hashes a full tile holds, and Height how many levels of
// the tree it spans (C2SP tlog-tiles).
const (
	Height = 8
	Width  = 1 << Height
)

// Bundles is the level under which bundles of entries are asked for.
const Bundles = -1

// A TileID names a tile: its level, from 0 for the leaves or Bundles, and its
// place in the level.
type TileID struct {
	Level int
	N     int64
}

// Partial is how many hashes the last tile of a level has in a tree of size
// leaves, 0 when the level ends with a full tile.
func Partial(level int, size int64) int { return int(size >> (Height * max(level, 0)) % Width) }

// errTilePath refuses what is no address of a tile.
var errTilePath = errors.New("no tile has this address")

// ParseTilePath reads "0/x001/234", "entries/067" or "1/000.p/17" and tells
// how many hashes are asked for.
func ParseTilePath(path string) (id TileID, width int, err error) {
	level, rest, _ := strings.Cut(path, "/")
	if level == "entries" {
		id.Level = Bundles
	} else if id.Level, err = strconv.Atoi(level); err != nil || id.Level < 0 || id.Level > 63 || level != strconv.Itoa(id.Level) {
		return id, 0, errTilePath
	}
	place, part, partial := strings.Cut(rest, ".p/")
	width = Width
	if partial {
		width, err = strconv.Atoi(part)
		if err != nil || width < 1 || width >= Width || part != strconv.Itoa(width) {
			return id, 0, errTilePath
		}
	}
	id.N, err = parsePlace(place)
	return id, width, err
}

func parsePlace(s string) (n int64, err error) {
	parts := strings.Split(s, "/")
	if len(parts) > 6 { // 18 digits: no tree is larger
		return 0, errTilePath
	}
	for i, p := range parts {
		digits, more := strings.CutPrefix(p, "x")
		if more == (i == len(parts)-1) || len(digits) != 3 || strings.Trim(digits, "0123456789") != "" {
			return 0, errTilePath
		}
		v, _ := strconv.Atoi(digits)
		n = n*1000 + int64(v)
	}
	if formatPlace(n) != s {
		return 0, errTilePath
	}
	return n, nil
}

func formatPlace(n int64) string {
	s := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		s = fmt.Sprintf("x%03d/%s", n%1000, s)
	}
	return s
}

// Path is the address of a tile below the log's, with the first width hashes.
func (id TileID) Path(width int) string {
	level := "entries"
	if id.Level != Bundles {
		level = strconv.Itoa(id.Level)
	}
	s := "tile/" + level + "/" + formatPlace(id.N)
	if width < Width {
		s += ".p/" + strconv.Itoa(width)
	}
	return s
}

// FormatBundle writes entries of HashSize bytes, one after the other, as a
// bundle is served: each with its length before it.
func FormatBundle(entries []byte) []byte {
	out := make([]byte, 0, len(entries)/HashSize*(HashSize+2))
	for i := 0; i+HashSize <= len(entries); i += HashSize {
		out = binary.BigEndian.AppendUint16(out, HashSize)
		out = append(out, entries[i:i+HashSize]...)
	}
	return out
}
