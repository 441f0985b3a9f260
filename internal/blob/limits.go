package blob

import (
	"io"

	"jauap/internal/fault"
)

// Limits of one appeal's files. The zero value means the defaults.
type Limits struct {
	Files int   // how many, by default 10
	Bytes int64 // the largest one, by default 20 MiB
}

func (l Limits) filled() Limits {
	if l.Files == 0 {
		l.Files = 10
	}
	if l.Bytes == 0 {
		l.Bytes = 20 << 20
	}
	return l
}

// Count returns blob.too_many, with the limit as n, when n files are more
// than an appeal takes.
func (l Limits) Count(n int) error {
	if l = l.filled(); n > l.Files {
		return fault.New(fault.Invalid, "blob.too_many", "n", l.Files)
	}
	return nil
}

// megabytes is the size limit as people read it, rounded up.
func megabytes(n int64) int64 { return (n + 1<<20 - 1) >> 20 }

// counter passes a file on until it is larger than the limit or nobody waits
// for it any more.
type counter struct {
	r     io.Reader
	ended func() error // of the context: why nobody waits
	name  string
	limit int64
	n     int64
}

func (c *counter) Read(p []byte) (int, error) {
	if err := c.ended(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	if c.n += int64(n); c.n > c.limit {
		return 0, fault.New(fault.TooLarge, "blob.too_large", "name", c.name, "limit", megabytes(c.limit))
	}
	return n, err
}
