package document

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

// Authority is the local certification authority of this installation: a root and one certificate per seal (domain.md 6.4).
type Authority struct {
	root   *x509.Certificate
	permit *signer
	bureau *signer
	units  UnitSeals
}

type signer struct {
	name        string
	certificate *x509.Certificate
	key         crypto.Signer
}

const rootFile = "root"

// beginning is when every certificate begins to be valid. It lies in the past so that a portal whose clock is set to another year
// for a demonstration still signs validly.
var beginning = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

const lifetime = 30 // years

// OpenAuthority reads the keys in dir or makes them on the first start: files of mode 0600 in a directory of mode 0700. agency and
// permitSeal name the certificates.
func OpenAuthority(dir, agency, permitSeal string) (*Authority, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := openSigner(dir, rootFile, agency+"电子文书根证书", nil)
	if err != nil {
		return nil, err
	}
	permit, err := openSigner(dir, "permit-seal", permitSeal, root)
	if err != nil {
		return nil, err
	}
	bureau, err := openSigner(dir, "bureau-seal", agency, root)
	if err != nil {
		return nil, err
	}
	units := &localSeals{dir: filepath.Join(dir, "units"), root: root}
	return &Authority{root: root.certificate, permit: permit, bureau: bureau, units: units}, nil
}

// Roots is the pool that VerifyPDF trusts.
func (a *Authority) Roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.root)
	return pool
}

// RootPEM is the root certificate, to be handed out to whoever checks documents with other tools.
func (a *Authority) RootPEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw})
}

// ReadRoots reads the root certificate of an installation from its key directory.
func ReadRoots(dir string) (*x509.CertPool, error) {
	data, err := os.ReadFile(filepath.Join(dir, rootFile+".pem"))
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, fmt.Errorf("%s: no certificate", rootFile)
	}
	return pool, nil
}

// openSigner reads name.pem, which holds certificate and key, or makes it; parent nil makes a root.
func openSigner(dir, file, name string, parent *signer) (*signer, error) {
	path := filepath.Join(dir, file+".pem")
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if data, err = makeSigner(name, parent); err == nil {
			err = writeKey(path, data)
		}
	}
	if err != nil {
		return nil, err
	}
	s, err := parseSigner(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if parent != nil {
		if err := s.certificate.CheckSignatureFrom(parent.certificate); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return s, nil
}

func makeSigner(name string, parent *signer) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	t := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name, Country: []string{"CN"}},
		NotBefore: beginning, NotAfter: beginning.AddDate(lifetime, 0, 0), BasicConstraintsValid: true,
	}
	issuer, issuerKey := t, crypto.Signer(key)
	if parent == nil {
		t.IsCA, t.KeyUsage, t.MaxPathLenZero = true, x509.KeyUsageCertSign|x509.KeyUsageCRLSign, true
	} else {
		t.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
		t.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}          // what PDF readers ask for
		t.UnknownExtKeyUsage = []asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 36}} // document signing (RFC 9336)
		issuer, issuerKey = parent.certificate, parent.key
	}
	der, err := x509.CreateCertificate(rand.Reader, t, issuer, key.Public(), issuerKey)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})...), nil
}

func parseSigner(data []byte) (*signer, error) {
	certificate, rest := pem.Decode(data)
	if certificate == nil {
		return nil, errors.New("no certificate")
	}
	secret, _ := pem.Decode(rest)
	if secret == nil {
		return nil, errors.New("no private key")
	}
	c, err := x509.ParseCertificate(certificate.Bytes)
	if err != nil {
		return nil, err
	}
	k, err := x509.ParsePKCS8PrivateKey(secret.Bytes)
	if err != nil {
		return nil, err
	}
	key, ok := k.(crypto.Signer)
	if !ok {
		return nil, errors.New("key cannot sign")
	}
	return &signer{name: c.Subject.CommonName, certificate: c, key: key}, nil
}

// writeKey writes a secret whole or not at all.
func writeKey(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
