package cli

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strconv"
	"syscall"

	"jauap/internal/fault"
)

// listen takes the address, or says why it cannot be had.
func listen(ctx context.Context, address string) (net.Listener, error) {
	_, port, err := net.SplitHostPort(address)
	if n, portErr := strconv.Atoi(port); err != nil || portErr != nil || n < 0 || n > 65535 {
		return nil, wrongUsage{fault.New(fault.Invalid, "cli.bad_listen", "address", address)}
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fault.New(fault.Conflict, "cli.port_taken", "address", address).Because(err)
	case errors.Is(err, syscall.EACCES):
		return nil, fault.New(fault.Forbidden, "cli.port_forbidden", "address", address).Because(err)
	}
	return nil, wrongUsage{fault.New(fault.Invalid, "cli.cannot_listen", "address", address).Because(err)}
}

// checkPublicURL: a wrong address would go out with every letter.
func checkPublicURL(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" {
		return fault.New(fault.Invalid, "cli.bad_public_url", "text", s)
	}
	return nil
}
