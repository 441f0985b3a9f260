package web

import (
	"math"
	"strconv"
)

// contrast is the ratio of two colours by WCAG 2.2, 1 to 21; 0 for what is no
// colour, so that a misspelt name fails its test.
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	if la < 0 || lb < 0 {
		return 0
	}
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(hex string) float64 {
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		return -1
	}
	part := func(shift uint) float64 {
		v := float64(n>>shift&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*part(16) + 0.7152*part(8) + 0.0722*part(0)
}
