package document

import (
	"crypto"
	"crypto/x509"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/yiyang-police/permit-portal/models/identity"
)

// UnitSeals gives the e-seal by which an enterprise signs its own papers. Enterprises hold e-seals of accredited services (电子签名法
// 第十六条); such a service would stand behind this interface and sign where the key lies. The built-in one simulates it: a key and a
// certificate of the local authority for each enterprise.
type UnitSeals interface {
	// Seal is the certificate and key of an enterprise, by its 统一社会信用代码.
	Seal(creditCode, name string) (*x509.Certificate, crypto.Signer, error)
}

// localSeals are the simulated service: one file for each enterprise below the authority's own keys.
type localSeals struct {
	dir  string
	root *signer
	mu   sync.Mutex
}

// Seal reads an enterprise's key or makes it at its first signature. A name that changed later keeps the certificate of its code.
func (s *localSeals) Seal(creditCode, name string) (*x509.Certificate, crypto.Signer, error) {
	code, err := identity.ParseCreditCode(creditCode) // also keeps the file's name harmless
	if err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return nil, nil, err
	}
	file := code.String()
	if _, err := os.Stat(filepath.Join(s.dir, file+".pem")); errors.Is(err, fs.ErrNotExist) {
		name += " " + file
	}
	got, err := openSigner(s.dir, file, name, s.root)
	if err != nil {
		return nil, nil, err
	}
	return got.certificate, got.key, nil
}

// sealer is who signs a letter: the enterprise that sealed it, else the bureau.
func (a *Authority) sealer(l Letter) (*signer, error) {
	if l.unit.ID == "" {
		if l.bureau {
			return a.bureau, nil
		}
		return a.permit, nil
	}
	certificate, key, err := a.units.Seal(l.unit.ID, l.unit.Name)
	if err != nil {
		return nil, err
	}
	return &signer{name: l.unit.Name, certificate: certificate, key: key}, nil
}
