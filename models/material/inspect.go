package material

import (
	"archive/zip"
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"regexp"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// sniffBytes is how much of a file tells its type.
const sniffBytes = 3072

// sniff checks the beginning of a file against the type that its name promises, so that a wrong one is refused before the rest arrives.
func sniff(head []byte, promised, name string) error {
	found := mimetype.Detect(head)
	if promised == "application/ofd" && found.Is("application/zip") {
		return nil // an OFD is a ZIP; what is inside is looked at when it is whole
	}
	for t := found; t != nil; t = t.Parent() {
		if t.Is(promised) {
			return nil
		}
	}
	return wrongType(name)
}

// found is what an inspection learnt.
type found struct {
	mime          string
	width, height int
	pages         int
}

// inspect looks at a whole file of at most MostBytes.
func inspect(data []byte, promised, name string, photo bool) (found, error) {
	f := found{mime: promised}
	if err := sniff(data[:min(len(data), sniffBytes)], promised, name); err != nil {
		return f, err
	}
	var err error
	switch {
	case promised == "application/pdf":
		f.pages, err = inspectPDF(data, name)
	case promised == "application/ofd":
		f.pages, err = inspectOFD(data, name)
	case photo:
		f.width, f.height, err = inspectPhoto(data, name)
	default:
		f.pages = 1
		f.width, f.height, err = inspectImage(data, promised, name)
	}
	if err == nil && f.pages > mostPages {
		err = fault.New(fault.Invalid, "FILE_TOO_MANY_PAGES", "name", name, "max", mostPages)
	}
	return f, err
}

func damaged(name string) error { return fault.New(fault.Invalid, "FILE_DAMAGED", "name", name) }

func encrypted(name string) error { return fault.New(fault.Invalid, "FILE_ENCRYPTED", "name", name) }

var ofdPage = regexp.MustCompile(`(^|/)Pages/[^/]+/Content\.xml$`)

// inspectOFD reads the directory of the package (GB/T 33190-2016): OFD.xml must be there and nothing may be encrypted.
func inspectOFD(data []byte, name string) (pages int, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return 0, damaged(name)
	}
	root := false
	for _, f := range z.File {
		if f.Flags&1 != 0 || strings.EqualFold(f.Name, "Encryptions.xml") {
			return 0, encrypted(name)
		}
		root = root || f.Name == "OFD.xml"
		if ofdPage.MatchString(f.Name) {
			pages++
		}
	}
	if !root {
		return 0, wrongType(name)
	}
	return pages, nil
}

// A document's picture must resolve 150 dpi (domain.md 5.9). The density that a file claims says little — telephones write 72 — so
// the shorter side must have the pixels of an A5 sheet at 150 dpi: 148 mm.
const (
	shortestSide = 874
	mostPixels   = 80 << 20
)

func inspectImage(data []byte, mime, name string) (w, h int, err error) {
	var c image.Config
	var end []byte
	if mime == "image/png" {
		c, err = png.DecodeConfig(bytes.NewReader(data))
		end = []byte("IEND")
	} else {
		c, err = jpeg.DecodeConfig(bytes.NewReader(data))
		end = []byte{0xFF, 0xD9}
	}
	tail := data[max(0, len(data)-64<<10):]
	if err != nil || !bytes.Contains(tail, end) {
		return 0, 0, damaged(name)
	}
	if c.Width*c.Height > mostPixels {
		return 0, 0, fault.New(fault.Invalid, "IMAGE_TOO_BIG", "name", name)
	}
	if min(c.Width, c.Height) < shortestSide {
		return 0, 0, fault.New(fault.Invalid, "IMAGE_TOO_COARSE", "name", name, "pixels", shortestSide)
	}
	return c.Width, c.Height, nil
}
