package document

import (
	"math"
	"time"

	"github.com/signintech/gopdf"
	"github.com/skip2/go-qrcode"
)

// Geometry of a certificate: A4 across.
const (
	cardW   = pageH
	cardH   = pageW
	photoW  = 40 * mm
	photoH  = 49.3 * mm // as 358 × 441
	codeW   = 36 * mm
	columnX = 34 * mm
	rowsX   = 96 * mm
	rowsW   = cardW - 28*mm - rowsX
)

var (
	gold  = colour{176, 141, 60}
	waves = colour{226, 234, 244}
)

// drawCard lays out a certificate: frame, title, the holder's picture, the lines, QR code, issuer and place of the seal.
func drawCard(f *typeface, l Letter, photo []byte, issued time.Time) (*sheet, error) {
	s, err := newSheet(f, roomy, cardW, cardH, l.Title, l.Agency, issued)
	if err != nil {
		return nil, err
	}
	s.ground()
	if l.Void {
		s.void(cardW, cardH)
	}
	s.centred(0, cardW, 30*mm, 15, navy, l.Agency, 5)
	s.centred(0, cardW, 44*mm, 32, navy, l.Title, 8)
	s.rule(cardW/2-54*mm, 49*mm, cardW/2+54*mm, 49*mm, 1, gold)
	s.portrait(photo)
	if err := s.code(l.Card.QR, columnX+(photoW-codeW)/2, 123*mm); err != nil {
		return nil, err
	}
	s.centred(columnX, columnX+photoW, 164*mm, 9.5, grey, "扫码核验", 2)
	s.rows(l.Card.Rows)
	s.issuer(l)
	s.text(rowsX, 181*mm, 9, grey, l.Card.Note, 0)
	s.text(rowsX, 186*mm, 8, grey, l.Card.VerifyAt, 0)
	if l.Demo {
		s.centred(0, cardW, 199.5*mm, 8.5, grey, demoLine, 0)
	}
	return s, nil
}

// ground is a pale pattern of waves inside a double frame.
func (s *sheet) ground() {
	left, right, top, bottom := 14*mm, cardW-14*mm, 14*mm, cardH-14*mm
	s.pdf.SetLineWidth(0.4)
	s.pdf.SetStrokeColor(waves[0], waves[1], waves[2])
	const length = 24 * mm
	for i := range 26 {
		y := top + 6*mm + float64(i)*6.4*mm
		for x, n := left+2*mm, 0; x+length <= right-1*mm; x, n = x+length, n+1 {
			lift := 9 * mm * math.Cos(float64(i)*0.55)
			if n%2 == 1 {
				lift = -lift
			}
			a, b := clamp(y-lift, top, bottom), clamp(y+lift, top, bottom)
			s.pdf.Curve(x, y, x+length/3, a, x+2*length/3, b, x+length, y, "D")
		}
	}
	s.frame(12*mm, 12*mm, cardW-24*mm, cardH-24*mm, 2.4, navy)
	s.frame(14*mm, 14*mm, cardW-28*mm, cardH-28*mm, 0.7, gold)
	for _, corner := range [][2]float64{{14 * mm, 14 * mm}, {cardW - 14*mm, 14 * mm}, {14 * mm, cardH - 14*mm}, {cardW - 14*mm, cardH - 14*mm}} {
		s.fill(corner[0]-1.3*mm, corner[1]-1.3*mm, 2.6*mm, 2.6*mm, gold)
	}
}

func clamp(v, low, high float64) float64 { return max(low, min(v, high)) }

// portrait puts the holder's picture into its frame, cut to the frame's shape by white margins rather than stretched.
func (s *sheet) portrait(photo []byte) {
	top := 62 * mm
	s.fill(columnX, top, photoW, photoH, colour{250, 250, 250})
	if len(photo) > 0 {
		holder, err := gopdf.ImageHolderByBytes(photo)
		if err != nil {
			s.err = err
			return
		}
		w, h := fitted(photo, photoW, photoH)
		if err := s.pdf.ImageByHolder(holder, columnX+(photoW-w)/2, top+(photoH-h)/2, &gopdf.Rect{W: w, H: h}); err != nil {
			s.err = err
			return
		}
	} else {
		s.centred(columnX, columnX+photoW, top+photoH/2, 12, grey, "照片", 6)
	}
	s.frame(columnX, top, photoW, photoH, 0.8, grey)
}

// rows draws labels and values over dotted lines.
func (s *sheet) rows(rows [][2]string) {
	const label, size, line, step = 124.0, 15.0, 20.0, 29.0
	y := 65 * mm
	for _, r := range rows {
		labelSize := size - 2
		if over := s.width(r[0], labelSize); over > label-8 {
			labelSize *= (label - 8) / over
		}
		s.text(rowsX, y, labelSize, grey, r[0], 0)
		lines := s.lines(r[1], size, rowsW-label, 0)
		for i, text := range lines {
			s.text(rowsX+label, y+float64(i)*line, size, black, text, 0)
		}
		y += float64(len(lines)-1) * line
		s.rule(rowsX+label-4, y+6, rowsX+rowsW, y+6, 0.4, pale)
		y += step
	}
}

// issuer stands at the lower right under the seal.
func (s *sheet) issuer(l Letter) {
	middle := cardW - 32*mm - sealWidth/2
	y := 168 * mm
	s.text(middle-sealWidth/2-78, y, 13, grey, "发证机关", 0)
	s.centred(middle-140, middle+140, y, 15, black, l.Signatory, 0)
	s.centred(middle-140, middle+140, y+24, 14, black, l.Date, 0)
	s.seal = sealPlace{page: 0, x: middle, y: cardH - y - 4, text: l.Seal}
}

// code draws a QR code as filled rectangles, sharp at every size.
func (s *sheet) code(address string, x, y float64) error {
	if address == "" {
		return nil
	}
	qr, err := qrcode.New(address, qrcode.Medium)
	if err != nil {
		return err
	}
	qr.DisableBorder = true
	grid := qr.Bitmap()
	cell := codeW / float64(len(grid))
	s.fill(x-4*cell, y-4*cell, codeW+8*cell, codeW+8*cell, colour{255, 255, 255})
	s.pdf.SetFillColor(0, 0, 0)
	for i, row := range grid {
		for j := 0; j < len(row); j++ {
			from := j
			for j < len(row) && row[j] {
				j++
			}
			if j > from {
				s.pdf.RectFromUpperLeftWithStyle(x+float64(from)*cell, y+float64(i)*cell, float64(j-from)*cell, cell+0.05, "F")
			}
		}
	}
	return nil
}
