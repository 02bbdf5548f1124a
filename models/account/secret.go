package account

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql/driver"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
)

// newSecret makes 256 random bits as text: the secret of a session, a refresh token or a challenge.
func newSecret() string {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails
	return base64.RawURLEncoding.EncodeToString(raw)
}

// secretLength is the length of what newSecret makes; anything else cannot be one and needs no query.
const secretLength = 43

// blob is a bytea column. gorm spreads a plain []byte over many values when it follows a parenthesis; a driver.Valuer it leaves whole.
type blob []byte

// Value implements driver.Valuer.
func (b blob) Value() (driver.Value, error) { return []byte(b), nil }

// digest is what is stored of a random secret: it has enough entropy to need neither salt nor key.
func digest(secret string) blob {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// newCode makes a code of six digits.
func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // crypto/rand does not fail
	}
	return fmt.Sprintf("%06d", n)
}

// vault keeps what must not be readable in a stolen copy of the database: TOTP secrets are sealed, six-digit codes and telephone
// numbers are stored as keyed digests.
type vault struct {
	macKey []byte
	aead   cipher.AEAD
}

// newVault derives its keys from the portal's secret, which must have at least 32 bytes.
func newVault(secret []byte) (*vault, error) {
	if len(secret) < 32 {
		return nil, errors.New("account: the secret must have at least 32 bytes")
	}
	macKey, err := hkdf.Key(sha256.New, secret, nil, "permit-portal account mac", 32)
	if err != nil {
		return nil, err
	}
	sealKey, err := hkdf.Key(sha256.New, secret, nil, "permit-portal account seal", 32)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(sealKey)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, err
	}
	return &vault{macKey: macKey, aead: aead}, nil
}

// mac is a keyed digest of some parts; parts cannot run into each other.
func (v *vault) mac(parts ...string) blob {
	h := hmac.New(sha256.New, v.macKey)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return h.Sum(nil)
}

// seal encrypts text for one owner; opened for another it fails.
func (v *vault) seal(text, owner string) []byte {
	return v.aead.Seal(nil, nil, []byte(text), []byte(owner))
}

func (v *vault) open(sealed []byte, owner string) (string, error) {
	text, err := v.aead.Open(nil, nil, sealed, []byte(owner))
	if err != nil {
		return "", fmt.Errorf("account: a sealed secret does not open, was PORTAL_SECRET changed? %w", err)
	}
	return string(text), nil
}
