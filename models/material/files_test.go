package material

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// pdfOf makes a small PDF with n pages.
func pdfOf(n int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
	kids := ""
	for i := range n {
		kids += fmt.Sprintf("%d 0 R ", i+3)
	}
	fmt.Fprintf(&b, "2 0 obj\n<< /Type /Pages /Kids [%s] /Count %d >>\nendobj\n", kids, n)
	for i := range n {
		fmt.Fprintf(&b, "%d 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n", i+3)
	}
	fmt.Fprintf(&b, "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", n+3, b.Len())
	return b.Bytes()
}

// packedPDF hides its pages in a compressed object stream, as modern writers do.
func packedPDF(n int) []byte {
	var objects, z bytes.Buffer
	fmt.Fprintf(&objects, "<</Type/Pages/Kids[]/Count %d>>", n)
	w := zlib.NewWriter(&z)
	w.Write(objects.Bytes())
	w.Close()
	return fmt.Appendf(nil, "%%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\nstartxref\n9\n%%%%EOF\n", z.Len(), z.Bytes())
}

func picture(w, h int, ground color.Color) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(m, m.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(w/4, h/4, w*3/4, h), image.NewUniform(color.RGBA{90, 80, 70, 255}), image.Point{}, draw.Src)
	return m
}

func jpegOf(w, h int, ground color.Color) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(w, h, ground), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func pngOf(w, h int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture(w, h, color.White)); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func ofdOf(names ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, n := range names {
		w, err := z.Create(n)
		if err != nil {
			panic(err)
		}
		fmt.Fprint(w, "<?xml version=\"1.0\"?><x/>")
	}
	z.Close()
	return b.Bytes()
}

func encryptedPDF() []byte {
	return bytes.Replace(pdfOf(1), []byte("/Root 1 0 R"), []byte("/Root 1 0 R /Encrypt 9 0 R"), 1)
}

func TestInspect(t *testing.T) {
	t.Parallel()
	white := color.RGBA{250, 250, 252, 255}
	for _, c := range []struct {
		what  string
		name  string
		data  []byte
		photo bool
		code  string
		pages int
	}{
		{"a PDF", "体检证明.pdf", pdfOf(3), false, "", 3},
		{"a PDF with packed objects", "a.pdf", packedPDF(7), false, "", 7},
		{"51 pages", "a.pdf", pdfOf(51), false, "FILE_TOO_MANY_PAGES", 0},
		{"a password", "a.pdf", encryptedPDF(), false, "FILE_ENCRYPTED", 0},
		{"cut off", "a.pdf", pdfOf(30)[:900], false, "FILE_DAMAGED", 0},
		{"HTML named .pdf", "a.pdf", []byte("<!DOCTYPE html><html><script>alert(1)</script></html>"), false, "FILE_TYPE", 0},
		{"text named .pdf", "a.pdf", []byte("hello"), false, "FILE_TYPE", 0},
		{"SVG named .png", "a.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), false, "FILE_TYPE", 0},
		{"JPEG named .png", "a.png", jpegOf(900, 900, white), false, "FILE_TYPE", 0},
		{"a scan", "a.png", pngOf(900, 1200), false, "", 1},
		{"a coarse scan", "a.png", pngOf(500, 700), false, "IMAGE_TOO_COARSE", 0},
		{"half a scan", "a.jpg", jpegOf(900, 1200, white)[:3000], false, "FILE_DAMAGED", 0},
		{"an OFD", "a.ofd", ofdOf("OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"), false, "", 1},
		{"a ZIP named .ofd", "a.ofd", ofdOf("setup.exe"), false, "FILE_TYPE", 0},
		{"a portrait", "me.JPG", jpegOf(358, 441, white), true, "", 0},
		{"a small portrait", "me.jpg", jpegOf(357, 441, white), true, "PHOTO_TOO_SMALL", 0},
		{"a portrait on blue", "me.jpg", jpegOf(358, 441, color.RGBA{67, 142, 219, 255}), true, "PHOTO_NOT_WHITE", 0},
		{"a portrait on grey", "me.jpg", jpegOf(358, 441, color.RGBA{150, 150, 150, 255}), true, "PHOTO_NOT_WHITE", 0},
		{"a PNG portrait", "me.png", pngOf(358, 441), true, "FILE_TYPE", 0},
	} {
		promised, err := Rule{Photo: c.photo}.promised(c.name)
		var f found
		if err == nil {
			f, err = inspect(c.data, promised, c.name, c.photo)
		}
		if got := codeOf(err); got != c.code {
			t.Errorf("%s: want %q, got %q (%v)", c.what, c.code, got, err)
		} else if err == nil && f.pages != c.pages {
			t.Errorf("%s: %d pages", c.what, f.pages)
		}
	}
}

func TestDisplayName(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"体检证明.pdf": "体检证明.pdf", `C:\Users\张三\证明.pdf`: "证明.pdf", "../../etc/passwd": "passwd", "e\u0301.pdf": "é.pdf",
		"a\x00.pdf": "", "a\u202Efdp.exe": "", "": "", "..": "..", "a\nb.pdf": "", strings.Repeat("长", 121): "",
	} {
		got, err := displayName(in)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q %v", in, got, err)
		}
	}
}
