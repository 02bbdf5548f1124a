package server

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/account"
)

const secretBytes = 32

// secretOf is the configured secret, or for a demonstration one that was made on the first start and is kept in the data directory
// for the portal's own eyes.
func (c config) secretOf(configured, file string) (string, error) {
	if configured != "" {
		return configured, nil
	}
	if !c.demo() {
		return "", fmt.Errorf("production makes no secrets of its own (%s)", file)
	}
	path := filepath.Join(c.DataDir, "secrets", file)
	if body, err := os.ReadFile(path); err == nil {
		return strings.TrimSpace(string(body)), nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails
	text := base64.StdEncoding.EncodeToString(secret)
	return text, writeOnce(path, text+"\n")
}

// writeOnce writes a whole file or nothing: a start that is killed here makes no half secret.
func writeOnce(path, text string) error {
	half := path + ".new"
	file, err := os.OpenFile(half, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(half, path)
}

// sealSecret is the key that seals second factors and codes.
func (c config) sealSecret() ([]byte, error) {
	text, err := c.secretOf(c.Secret, "seal")
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(text)
}

// machines are the systems of the bureau that may knock, each with its key.
func (c config) machines() ([]auth.MachineKey, error) {
	if c.PenaltyKey == "" && !c.demo() {
		return nil, nil
	}
	key, err := c.secretOf(c.PenaltyKey, "penalty")
	if err != nil {
		return nil, err
	}
	return []auth.MachineKey{auth.NewMachineKey(penaltySystem(), key)}, nil
}

// penaltySystem sends penalty decisions (domain.md L7).
func penaltySystem() account.Actor {
	return account.Machine("行政处罚系统", account.PenaltySystem)
}

// tokenKeys are the signing keys of API tokens as auth.ParseKeys reads them.
func (c config) tokenKeys() (string, error) {
	text, err := c.secretOf(c.TokenKeys, "token")
	if err != nil || c.TokenKeys != "" {
		return text, err
	}
	return "demo:" + text, nil
}
