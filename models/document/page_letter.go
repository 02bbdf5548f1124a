package document

import (
	"fmt"
	"time"
)

// drawLetter lays a letter out on A4 pages: red head, title, body, signature with seal, small print at the foot of the last page.
func drawLetter(f *typeface, l Letter, issued time.Time) (*sheet, error) {
	s, err := newSheet(f, pageW, pageH, l.Title, l.Agency, issued)
	if err != nil {
		return nil, err
	}
	s.foot(l, 1)
	s.onPage = func() { s.foot(l, s.pages) }
	s.head(l)
	if l.Addressee != "" {
		s.y += bodyLine
		s.text(leftEdge, s.y, bodySize, black, l.Addressee, 0)
	}
	closing := 0.0
	if l.Signatory != "" {
		closing = sealWidth + 24
	} else if l.Date != "" {
		closing = 3 * bodyLine
	}
	for i, b := range l.Blocks {
		keep := 0.0
		if i == len(l.Blocks)-1 {
			keep = closing
		}
		s.block(b, keep)
	}
	s.sign(l, closing)
	s.notes(l.Notes)
	return s, nil
}

// head draws the agency's name in red over a red line, then number and title (GB/T 9704-2012, 7.2.4, 7.2.7, 7.3.1).
func (s *sheet) head(l Letter) {
	s.y = topEdge + 10
	if l.Agency != "" {
		size, spacing := 34.0, 12.0
		if over := s.width(l.Agency, size) + spacing*float64(len([]rune(l.Agency))); over > typeWidth {
			size *= typeWidth / over
			spacing *= typeWidth / over
		}
		s.centred(leftEdge, rightEdge, s.y, size, officeRed, l.Agency, spacing)
		s.y += 34
		if l.Number != "" {
			s.centred(leftEdge, rightEdge, s.y, 14, black, l.Number, 0)
		}
		s.y += 11
		s.rule(leftEdge, s.y, rightEdge, s.y, 1.6, officeRed)
		s.rule(leftEdge, s.y+3, rightEdge, s.y+3, 0.5, officeRed)
		s.y += 16
	}
	s.y += 30
	for _, line := range s.lines(l.Title, 22, typeWidth, 0) {
		s.centred(leftEdge, rightEdge, s.y, 22, black, line, 1)
		s.y += 34
	}
	if l.Agency == "" && l.Number != "" {
		s.centred(leftEdge, rightEdge, s.y-6, noteSize, grey, l.Number, 0)
		s.y += 10
	}
	s.y -= 18
}

func (s *sheet) block(b Block, keep float64) {
	switch b.Kind {
	case Paragraph:
		s.paragraph(b.Text, keep)
	case Heading:
		s.ensure(3 * bodyLine)
		s.y += bodyLine
		s.text(leftEdge+2*bodySize, s.y, bodySize, navy, b.Text, 0)
	case List:
		for i, item := range b.Items {
			if i < len(b.Items)-1 {
				s.paragraph(fmt.Sprintf("（%s）%s", chineseNumber(i+1), item), 0)
				continue
			}
			s.paragraph(fmt.Sprintf("（%s）%s", chineseNumber(i+1), item), keep)
		}
	case Emphasis:
		s.emphasis(b.Text, keep)
	case Table:
		s.table(b, keep)
	}
}

// paragraph indents two characters; a short one is kept together with what must follow.
func (s *sheet) paragraph(text string, keep float64) {
	lines := s.lines(text, bodySize, typeWidth, 2*bodySize)
	if len(lines) <= 8 {
		s.ensure(float64(len(lines))*bodyLine + keep)
	}
	for i, line := range lines {
		s.ensure(bodyLine)
		s.y += bodyLine
		x, width := leftEdge, typeWidth
		if i == 0 {
			x, width = leftEdge+2*bodySize, typeWidth-2*bodySize
		}
		if i == len(lines)-1 {
			s.text(x, s.y, bodySize, black, line, 0)
			continue
		}
		s.justified(x, s.y, bodySize, width, black, line)
	}
}

// emphasis frames what must not be overlooked with a red bar at its side.
func (s *sheet) emphasis(text string, keep float64) {
	inset := 14.0
	lines := s.lines(text, bodySize, typeWidth-2*inset, 0)
	h := float64(len(lines))*bodyLine + 12
	s.ensure(h + 10 + keep)
	top := s.y + 14
	s.fill(leftEdge, top, typeWidth, h, colour{252, 243, 242})
	s.fill(leftEdge, top, 3, h, officeRed)
	for i, line := range lines {
		baseline := top + 6 + float64(i)*bodyLine + 20
		if i == len(lines)-1 {
			s.text(leftEdge+inset, baseline, bodySize, black, line, 0)
			continue
		}
		s.justified(leftEdge+inset, baseline, bodySize, typeWidth-2*inset, black, line)
	}
	s.y = top + h + 2
}

// sign puts agency and date at the lower right, with the place of the seal in their middle (GB/T 9704-2012, 7.3.5).
func (s *sheet) sign(l Letter, closing float64) {
	if l.Date == "" {
		return
	}
	s.ensure(closing)
	if l.Signatory == "" {
		s.y += 2 * bodyLine
		s.text(rightEdge-4*bodySize-s.width(l.Date, bodySize), s.y, bodySize, black, l.Date, 0)
		return
	}
	wide := max(s.width(l.Date, bodySize), s.width(l.Signatory, bodySize))
	middle := min(rightEdge-4*bodySize-s.width(l.Date, bodySize)/2, rightEdge-wide/2)
	s.y += sealWidth/2 + 18
	s.centred(middle-200, middle+200, s.y, bodySize, black, l.Signatory, 0)
	s.centred(middle-200, middle+200, s.y+bodyLine, bodySize, black, l.Date, 0)
	if l.Seal != "" {
		s.seal = sealPlace{page: s.pages - 1, x: middle, y: pageH - (s.y + 4), text: l.Seal}
	}
	s.y += sealWidth/2 + 6
}

// notes stand at the foot of the last page above a thin line.
func (s *sheet) notes(notes []string) {
	var lines []string
	for _, n := range notes {
		lines = append(lines, s.lines(n, noteSize, typeWidth-16, 0)...)
	}
	if len(lines) == 0 {
		return
	}
	h := float64(len(lines))*noteLine + 10
	s.ensure(h)
	y := lastLine - h + 12
	s.rule(leftEdge, y, rightEdge, y, 0.7, grey)
	for _, line := range lines {
		y += noteLine
		s.text(leftEdge+8, y, noteSize, grey, line, 0)
	}
	s.rule(leftEdge, y+6, rightEdge, y+6, 0.7, grey)
}

// foot numbers the page and says where the paper comes from.
func (s *sheet) foot(l Letter, page int) {
	s.centred(leftEdge, rightEdge, pageH-18*mm, 12, grey, fmt.Sprintf("— %d —", page), 0)
	if l.Demo {
		s.centred(leftEdge, rightEdge, pageH-12*mm, 8.5, grey, demoLine, 0)
	}
	if l.Void {
		s.void(pageW, pageH)
	}
}

const demoLine = "演示环境生成，不作凭证使用"

// void marks a cancelled document across the page; it keeps its number (domain.md 1.8).
func (s *sheet) void(w, h float64) {
	s.pdf.Rotate(35, w/2, h/2)
	s.centred(0, w, h/2+60, 150, colour{250, 215, 215}, "作废", 30)
	s.pdf.RotateReset()
}
