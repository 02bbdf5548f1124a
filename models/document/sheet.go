package document

import (
	"bytes"
	"time"

	"github.com/signintech/gopdf"
)

// Page geometry in points, in the tradition of GB/T 9704-2012: the type area is 156 mm wide.
const (
	mm        = 72 / 25.4
	pageW     = 210 * mm
	pageH     = 297 * mm
	leftEdge  = 28 * mm
	rightEdge = pageW - 26*mm
	topEdge   = 37 * mm
	lastLine  = pageH - 30*mm
	typeWidth = rightEdge - leftEdge

	bodySize  = 16.0 // 三号
	bodyLine  = 28.0
	cellSize  = 12.0 // 小四
	cellLine  = 18.0
	noteSize  = 10.5 // 五号
	noteLine  = 16.0
	sealWidth = 42 * mm
)

// colour is red, green, blue.
type colour [3]uint8

var (
	black     = colour{24, 24, 27}
	grey      = colour{90, 90, 96}
	pale      = colour{200, 204, 212}
	officeRed = colour{200, 16, 30}
	navy      = colour{20, 52, 110}
)

// sheet is a PDF in the making: it draws text and lines and keeps the place of the seal.
type sheet struct {
	*measure
	pdf    *gopdf.GoPdf
	y      float64 // baseline of the last line drawn
	pages  int
	seal   sealPlace
	err    error
	onPage func()
}

// sealPlace is where the seal stands: page (from 0) and centre in points from the lower left corner.
type sealPlace struct {
	page int
	x, y float64
	text string
}

func newSheet(f *typeface, w, h float64, title, author string, issued time.Time) (*sheet, error) {
	s := &sheet{measure: newMeasure(f), pdf: &gopdf.GoPdf{}}
	s.pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: w, H: h}})
	s.pdf.SetInfo(gopdf.PdfInfo{Title: title, Author: author, Creator: "permit-portal", CreationDate: issued})
	if err := s.pdf.AddTTFFontFromFontContainer(fontFamily, f.container); err != nil {
		return nil, err
	}
	s.newPage()
	return s, s.err
}

func (s *sheet) newPage() {
	s.pdf.AddPage()
	s.pages++
	s.y = topEdge
	if s.onPage != nil {
		s.onPage()
	}
}

// ensure begins a new page when less than h points are left.
func (s *sheet) ensure(h float64) {
	if s.y+h > lastLine {
		s.newPage()
	}
}

// text draws one line with its baseline at y; spacing is added after every character.
func (s *sheet) text(x, y, size float64, c colour, line string, spacing float64) {
	s.width(line, size) // notes missing glyphs
	if s.err != nil || line == "" || len(s.missing) > 0 {
		return
	}
	if err := s.pdf.SetFont(fontFamily, "", size); err != nil {
		s.err = err
		return
	}
	s.pdf.SetTextColor(c[0], c[1], c[2])
	s.err = s.pdf.SetCharSpacing(spacing)
	s.pdf.SetXY(x, y)
	if err := s.pdf.Text(line); err != nil {
		s.err = err
	}
}

// centred draws a line in the middle of from…to with spacing between its characters.
func (s *sheet) centred(from, to, y, size float64, c colour, line string, spacing float64) {
	n := float64(len([]rune(line)) - 1)
	s.text((from+to-s.width(line, size)-n*spacing)/2, y, size, c, line, spacing)
}

// justified draws a line so that it fills width when it is nearly full.
func (s *sheet) justified(x, y, size, width float64, c colour, line string) {
	slack := width - s.width(line, size)
	gaps := float64(len([]rune(line)) - 1)
	if gaps < 1 || slack < 0 || slack > 2.2*size {
		slack, gaps = 0, 1
	}
	s.text(x, y, size, c, line, slack/gaps)
}

func (s *sheet) rule(x1, y1, x2, y2, weight float64, c colour) {
	s.pdf.SetLineWidth(weight)
	s.pdf.SetStrokeColor(c[0], c[1], c[2])
	s.pdf.Line(x1, y1, x2, y2)
}

func (s *sheet) frame(x, y, w, h, weight float64, c colour) {
	s.pdf.SetLineWidth(weight)
	s.pdf.SetStrokeColor(c[0], c[1], c[2])
	s.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "D")
}

func (s *sheet) fill(x, y, w, h float64, c colour) {
	s.pdf.SetFillColor(c[0], c[1], c[2])
	s.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "F")
}

// bytes finishes the file; it fails when a glyph was missing, so that no hole is ever printed.
func (s *sheet) bytes() ([]byte, error) {
	if err := s.fault(); err != nil {
		return nil, err
	}
	if s.err != nil {
		return nil, s.err
	}
	var b bytes.Buffer
	_, err := s.pdf.WriteTo(&b)
	return b.Bytes(), err
}
