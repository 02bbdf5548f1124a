package respond

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"
)

func TestCachedAnswersAreRenderedOnceAndRevalidated(t *testing.T) {
	cache, rendered := NewCache(1<<20), 0
	get := func(header map[string]string) *httptest.ResponseRecorder {
		request, recorder := httptest.NewRequest(http.MethodGet, "/items/x", nil), httptest.NewRecorder()
		for name, value := range header {
			request.Header.Set(name, value)
		}
		err := cache.Serve(echo.New().NewContext(request, recorder), "x zh 1", mimeHTML, func() ([]byte, error) {
			rendered++
			return []byte(strings.Repeat("许可", 500)), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return recorder
	}
	for _, encoding := range []string{"", "gzip", "br"} {
		first := get(map[string]string{"Accept-Encoding": encoding})
		if first.Code != http.StatusOK || first.Header().Get("Content-Encoding") != encoding {
			t.Errorf("%q: status %d, encoding %q", encoding, first.Code, first.Header().Get("Content-Encoding"))
		}
		again := get(map[string]string{"Accept-Encoding": encoding, "If-None-Match": first.Header().Get("Etag")})
		if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
			t.Errorf("%q: %d with %d bytes, want 304 and none", encoding, again.Code, again.Body.Len())
		}
	}
	if rendered != 1 {
		t.Errorf("rendered %d times", rendered)
	}
}

func TestReadersWhoComeAtOnceShareOneRendering(t *testing.T) {
	cache, begun, finish := NewCache(1<<20), make(chan struct{}, 8), make(chan struct{})
	var all sync.WaitGroup
	for range cap(begun) {
		all.Go(func() {
			c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/items/x", nil), httptest.NewRecorder())
			err := cache.Serve(c, "x zh 1", mimeHTML, func() ([]byte, error) {
				begun <- struct{}{}
				<-finish
				return []byte("许可"), nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	<-begun
	close(finish)
	all.Wait()
	if more := len(begun); more > 0 {
		t.Errorf("rendered %d times", 1+more)
	}
}
