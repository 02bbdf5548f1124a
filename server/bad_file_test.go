package server_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// body makes a multipart body: name, value pairs, then one file under a name of any kind.
func body(t *testing.T, field, name string, file []byte, values ...string) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := w.SetBoundary("x"); err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(values); i += 2 {
		if err := w.WriteField(values[i], values[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {fmt.Sprintf(`form-data; name="%s"; filename="%s"`, field, name)}})
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return &b
}

// Files that are none of those asked for leave neither a row nor a byte, through whichever door they come.
func TestBadFilesLeaveNothing(t *testing.T) {
	t.Parallel()
	v := newVictim(t)
	section := "/drafts/" + v.draft + "/sections/health"
	before := leftIn(t, v.App)
	html := []byte("<html><script>alert(1)</script></html>")
	for name, c := range map[string]struct {
		file   string
		body   []byte
		status int
	}{
		"markup named .pdf":   {"体检.pdf", html, 415},
		"PDF named .exe":      {"体检.exe", apptest.PDF(), 415},
		"two endings":         {"体检.pdf.js", apptest.PDF(), 415},
		"nothing":             {"体检.pdf", nil, 422},
		"NUL in the name":     {"a\x00.pdf", apptest.PDF(), 400},
		"bidi in the name":    {"a\u202efdp.pdf", apptest.PDF(), 422},
		"line in the name":    {"a%0d%0ab\u2028.pdf", apptest.PDF(), 422},
		"path, wrong content": {"../../../etc/passwd.pdf", html, 415},
		"long name":           {strings.Repeat("长", 3000) + ".pdf", apptest.PDF(), 422},
		"11 MB":               {"体检.pdf", append(apptest.PDF(), make([]byte, 11<<20)...), 413},
		"only a beginning":    {"体检.pdf", []byte("%PDF-1.4"), 422},
		"picture of nothing":  {"a.jpg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), 422},
	} {
		for door, upload := range map[string]func() *apptest.Answer{
			"uploads": func() *apptest.Answer {
				return v.send(v.citizen, "POST", "/uploads", body(t, "file", c.file, c.body, "case", v.draft, "question", "health_cert"), fileKind)
			},
			"section": func() *apptest.Answer {
				return v.send(v.citizen, "POST", section, body(t, "health_cert", c.file, c.body, "_upload", "health_cert"), fileKind)
			},
			"api": func() *apptest.Answer {
				return v.citizen.Do("POST", "/api/v1/drafts/"+v.draft+"/materials", body(t, "file", c.file, c.body, "question", "health_cert"), fileKind)
			},
		} {
			a := upload()
			want := c.status
			if door == "section" && want != http.StatusBadRequest && a.Status != http.StatusRequestEntityTooLarge {
				want = http.StatusUnprocessableEntity // the page of the section comes back with the fault at its question
			}
			if a.Status != want {
				t.Errorf("%s by %s: %d, want %d: %.300s", name, door, a.Status, want, a.Body)
			}
		}
	}
	before.same(t, "bad files")
	v.report(t)
}

// Large, broken and lying transfers end early and leave nothing.
func TestBadTransfersLeaveNothing(t *testing.T) {
	t.Parallel()
	v := newVictim(t)
	before := leftIn(t, v.App)
	head := "--x\r\nContent-Disposition: form-data; name=\"case\"\r\n\r\n" + v.draft +
		"\r\n--x\r\nContent-Disposition: form-data; name=\"question\"\r\n\r\nhealth_cert\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n"
	inSection := "--x\r\nContent-Disposition: form-data; name=\"health_cert\"; filename=\"a.pdf\"\r\n\r\n"
	stream := func(head string, bytes int) io.Reader {
		return io.MultiReader(strings.NewReader(head), strings.NewReader(string(apptest.PDF())), &endless{bytes})
	}
	section, large := "/drafts/"+v.draft+"/sections/health", make([]byte, 60<<20)
	for name, c := range map[string]struct {
		path   string
		body   io.Reader
		status int
	}{
		"60 MB streamed":               {"/uploads", stream(head, 60<<20), 413},
		"60 MB streamed to a page":     {section, stream(inSection, 60<<20), 413},
		"60 MB announced":              {"/uploads", bytes.NewReader(large), 413},
		"60 MB announced to a page":    {section, bytes.NewReader(large), 413},
		"cut off in the file":          {"/uploads", stream(head, 100), 400},
		"cut off in the file, page":    {section, stream(inSection, 100), 400},
		"no file":                      {"/uploads", strings.NewReader("--x--\r\n"), 400},
		"the file before its question": {"/uploads", body(t, "file", "a.pdf", apptest.PDF()), 404},
		"another case":                 {"/uploads", body(t, "file", "a.pdf", apptest.PDF(), "case", uuid.NewString(), "question", "health_cert"), 404},
		"another question":             {"/uploads", body(t, "file", "a.pdf", apptest.PDF(), "case", v.draft, "question", "address"), 422},
		"many fields":                  {"/uploads", body(t, "file", "a.pdf", apptest.PDF(), many(20)...), 400},
	} {
		if a := v.send(v.citizen, http.MethodPost, c.path, c.body, fileKind); a.Status != c.status {
			t.Errorf("%s: %d, want %d: %.300s", name, a.Status, c.status, a.Body)
		}
	}
	v.badTus(t)
	before.same(t, "bad transfers")
	v.report(t)
}

func many(n int) (values []string) {
	for i := range n {
		values = append(values, fmt.Sprint("f", i), "x")
	}
	return values
}

func (v *victim) badTus(t *testing.T) {
	t.Helper()
	about := func(name, draft, question string) string {
		return fmt.Sprintf("filename %s,case %s,question %s", encode(name), encode(draft), encode(question))
	}
	create := func(length, about string, header ...string) *apptest.Answer {
		return v.send(v.citizen, "POST", "/uploads", nil, "", append([]string{"Tus-Resumable", "1.0.0", "Upload-Length", length, "Upload-Metadata", about}, header...)...)
	}
	good := about("a.pdf", v.draft, "health_cert")
	for name, c := range map[string]struct {
		answer *apptest.Answer
		status int
	}{
		"60 MB":             {create(fmt.Sprint(60<<20), good), 413},
		"no length":         {create("", good), 400},
		"minus":             {create("-5", good), 400},
		"too long a number": {create("99999999999999999999", good), 400},
		"nothing":           {create("0", good), 422},
		"metadata":          {create("10", "filename !!!"), 400},
		"huge metadata":     {create("10", "filename "+encode(strings.Repeat("a", 9000))), 400},
		"NUL in the name":   {create("10", about("a\x00.pdf", v.draft, "health_cert")), 422},
		"wrong ending":      {create("10", about("a.exe", v.draft, "health_cert")), 415},
		"no case":           {create("10", about("a.pdf", "x", "health_cert")), 404},
		"another version":   {create("10", good, "Tus-Resumable", "0.2.1"), 412},
	} {
		if c.answer.Status != c.status {
			t.Errorf("tus, %s: %d, want %d: %.300s", name, c.answer.Status, c.status, c.answer.Body)
		}
	}
	patch := func(at, offset, kind string, body io.Reader) *apptest.Answer {
		return v.send(v.citizen, "PATCH", at, body, kind, "Tus-Resumable", "1.0.0", "Upload-Offset", offset)
	}
	const tusKind = "application/offset+octet-stream"
	begin := func() string {
		return create(fmt.Sprint(len(apptest.PDF())), good).Want(http.StatusCreated).Header.Get("Location")
	}
	at := begin()
	patch(at, "0", "text/plain", strings.NewReader("x")).Want(415)
	patch(at, "x", tusKind, strings.NewReader("x")).Want(400)
	patch(at, "7", tusKind, strings.NewReader("x")).Want(409)
	patch(at, "0", tusKind, io.MultiReader(bytes.NewReader(apptest.PDF()), &endless{1 << 20})).Want(413) // more than was announced
	v.send(v.citizen, "HEAD", at, nil, "", "Tus-Resumable", "1.0.0").Want(404)
	at = begin()
	patch(at, "0", tusKind, strings.NewReader("<html><body>"+strings.Repeat("a", len(apptest.PDF())-12))).Want(415)
	v.send(v.citizen, "HEAD", at, nil, "", "Tus-Resumable", "1.0.0").Want(404)
}
