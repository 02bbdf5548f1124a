package web_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/handlers/web"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
)

// draft is the one case that uploads may go to.
type draft uuid.UUID

func (d draft) UploadRule(_ context.Context, _ account.Actor, caseID uuid.UUID, question string) (material.Rule, error) {
	if caseID != uuid.UUID(d) {
		return material.Rule{}, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return material.Rule{CaseID: caseID, Question: question}, nil
}

type uploadSite struct {
	url, caseID, dir string
}

func newUploadSite(t *testing.T) uploadSite {
	t.Helper()
	dir := t.TempDir()
	disk, err := material.OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	id := uuid.New()
	u := &web.Uploads{Materials: material.New(dbtest.New(t), disk, material.BuiltinScanner{}), Rules: draft(id)}
	e := echo.New()
	e.HTTPErrorHandler = func(err error, c echo.Context) {
		f := respond.Fault(err)
		_ = c.JSON(respond.Status(f), map[string]string{"code": f.Code})
	}
	e.OPTIONS("/uploads", u.Options)
	e.POST("/uploads", u.Create)
	e.HEAD("/uploads/:id", u.Head)
	e.PATCH("/uploads/:id", u.Patch)
	e.DELETE("/uploads/:id", u.Delete)
	e.GET("/uploads/:id/content", u.Content)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return uploadSite{server.URL, id.String(), dir}
}

// ask sends a tus request; header holds pairs.
func (s uploadSite) ask(t *testing.T, method, path string, body io.Reader, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Tus-Resumable", "1.0.0")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return answer, string(text)
}

func (s uploadSite) create(t *testing.T, caseID, name string, size int) (*http.Response, string) {
	t.Helper()
	encode := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	return s.ask(t, "POST", "/uploads", nil, "Upload-Length", strconv.Itoa(size),
		"Upload-Metadata", fmt.Sprintf("filename %s,case %s,question %s,filetype", encode(name), encode(caseID), encode("health_cert")))
}

func (s uploadSite) patch(t *testing.T, path string, offset int, body []byte) (*http.Response, string) {
	t.Helper()
	return s.ask(t, "PATCH", path, bytes.NewReader(body), "Content-Type", "application/offset+octet-stream", "Upload-Offset", strconv.Itoa(offset))
}

func (s uploadSite) files(t *testing.T) (n int) {
	t.Helper()
	if err := filepath.WalkDir(s.dir, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

var smallPDF = []byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n" +
	"3 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n")

func TestUploadInPieces(t *testing.T) {
	t.Parallel()
	s := newUploadSite(t)
	if a, _ := s.ask(t, "OPTIONS", "/uploads", nil); a.StatusCode != 204 || a.Header.Get("Tus-Extension") != "creation,termination" || a.Header.Get("Tus-Max-Size") != "10485760" {
		t.Errorf("options: %d %v", a.StatusCode, a.Header)
	}
	a, text := s.create(t, s.caseID, "体检证明.pdf", len(smallPDF))
	if a.StatusCode != 201 {
		t.Fatalf("create: %d %s", a.StatusCode, text)
	}
	at := a.Header.Get("Location")
	if a, text = s.patch(t, at, 0, smallPDF[:100]); a.StatusCode != 204 || a.Header.Get("Upload-Offset") != "100" {
		t.Errorf("first piece: %d %s", a.StatusCode, text)
	}
	if a, _ = s.ask(t, "HEAD", at, nil); a.StatusCode != 200 || a.Header.Get("Upload-Offset") != "100" || a.Header.Get("Upload-Length") != strconv.Itoa(len(smallPDF)) {
		t.Errorf("head: %d %v", a.StatusCode, a.Header)
	}
	if a, text = s.patch(t, at, 50, smallPDF[50:]); a.StatusCode != 409 {
		t.Errorf("wrong offset: %d %s", a.StatusCode, text)
	}
	if a, _ = s.ask(t, "GET", at+"/content", nil); a.StatusCode != 409 {
		t.Errorf("content before the end: %d", a.StatusCode)
	}
	if a, text = s.patch(t, at, 100, smallPDF[100:]); a.StatusCode != 204 || a.Header.Get("Upload-Offset") != strconv.Itoa(len(smallPDF)) {
		t.Errorf("last piece: %d %s", a.StatusCode, text)
	}
	a, text = s.ask(t, "GET", at+"/content", nil)
	if text != string(smallPDF) || !strings.HasPrefix(a.Header.Get("Content-Disposition"), "attachment") || a.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("content: %d %v", a.StatusCode, a.Header)
	}
	if a, _ = s.ask(t, "DELETE", at, nil); a.StatusCode != 204 || s.files(t) != 0 {
		t.Errorf("delete: %d", a.StatusCode)
	}
	if a, _ = s.ask(t, "HEAD", at, nil); a.StatusCode != 404 {
		t.Errorf("after delete: %d", a.StatusCode)
	}
}

func TestBadUploadsAreRefused(t *testing.T) {
	t.Parallel()
	s := newUploadSite(t)
	refused := func(what string, want int, code string, a *http.Response, text string) {
		t.Helper()
		var p struct{ Code string }
		_ = json.Unmarshal([]byte(text), &p)
		if a.StatusCode != want || p.Code != code {
			t.Errorf("%s: want %d %s, got %d %s", what, want, code, a.StatusCode, text)
		}
		if n := s.files(t); n != 0 {
			t.Errorf("%s leaves %d files", what, n)
		}
	}
	a, text := s.create(t, s.caseID, "a.pdf", 60<<20)
	refused("60 MB", 413, "FILE_TOO_LARGE", a, text)
	a, text = s.create(t, uuid.NewString(), "a.pdf", 100)
	refused("somebody else's case", 404, "NOT_FOUND", a, text)
	a, text = s.create(t, "x' OR 1=1", "a.pdf", 100)
	refused("no case", 404, "NOT_FOUND", a, text)
	a, text = s.create(t, s.caseID, "a.html", 100)
	refused("a page", 415, "FILE_TYPE", a, text)
	a, text = s.create(t, s.caseID, "a\x00.pdf", 100)
	refused("NUL in the name", 422, "FILE_NAME", a, text)
	a, text = s.ask(t, "POST", "/uploads", nil, "Upload-Length", "-1")
	refused("a negative length", 400, "MALFORMED", a, text)
	a, text = s.ask(t, "POST", "/uploads", nil, "Upload-Length", "9", "Upload-Metadata", "filename %%%")
	refused("no base64", 400, "MALFORMED", a, text)
	a, text = s.ask(t, "POST", "/uploads", nil, "Tus-Resumable", "0.2.2")
	refused("another version", 412, "TUS_VERSION", a, text)
	a, text = s.ask(t, "PATCH", "/uploads/"+uuid.NewString(), strings.NewReader("x"), "Content-Type", "text/plain", "Upload-Offset", "0")
	refused("another type", 415, "UNSUPPORTED", a, text)
	a, text = s.patch(t, "/uploads/"+uuid.NewString(), 0, []byte("x"))
	refused("an unknown upload", 404, "NOT_FOUND", a, text)

	html := []byte("<!DOCTYPE html><html><body><script>alert(1)</script></body></html>")
	a, _ = s.create(t, s.caseID, "a.pdf", len(html))
	a, text = s.patch(t, a.Header.Get("Location"), 0, html)
	refused("HTML named .pdf", 415, "FILE_TYPE", a, text)
	a, _ = s.create(t, s.caseID, "a.pdf", 50)
	a, text = s.patch(t, a.Header.Get("Location"), 0, smallPDF)
	refused("more than announced", 413, "FILE_TOO_LARGE", a, text)
}

func form(t *testing.T, caseID, name string, file []byte) (io.Reader, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	_ = w.WriteField("case", caseID)
	_ = w.WriteField("question", "health_cert")
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(file)
	w.Close()
	return &b, w.FormDataContentType()
}

func TestUploadWithoutScript(t *testing.T) {
	t.Parallel()
	s := newUploadSite(t)
	body, kind := form(t, s.caseID, "体检证明.pdf", smallPDF)
	a, text := s.ask(t, "POST", "/uploads", body, "Content-Type", kind)
	if a.StatusCode != 201 || !strings.Contains(text, `"state":"CLEAN"`) {
		t.Fatalf("%d %s", a.StatusCode, text)
	}
	if _, text = s.ask(t, "GET", a.Header.Get("Location")+"/content", nil); text != string(smallPDF) {
		t.Errorf("content: %q", text)
	}
	before := s.files(t)
	body, kind = form(t, s.caseID, "a.pdf", []byte("<html><body>no</body></html>"))
	if a, text = s.ask(t, "POST", "/uploads", body, "Content-Type", kind); a.StatusCode != 415 {
		t.Errorf("HTML: %d %s", a.StatusCode, text)
	}
	body, kind = form(t, s.caseID, "a.pdf", append(bytes.Clone(smallPDF), make([]byte, 10<<20)...))
	if a, text = s.ask(t, "POST", "/uploads", body, "Content-Type", kind); a.StatusCode != 413 {
		t.Errorf("over 10 MB: %d %s", a.StatusCode, text)
	}
	if s.files(t) != before {
		t.Error("refused files stay")
	}
}
