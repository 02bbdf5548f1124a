package respond

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/labstack/echo/v4"
	"github.com/maypok86/otter/v2"
)

// Cache keeps public answers that are the same for everybody: rendered and compressed once per key, then served from memory with
// ETag and 304. A key names everything that the answer depends on (what, its version, language, look), so entries never go stale;
// those that nobody asks for any more are dropped.
type Cache struct {
	entries *otter.Cache[string, *cachedAnswer]
}

// cachedAnswer is one public answer, ready to send in three encodings.
type cachedAnswer struct {
	contentType string
	plain       encoded
	gzip        encoded
	brotli      encoded
}

type encoded struct {
	body         []byte
	name         string // Content-Encoding; empty for plain
	etag, length string
}

// NewCache makes a cache that holds at most limit bytes of bodies.
func NewCache(limit uint64) *Cache {
	return &Cache{entries: otter.Must(&otter.Options[string, *cachedAnswer]{
		MaximumWeight: limit,
		Weigher: func(_ string, a *cachedAnswer) uint32 {
			return uint32(len(a.plain.body) + len(a.gzip.body) + len(a.brotli.body))
		},
	})}
}

// Serve answers with the entry of key, rendering it when it is not there. Readers revalidate each time, so that a newly published
// version is seen at once.
func (p *Cache) Serve(c echo.Context, key, contentType string, render func() ([]byte, error)) error {
	answer, ok := p.entries.GetIfPresent(key)
	if !ok {
		body, err := render()
		if err != nil {
			return err
		}
		answer = prepare(contentType, body)
		p.entries.Set(key, answer)
	}
	return answer.send(c)
}

func (a *cachedAnswer) send(c echo.Context) error {
	request, header := c.Request(), c.Response().Header()
	chosen := a.choose(request.Header.Get(echo.HeaderAcceptEncoding))
	header["Vary"] = vary
	header["Cache-Control"] = revalidate
	header["Etag"] = []string{chosen.etag}
	if match := request.Header.Get("If-None-Match"); match != "" && strings.Contains(match, chosen.etag) {
		c.Response().WriteHeader(http.StatusNotModified)
		return nil
	}
	if chosen.name != "" {
		header[echo.HeaderContentEncoding] = []string{chosen.name}
	}
	header[echo.HeaderContentType] = []string{a.contentType}
	header[echo.HeaderContentLength] = []string{chosen.length}
	c.Response().WriteHeader(http.StatusOK)
	if request.Method == http.MethodHead {
		return nil
	}
	_, err := c.Response().Write(chosen.body)
	return err
}

var (
	vary       = []string{"Accept-Encoding, Cookie, Accept-Language"}
	revalidate = []string{"public, max-age=0, must-revalidate"}
)

func (a *cachedAnswer) choose(accepted string) *encoded {
	switch {
	case strings.Contains(accepted, "br"):
		return &a.brotli
	case strings.Contains(accepted, "gzip"):
		return &a.gzip
	}
	return &a.plain
}

func prepare(contentType string, body []byte) *cachedAnswer {
	body = bytes.Clone(body)
	digest := sha256.Sum256(body)
	tag := hex.EncodeToString(digest[:12])
	return &cachedAnswer{
		contentType: contentType,
		plain:       newEncoded(body, "", tag),
		gzip:        newEncoded(gzipped(body), "gzip", tag),
		brotli:      newEncoded(brotlied(body), "br", tag),
	}
}

func newEncoded(body []byte, name, tag string) encoded {
	if name != "" {
		tag += "-" + name
	}
	return encoded{body: body, name: name, etag: `"` + tag + `"`, length: strconv.Itoa(len(body))}
}

func gzipped(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid, so there is no error
	_, _ = w.Write(body)                                  // a bytes.Buffer never fails
	_ = w.Close()
	return b.Bytes()
}

func brotlied(body []byte) []byte {
	var b bytes.Buffer
	// Quality 11 takes ten times as long for two per cent; a window of 256 KiB holds any page and keeps the encoder small.
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: 9, LGWin: 18})
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}
