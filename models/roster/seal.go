package roster

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/emmansun/gmsm/sm3"
	"github.com/emmansun/gmsm/sm4"
	"github.com/google/uuid"
)

// seals keep identity numbers unreadable in a copy of the database (domain.md 6.3): sealed with SM4-GCM, found again by an HMAC-SM3.
type seals struct {
	index []byte
	aead  cipher.AEAD
}

// leastSecret is the length of the portal's secret in bytes, from which both keys are derived.
const leastSecret = 32

func newSeals(secret []byte) (*seals, error) {
	if len(secret) < leastSecret {
		return nil, fmt.Errorf("roster: the secret must have at least %d bytes", leastSecret)
	}
	index, err := hkdf.Key(sm3.New, secret, nil, "permit-portal roster index", 32)
	if err != nil {
		return nil, err
	}
	key, err := hkdf.Key(sm3.New, secret, nil, "permit-portal roster seal", 16)
	if err != nil {
		return nil, err
	}
	block, err := sm4.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &seals{index: index, aead: aead}, err
}

// blob is a bytea column. gorm spreads a plain []byte over many values when it follows a parenthesis; a driver.Valuer it leaves whole.
type blob []byte

// Value implements driver.Valuer.
func (b blob) Value() (driver.Value, error) { return []byte(b), nil }

// indexOf is the same for the same person on every roster, and tells nothing to who lacks the key.
func (s *seals) indexOf(idNumber string) blob {
	h := hmac.New(sm3.New, s.index)
	_, _ = h.Write([]byte(idNumber)) // a digest takes every byte
	return h.Sum(nil)
}

// seal encrypts an identity number for one filing; opened for another it fails.
func (s *seals) seal(idNumber string, filing uuid.UUID) blob {
	nonce := make([]byte, s.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return s.aead.Seal(nonce, nonce, []byte(idNumber), filing[:])
}

func (s *seals) open(sealed []byte, filing uuid.UUID) (string, error) {
	n := s.aead.NonceSize()
	if len(sealed) < n {
		return "", errors.New("roster: a sealed number is too short")
	}
	text, err := s.aead.Open(nil, sealed[:n], sealed[n:], filing[:])
	if err != nil {
		return "", fmt.Errorf("roster: a sealed number does not open, was PORTAL_SECRET changed? %w", err)
	}
	return string(text), nil
}
