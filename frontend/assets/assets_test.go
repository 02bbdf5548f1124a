package assets

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
)

func TestHandlerServesWhatTheBrowserTakes(t *testing.T) {
	t.Parallel()
	files := load(fstest.MapFS{
		"dist/app-1.css":     {Data: []byte("plain")},
		"dist/app-1.css.br":  {Data: []byte("brotli")},
		"dist/app-1.css.gz":  {Data: []byte("gzip")},
		"dist/manifest.json": {Data: []byte(`{"app.css":"app-1.css"}`)},
	})
	tests := []struct{ accept, body, encoding string }{
		{"", "plain", ""},
		{"gzip", "gzip", "gzip"},
		{"gzip, deflate, br", "brotli", "br"},
	}
	for _, test := range tests {
		r := httptest.NewRequest(http.MethodGet, "/assets/app-1.css", nil)
		r.Header.Set("Accept-Encoding", test.accept)
		w := httptest.NewRecorder()
		files["app-1.css"].serve(w, r)
		if w.Body.String() != test.body || w.Header().Get("Content-Encoding") != test.encoding {
			t.Errorf("accept %q: got %q as %q", test.accept, w.Body, w.Header().Get("Content-Encoding"))
		}
		if w.Header().Get("Content-Type") != "text/css; charset=utf-8" {
			t.Errorf("type %q", w.Header().Get("Content-Type"))
		}
	}
	if _, ok := files["manifest.json"]; ok {
		t.Error("the manifest is ours, not the browser's")
	}
}

func TestHandlerKnowsNothingElse(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/assets/", "/assets/.keep", "/assets/../assets.go", "/assets/manifest.json"} {
		w := httptest.NewRecorder()
		Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusNotFound {
			t.Errorf("%s answered %d", path, w.Code)
		}
	}
}

func TestMissingBuildIsSaidPlainly(t *testing.T) {
	t.Parallel()
	if _, err := readManifest(fstest.MapFS{"dist/.keep": {}}); err == nil {
		t.Error("a binary without assets must not start")
	}
	if _, err := readManifest(fstest.MapFS{"dist/manifest.json": {Data: []byte("{")}}); err == nil {
		t.Error("a broken manifest must not start")
	}
}
