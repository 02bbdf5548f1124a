package identity

import "strings"

// mod11 is the check character of ISO 7064 MOD 11-2 over digits, as GB 11643 uses it: '0' … '9' or 'X'.
func mod11(number string) byte {
	p := 0
	for i := range len(number) {
		p = (p + int(number[i]-'0')) * 2 % 11
	}
	return (digits + "X")[(12-p)%11]
}

// mod37 is the check character of ISO 7064 MOD 37,36 over digits and capital letters, as case numbers use it.
func mod37(number string) byte {
	p := 36
	for i := range len(number) {
		p = (p + strings.IndexByte(alphanumeric, number[i])) % 36
		if p == 0 {
			p = 36
		}
		p = p * 2 % 37
	}
	return alphanumeric[(37-p)%36]
}
