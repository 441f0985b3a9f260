package appeal

// CheckIIN tells whether s is an individual or business identification
// number: twelve digits, the last of which checks the first eleven. A first
// round of weights 1…11 may leave the remainder 10; then a second round with
// weights 3…11, 1, 2 decides, and a remainder of 10 again makes the number
// impossible.
func CheckIIN(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	rest := weigh(s, 0)
	if rest == 10 {
		rest = weigh(s, 2)
	}
	return rest == int(s[11]-'0')
}

// weigh sums the first eleven digits times their weights, which start at
// shift+1 and begin anew after 11, modulo 11.
func weigh(s string, shift int) int {
	sum := 0
	for i := range 11 {
		sum += int(s[i]-'0') * ((i+shift)%11 + 1)
	}
	return sum % 11
}
