package auth

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
)

// Terms of access tokens. A token names its session, which is asked at every request, so a revoked one is refused at once.
const (
	accessTerm  = 10 * time.Minute
	issuer      = "permit-portal"
	audience    = "permit-portal-api"
	keyLeast    = 32   // bytes of a signing key
	tokenLength = 2048 // longer ones are none of ours
)

// Keys sign access tokens: new ones with Current, and all of Secrets are still good for reading. To rotate, add a key, make it current,
// and remove the old one ten minutes later.
type Keys struct {
	Current string
	Secrets map[string][]byte
}

// ParseKeys reads "id:base64,id:base64"; the first is current.
func ParseKeys(s string) (Keys, error) {
	k := Keys{Secrets: map[string][]byte{}}
	for _, part := range strings.Split(s, ",") {
		id, encoded, ok := strings.Cut(strings.TrimSpace(part), ":")
		if !ok || id == "" {
			return Keys{}, errors.New("a signing key must be written as id:base64")
		}
		secret, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return Keys{}, fmt.Errorf("signing key %s is not base64", id)
		}
		if _, twice := k.Secrets[id]; twice {
			return Keys{}, fmt.Errorf("signing key %s stands twice", id)
		}
		k.Secrets[id] = secret
		if k.Current == "" {
			k.Current = id
		}
	}
	return k, nil
}

// Tokens makes and reads access tokens.
type Tokens struct {
	keys   Keys
	now    func() time.Time
	parser *jwt.Parser
}

// NewTokens refuses keys that are too short and a current key that is not there. now is the portal's clock.
func NewTokens(keys Keys, now func() time.Time) (*Tokens, error) {
	if _, ok := keys.Secrets[keys.Current]; !ok {
		return nil, errors.New("the current signing key is missing")
	}
	for id, secret := range keys.Secrets {
		if len(secret) < keyLeast {
			return nil, fmt.Errorf("signing key %s has %d bytes, needs %d", id, len(secret), keyLeast)
		}
	}
	return &Tokens{keys: keys, now: now, parser: jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithExpirationRequired(), jwt.WithIssuer(issuer),
		jwt.WithAudience(audience), jwt.WithTimeFunc(now), jwt.WithStrictDecoding(),
	)}, nil
}

type claims struct {
	Session uuid.UUID `json:"sid"`
	jwt.RegisteredClaims
}

func (t *Tokens) sign(owner, session uuid.UUID) (string, error) {
	now := t.now()
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{
		Session: session,
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{audience}, Subject: owner.String(), ID: uuid.NewString(),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(accessTerm)),
		},
	})
	token.Header["kid"] = t.keys.Current
	return token.SignedString(t.keys.Secrets[t.keys.Current])
}

// read checks a token and returns the account and the session that it names; everything that does not hold is UNAUTHENTICATED.
func (t *Tokens) read(token string) (owner, session uuid.UUID, err error) {
	if len(token) > tokenLength {
		return uuid.Nil, uuid.Nil, unauthenticated()
	}
	var c claims
	if _, err := t.parser.ParseWithClaims(token, &c, t.key); err != nil {
		return uuid.Nil, uuid.Nil, unauthenticated().Because(err)
	}
	owner, err = uuid.Parse(c.Subject)
	if err != nil || c.Session == uuid.Nil {
		return uuid.Nil, uuid.Nil, unauthenticated().Because(err)
	}
	return owner, c.Session, nil
}

func (t *Tokens) key(token *jwt.Token) (any, error) {
	id, _ := token.Header["kid"].(string)
	secret, ok := t.keys.Secrets[id]
	if !ok {
		return nil, fmt.Errorf("unknown signing key %q", id)
	}
	return secret, nil
}

// Granted is what a program receives (RFC 6749 5.1).
type Granted struct {
	AccessToken  string `json:"access_token"`
	TokenType    string `json:"token_type"`
	ExpiresIn    int    `json:"expires_in"` // seconds
	RefreshToken string `json:"refresh_token"`
}

// Grant makes the tokens of a program's session, after account.Service.SignIn with Door Program or after its Refresh.
func (a *Auth) Grant(in account.SignedIn) (Granted, error) {
	access, err := a.tokens.sign(in.Account, in.Session)
	if err != nil {
		return Granted{}, err
	}
	return Granted{AccessToken: access, TokenType: "Bearer", ExpiresIn: int(accessTerm.Seconds()), RefreshToken: in.Refresh}, nil
}
