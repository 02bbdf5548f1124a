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
	typeWidth = rightEdge - leftEdge

	noteSize  = 10.5 // 五号
	noteLine  = 16.0
	sealWidth = 42 * mm
)

// style is how generously a letter is set.
type style struct {
	top, last      float64 // first and last usable height of a page
	body, line     float64 // text and its line
	cell, cellLine float64 // text in tables
	gap            float64 // above and below frames and tables
}

// roomy is the tradition's own: 三号 text, 小四 in tables. compact is used where it saves the page that would carry little but a seal.
var (
	roomy   = style{top: 37 * mm, last: pageH - 30*mm, body: 16, line: 28, cell: 12, cellLine: 18, gap: 12}
	compact = style{top: 27 * mm, last: pageH - 24*mm, body: 14, line: 22.5, cell: 11, cellLine: 15, gap: 8}
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
	style
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

func newSheet(f *typeface, look style, w, h float64, title, author string, issued time.Time) (*sheet, error) {
	s := &sheet{measure: newMeasure(f), style: look, pdf: &gopdf.GoPdf{}}
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
	s.y = s.top
	if s.onPage != nil {
		s.onPage()
	}
}

// ensure begins a new page when less than h points are left.
func (s *sheet) ensure(h float64) {
	if s.y+h > s.last {
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
