package respond

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"

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

// cachedAnswer is one public answer. Each encoding is made when somebody first asks for it: a page for browsers is never sent plain, and an
// answer that only one program ever wants is not compressed for all others.
type cachedAnswer struct {
	body             []byte
	contentType, tag string
	encodings        [3]lazily
}

// lazily is an encoding that is made once.
type lazily struct {
	once sync.Once
	encoded
}

// Encodings in the order of encodings.
const (
	plain = iota
	zipped
	brotlied
)

// encoded is a body with its header, whose values are made once as the header wants them.
type encoded struct {
	body                       []byte
	etag                       string
	tags, kind, length, coding []string // coding is nil for plain
}

// NewCache makes a cache that holds at most limit bytes of bodies.
func NewCache(limit uint64) *Cache {
	return &Cache{entries: otter.Must(&otter.Options[string, *cachedAnswer]{
		MaximumWeight: limit,
		Weigher: func(_ string, a *cachedAnswer) uint32 {
			return uint32(len(a.body) * 3 / 2) // compressed ones are a quarter or less each
		},
	})}
}

// Serve answers with the entry of key. When it is not there, one reader renders it and all others who ask meanwhile wait for that: many
// compressors at work at once would take hundreds of megabytes. Readers revalidate each time, so that a newly published version is seen
// at once.
func (p *Cache) Serve(c echo.Context, key, contentType string, render func() ([]byte, error)) error {
	answer, ok := p.entries.GetIfPresent(key)
	if !ok {
		var err error
		answer, err = p.entries.Get(context.WithoutCancel(c.Request().Context()), key, load(contentType, render))
		if err != nil {
			return err
		}
	}
	return answer.send(c)
}

func load(contentType string, render func() ([]byte, error)) otter.LoaderFunc[string, *cachedAnswer] {
	return func(context.Context, string) (*cachedAnswer, error) {
		body, err := render()
		if err != nil {
			return nil, err
		}
		return prepare(contentType, body), nil
	}
}

func (a *cachedAnswer) send(c echo.Context) error {
	request, header := c.Request(), c.Response().Header()
	chosen := a.choose(request.Header.Get(echo.HeaderAcceptEncoding))
	header["Vary"] = vary
	header["Cache-Control"] = revalidate
	header["Etag"] = chosen.tags
	if match := request.Header.Get("If-None-Match"); match != "" && strings.Contains(match, chosen.etag) {
		c.Response().WriteHeader(http.StatusNotModified)
		return nil
	}
	if chosen.coding != nil {
		header[echo.HeaderContentEncoding] = chosen.coding
	}
	header[echo.HeaderContentType] = chosen.kind
	header[echo.HeaderContentLength] = chosen.length
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
		return a.encoding(brotlied)
	case strings.Contains(accepted, "gzip"):
		return a.encoding(zipped)
	}
	return a.encoding(plain)
}

func (a *cachedAnswer) encoding(which int) *encoded {
	e := &a.encodings[which]
	e.once.Do(func() {
		switch which {
		case brotlied:
			e.encoded = newEncoded(byBrotli(a.body), a.contentType, "br", a.tag)
		case zipped:
			e.encoded = newEncoded(byGzip(a.body), a.contentType, "gzip", a.tag)
		default:
			e.encoded = newEncoded(a.body, a.contentType, "", a.tag)
		}
	})
	return &e.encoded
}

func prepare(contentType string, body []byte) *cachedAnswer {
	digest := sha256.Sum256(body)
	return &cachedAnswer{body: bytes.Clone(body), contentType: contentType, tag: hex.EncodeToString(digest[:12])}
}

func newEncoded(body []byte, contentType, coding, tag string) encoded {
	e := encoded{body: body, kind: []string{contentType}, length: []string{strconv.Itoa(len(body))}}
	if coding != "" {
		e.coding, tag = []string{coding}, tag+"-"+coding
	}
	e.etag = `"` + tag + `"`
	e.tags = []string{e.etag}
	return e
}

func byGzip(body []byte) []byte {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is valid, so there is no error
	_, _ = w.Write(body)                                  // a bytes.Buffer never fails
	_ = w.Close()
	return b.Bytes()
}

func byBrotli(body []byte) []byte {
	var b bytes.Buffer
	// Quality 11 takes thirty times as long for eight per cent. With a window of 64 KiB the encoder needs 2 MB, with a larger one 32.
	w := brotli.NewWriterOptions(&b, brotli.WriterOptions{Quality: 9, LGWin: 16})
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}
