package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// read takes the request's JSON into a command, strictly: one value, of the command's shape, with nothing that the command does not know.
// Faults: UNSUPPORTED for another media type, TOO_LARGE, MALFORMED for what is no JSON, and INVALID_FIELDS with every UNKNOWN_FIELD,
// WRONG_TYPE and CHARACTER_NOT_STORABLE at its pointer.
func read[T any](c echo.Context) (command T, err error) {
	body, err := jsonBody(c)
	if err != nil {
		return command, err
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return command, malformed(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return command, malformed(errors.New("more than one value"))
	}
	if err := fault.Fields(shapeFaults[T](value)...); err != nil {
		return command, err
	}
	if err := json.Unmarshal(body, &command); err != nil {
		return command, malformed(err)
	}
	return command, nil
}

const bodyKey = "api.body"

// jsonBody reads the whole body, whose size the route limits, and keeps it for the digest of an idempotency key.
func jsonBody(c echo.Context) ([]byte, error) {
	r := c.Request()
	media, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || media != echo.MIMEApplicationJSON {
		return nil, fault.New(fault.Unsupported, "JSON_EXPECTED").Because(err)
	}
	body, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, err
	case err != nil:
		return nil, malformed(err)
	case !utf8.Valid(body):
		return nil, malformed(errors.New("not UTF-8"))
	}
	c.Set(bodyKey, body)
	return body, nil
}

func malformed(err error) error { return fault.New(fault.Malformed, "MALFORMED").Because(err) }

const longestKey = 200 // characters of an Idempotency-Key

// idempotency is the key under which the room keeps its answer; none without the header. The digest is over the body that was read.
func idempotency(c echo.Context) (db.Key, error) {
	value := c.Request().Header.Get("Idempotency-Key")
	if len(value) > longestKey || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }) {
		return db.Key{}, fault.New(fault.Malformed, "IDEMPOTENCY_KEY")
	}
	body, _ := c.Get(bodyKey).([]byte)
	digest := sha256.Sum256(body)
	r := c.Request()
	return db.Key{Actor: auth.Actor(c).AccountID.String(), Route: r.Method + " " + r.URL.Path, Value: value, Digest: digest[:]}, nil
}

// command runs an operation on the thing that the path names: do gets its id, the body, and the key under which a replay is answered.
func command[T any](c echo.Context, do func(which uuid.UUID, in T, key db.Key) error) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	in, err := read[T](c)
	if err != nil {
		return err
	}
	key, err := idempotency(c)
	if err != nil {
		return err
	}
	return do(which, in, key)
}

// ifMatch is the version that the program has seen, from If-Match: "7"; 0 when it does not matter.
func ifMatch(c echo.Context) (int, error) {
	header := c.Request().Header.Get("If-Match")
	if header == "" || header == "*" {
		return 0, nil
	}
	version, err := strconv.Atoi(strings.Trim(header, `"`))
	if err != nil || version < 1 {
		return 0, fault.New(fault.Stale, "STALE_VERSION")
	}
	return version, nil
}

// setVersion tells which version was read, for a later If-Match.
func setVersion(c echo.Context, version int) {
	c.Response().Header().Set("ETag", `"`+strconv.Itoa(version)+`"`)
}

const (
	rowsAPage = 20
	mostRows  = 100
)

// limit is how many rows a page may have: 20 unless asked for 1 to 100.
func limit(c echo.Context) (int, error) {
	n, err := number(c, "limit", 1, mostRows)
	if n == 0 {
		n = rowsAPage
	}
	return n, err
}

// number reads a whole number of the query, 0 when it is not there.
func number(c echo.Context, name string, least, most int) (int, error) {
	text := c.QueryParam(name)
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		return 0, fault.Fields(fault.OneField("/"+name, "NUMBER_RANGE", "min", least, "max", most))
	}
	return n, nil
}

// among reads a word of the query that must be one of a few, "" when it is not there.
func among[T ~string](c echo.Context, name string, words ...T) (T, error) {
	text := T(c.QueryParam(name))
	if text == "" {
		return "", nil
	}
	for _, word := range words {
		if text == word {
			return text, nil
		}
	}
	return "", fault.Fields(fault.OneField("/"+name, "NOT_AN_OPTION"))
}

// text reads a word of the query. What cannot be stored cannot be found either.
func text(c echo.Context, name string) (string, error) {
	value := c.QueryParam(name)
	if !storable(value) {
		return "", fault.Fields(fault.OneField("/"+name, "CHARACTER_NOT_STORABLE"))
	}
	return value, nil
}
