package reading

import (
	"crypto/hkdf"
	"crypto/hmac"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/emmansun/gmsm/sm3"
)

// leastSecret is the length of the portal's secret in bytes, from which the key is derived.
const leastSecret = 32

func deriveKey(secret []byte) ([]byte, error) {
	if len(secret) < leastSecret {
		return nil, fmt.Errorf("reading: the secret must have at least %d bytes", leastSecret)
	}
	return hkdf.Key(sm3.New, secret, nil, "permit-portal reading index", 32)
}

// Digest is the same for the same number or word and tells nothing to who lacks the key (domain.md 6.3: HMAC-SM3); "" for nothing.
func (b *Book) Digest(text string) string {
	if text = plain(text); text == "" {
		return ""
	}
	h := hmac.New(sm3.New, b.key)
	_, _ = h.Write([]byte(text)) // a digest takes every byte
	return hex.EncodeToString(h.Sum(nil))
}

// digests are those of several texts, once each.
func (b *Book) digests(texts []string) (list digests) {
	for _, t := range texts {
		if d := b.Digest(t); d != "" && !slices.Contains(list, d) {
			list = append(list, d)
		}
	}
	return list
}

// digests are hexadecimal; isDigest tells whether a text reads as one.
type digests []string

func isDigest(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sm3.Size
}

// array is the text form of a bytea[].
func (d digests) array() string {
	parts := make([]string, len(d))
	for i, one := range d {
		parts[i] = `"\\x` + one + `"`
	}
	return "{" + strings.Join(parts, ",") + "}"
}
