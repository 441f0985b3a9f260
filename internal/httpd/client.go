package httpd

import (
	"net/http"
	"net/netip"
	"strings"
)

// clientOf finds the address a request came from. The header X-Forwarded-For
// is believed only as far as trusted proxies wrote it: read from the right,
// the first address that is not a proxy's is the client's.
func clientOf(r *http.Request, trusted []netip.Prefix) netip.Addr {
	peer := peerOf(r)
	if !within(peer, trusted) {
		return peer
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return peer
		}
		peer = hop.Unmap()
		if !within(peer, trusted) {
			return peer
		}
	}
	return peer
}

func peerOf(r *http.Request) netip.Addr {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap().WithZone("")
}

func within(a netip.Addr, list []netip.Prefix) bool {
	for _, p := range list {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// secureOf tells whether the person's side of the connection is TLS.
func secureOf(r *http.Request, trusted []netip.Prefix) bool {
	return r.TLS != nil ||
		within(peerOf(r), trusted) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// network is the neighbourhood of an address: /24 of IPv4, /48 of IPv6. Whole
// addresses belong to persons, and are neither logged nor remembered.
func network(a netip.Addr) string {
	bits := 24
	if a.Is6() {
		bits = 48
	}
	p, err := a.Prefix(bits)
	if err != nil || !p.IsValid() {
		return "unknown"
	}
	return p.String()
}
