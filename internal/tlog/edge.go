package tlog

import (
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a hash of the tree.
type Hash = tlog.Hash

// An Edge is the growing right side of a tree: the last tile of each level.
// Appending costs a few hashes, whatever the size.
type Edge struct {
	size    int64
	last    [][]Hash          // of each level, the hashes of its last, unfinished tile
	changed map[TileID][]byte // tiles to be kept
	bundles map[int64][]byte  // entries appended, by the number of their bundle
}

// EdgeTiles names the unfinished tiles a tree of this size ends with, whose
// contents OpenEdge needs.
func EdgeTiles(size int64) []TileID {
	var ids []TileID
	for level := 0; size>>(Height*level) > 0; level++ {
		if Partial(level, size) > 0 {
			ids = append(ids, TileID{level, size >> (Height * (level + 1))})
		}
	}
	return ids
}

// OpenEdge takes up a tree at its size with the contents of its EdgeTiles.
func OpenEdge(size int64, tiles map[TileID][]byte) (*Edge, error) {
	e := &Edge{size: size, changed: map[TileID][]byte{}, bundles: map[int64][]byte{}}
	for _, id := range EdgeTiles(size) {
		width := Partial(id.Level, size)
		data := tiles[id]
		if len(data) != width*HashSize {
			return nil, fmt.Errorf("tile %s has %d bytes", id.Path(width), len(data))
		}
		for len(e.last) <= id.Level {
			e.last = append(e.last, nil)
		}
		for b := range slices.Chunk(data, HashSize) {
			e.last[id.Level] = append(e.last[id.Level], Hash(b))
		}
	}
	return e, nil
}

// Size is how many entries the tree has.
func (e *Edge) Size() int64 { return e.size }

// Append gives an entry of HashSize bytes the next place and returns it.
func (e *Edge) Append(entry []byte) int64 {
	at := e.size
	e.bundles[at>>Height] = append(e.bundles[at>>Height], entry...)
	e.push(0, tlog.RecordHash(entry))
	e.size++
	return at
}

// push adds a hash to the last tile of a level; a full tile becomes one hash
// of the level above.
func (e *Edge) push(level int, h Hash) {
	if len(e.last) == level {
		e.last = append(e.last, nil)
	}
	e.last[level] = append(e.last[level], h)
	n := e.size >> (Height * (level + 1))
	if len(e.last[level]) < Width {
		e.changed[TileID{level, n}] = nil // written out at the end, once
		return
	}
	e.changed[TileID{level, n}] = flat(e.last[level])
	full := perfect(e.last[level])
	e.last[level] = e.last[level][:0]
	e.push(level+1, full)
}

// Flush gives the tiles that changed since OpenEdge or the last Flush, whole,
// and the entries that joined each bundle.
func (e *Edge) Flush() (tiles map[TileID][]byte, bundles map[int64][]byte) {
	tiles, bundles = e.changed, e.bundles
	for id, data := range tiles {
		if data == nil {
			tiles[id] = flat(e.last[id.Level])
		}
	}
	e.changed, e.bundles = map[TileID][]byte{}, map[int64][]byte{}
	return tiles, bundles
}

// Root is the head of the tree (RFC 6962, 2.1); of an empty one the hash of
// nothing.
func (e *Edge) Root() Hash {
	var peaks []Hash // from the smallest subtree to the largest
	for _, tile := range e.last {
		rest := tile
		var here []Hash
		for width := Width / 2; width > 0; width /= 2 {
			if len(rest) >= width {
				here = append(here, perfect(rest[:width]))
				rest = rest[width:]
			}
		}
		slices.Reverse(here)
		peaks = append(peaks, here...)
	}
	if len(peaks) == 0 {
		return Hash(hash())
	}
	root := peaks[0]
	for _, p := range peaks[1:] {
		root = tlog.NodeHash(p, root)
	}
	return root
}

// perfect is the head of a tree whose leaves are a power of two.
func perfect(level []Hash) Hash {
	level = slices.Clone(level)
	for n := len(level); n > 1; n /= 2 {
		for i := range n / 2 {
			level[i] = tlog.NodeHash(level[2*i], level[2*i+1])
		}
	}
	return level[0]
}

func flat(list []Hash) []byte {
	out := make([]byte, 0, len(list)*HashSize)
	for _, h := range list {
		out = append(out, h[:]...)
	}
	return out
}

// A Reader reads kept tiles; a tile that is not there is an error. Tiles of
// level Bundles hold bare entries.
type Reader interface {
	LogTile(id TileID) ([]byte, error)
}

// tiles lets the library of proofs read ours.
type tiles struct{ Reader }

func (tiles) Height() int                     { return Height }
func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(list))
	for i, want := range list {
		data, err := t.LogTile(TileID{want.L, want.N})
		if err != nil {
			return nil, err
		}
		if len(data) < want.W*HashSize {
			return nil, errors.New("a tile of the log is shorter than its tree")
		}
		out[i] = data[:want.W*HashSize]
	}
	return out, nil
}
