package endure

import (
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A proxy stands between the program and its database and makes the way
// long, or lets nothing through.
type proxy struct {
	to      string
	listen  net.Listener
	slow    atomic.Bool // each way takes half a second to one and a half
	open    atomic.Int32
	most    atomic.Int32 // that were open at once
	mu      sync.Mutex
	blocked chan struct{} // closed when the way is free; nil: it is free
}

// newProxy gives a proxy and the URL that leads through it.
func newProxy(t *testing.T, dbURL string) (*proxy, string) {
	t.Helper()
	u, err := url.Parse(dbURL)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{to: u.Host, listen: l}
	go p.accept()
	t.Cleanup(func() { p.release(); _ = l.Close() })
	u.Host = l.Addr().String()
	return p, u.String()
}

func (p *proxy) accept() {
	for {
		c, err := p.listen.Accept()
		if err != nil {
			return
		}
		go p.carry(c)
	}
}

func (p *proxy) carry(client net.Conn) {
	n := p.open.Add(1)
	for m := p.most.Load(); n > m && !p.most.CompareAndSwap(m, n); m = p.most.Load() {
	}
	defer p.open.Add(-1)
	defer client.Close()
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer server.Close()
	done := make(chan struct{}, 2)
	go func() { p.pass(server, client); done <- struct{}{} }()
	go func() { p.pass(client, server); done <- struct{}{} }()
	<-done
}

// pass carries bytes one way. Pieces keep their order and, when the way is
// long, each takes its time.
func (p *proxy) pass(to io.Writer, from io.Reader) {
	b := make([]byte, 64<<10)
	for {
		n, err := from.Read(b)
		if p.slow.Load() {
			time.Sleep(500*time.Millisecond + rand.N(time.Second))
		}
		p.wait()
		if n > 0 {
			if _, err := to.Write(b[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// block lets nothing through, neither closed nor answered.
func (p *proxy) block() { p.mu.Lock(); defer p.mu.Unlock(); p.blocked = make(chan struct{}) }

func (p *proxy) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.blocked != nil {
		close(p.blocked)
		p.blocked = nil
	}
}

func (p *proxy) wait() {
	p.mu.Lock()
	blocked := p.blocked
	p.mu.Unlock()
	if blocked != nil {
		<-blocked
	}
}
