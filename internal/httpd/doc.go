// Package httpd listens: it takes requests from the network, hands them to
// the faces, and keeps the promises that hold for every request.
//
// The words. An exchange is one request with its answer; it has an id that
// stands in the log, in the answer and on every error page. A client is the
// address a request came from. A Throttle slows down wrong codes and
// passwords and has a gate for each target and network; a Pace holds the forms
// of whoever sends them without end.
//
// The invariants. One line in the log per exchange, without query, path
// values, names or whole addresses. Every answer forbids inline code and
// foreign content. A form sent from another site is refused. A slow telephone
// is never cut off while bytes arrive; a silent one is. A panic costs one
// exchange, never the program. Stopping lets begun exchanges end.
//
//	s, err := httpd.New(httpd.Options{Handler: site, Listen: ":8080", Log: log})
//	…
//	return s.Run(ctx)
package httpd
