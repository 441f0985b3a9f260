package web

import (
	"encoding/base64"

	"rsc.io/qr"
)

// picture is a QR code of an address, as an address itself: nothing more has
// to be fetched, and a page kept or printed keeps it.
func picture(address string) (string, error) {
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return "", err
	}
	code.Scale = 4 // dots a module: sharp on paper too
	return "data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG()), nil
}
