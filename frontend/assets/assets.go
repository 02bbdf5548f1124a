// Package assets holds what the browser loads beside pages: stylesheet, script and pictures. They are built by "npm run build" into
// dist under names that hold a hash of their content, so they may be kept by browsers for ever, and are embedded into the binary.
package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

// Prefix is the path below which Handler serves.
const Prefix = "/assets/"

//go:embed all:dist
var dist embed.FS

var manifest, missing = readManifest(dist)

// Check tells whether the assets were built; the server asks at start and refuses to run without them.
func Check() error { return missing }

// URL is the address of an asset by its plain name: "app.css", "app.js", "emblem.svg", "favicon.svg". Without a build it is a name
// that answers 404, so that pages can still be rendered in tests of other packages.
func URL(name string) string {
	if hashed, ok := manifest[name]; ok {
		return Prefix + hashed
	}
	return Prefix + name
}

// Handler serves the assets below Prefix, already compressed when the browser takes it, to be kept for a year.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		file, ok := find(r.URL.Path)
		if !ok {
			http.NotFound(w, r)
			return
		}
		file.serve(w, r)
	})
}

// Exists tells whether Handler has something at a path.
func Exists(path string) bool {
	_, ok := find(path)
	return ok
}

var files = sync.OnceValue(func() map[string]one { return load(dist) })

func find(path string) (one, bool) {
	file, ok := files()[strings.TrimPrefix(path, Prefix)]
	return file, ok
}

// one is an asset in each encoding that the build made.
type one struct {
	kind              string
	plain, gzip, brot []byte
}

func (f one) serve(w http.ResponseWriter, r *http.Request) {
	body, encoding := f.plain, ""
	accepted := r.Header.Get("Accept-Encoding")
	switch {
	case f.brot != nil && strings.Contains(accepted, "br"):
		body, encoding = f.brot, "br"
	case f.gzip != nil && strings.Contains(accepted, "gzip"):
		body, encoding = f.gzip, "gzip"
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept-Encoding")
	if encoding != "" {
		h.Set("Content-Encoding", encoding)
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a browser that went away needs no answer
	}
}

func load(from fs.FS) map[string]one {
	files := map[string]one{}
	entries, err := fs.ReadDir(from, "dist")
	if err != nil {
		return files
	}
	for _, entry := range entries {
		name := entry.Name()
		switch path.Ext(name) {
		case ".css", ".js", ".svg", ".png", ".ico":
			files[name] = one{
				kind: kind(name), plain: bytesOf(from, name), gzip: bytesOf(from, name+".gz"), brot: bytesOf(from, name+".br"),
			}
		}
	}
	return files
}

// kind does not ask the machine's own table for the types we have: it may be missing or odd.
func kind(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return mime.TypeByExtension(path.Ext(name))
}

func bytesOf(from fs.FS, name string) []byte {
	content, err := fs.ReadFile(from, "dist/"+name)
	if err != nil {
		return nil
	}
	return content
}

func readManifest(from fs.FS) (map[string]string, error) {
	names := map[string]string{}
	raw, err := fs.ReadFile(from, "dist/manifest.json")
	if errors.Is(err, fs.ErrNotExist) {
		return names, errors.New("the browser's assets were not built: run 'make build', or 'npm ci && npm run build' in frontend")
	}
	if err == nil {
		err = json.Unmarshal(raw, &names)
	}
	if err != nil {
		return names, fmt.Errorf("frontend/assets/dist/manifest.json: %w", err)
	}
	return names, nil
}
