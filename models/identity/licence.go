package identity

// LicenceNumber is the number of a certificate of another register: 爆破作业人员许可证, 爆破作业单位许可证, 保安员证. It has no public
// structure; only the register's look-up says more (domain.md 5.4).
type LicenceNumber struct{ text }

// ParseLicenceNumber reads 6 to 32 digits, capital letters and hyphens; full-width characters are folded, letters raised. Codes:
// LICENCE_NUMBER_LENGTH, LICENCE_NUMBER_CHARACTER.
func ParseLicenceNumber(s string) (LicenceNumber, error) {
	s = fold(s)
	switch {
	case !fits(s, 6, 32):
		return LicenceNumber{}, invalid("LICENCE_NUMBER_LENGTH")
	case !within(s, alphanumeric+"-"):
		return LicenceNumber{}, invalid("LICENCE_NUMBER_CHARACTER")
	}
	return LicenceNumber{text{s}}, nil
}

// UnmarshalText accepts what ParseLicenceNumber accepts.
func (n *LicenceNumber) UnmarshalText(raw []byte) error { return unmarshal(n, raw, ParseLicenceNumber) }
