package document

import (
	"fmt"
	"time"
)

// drawLetter lays a letter out on A4 pages: red head, title, body, signature with seal, small print at the foot of the last page.
func drawLetter(f *typeface, l Letter, issued time.Time) (*sheet, error) {
	s, err := setLetter(f, roomy, l, issued)
	if err != nil || s.pages == 1 {
		return s, err
	}
	if c, err := setLetter(f, compact, l, issued); err == nil && c.pages < s.pages {
		return c, nil
	}
	return s, nil
}

func setLetter(f *typeface, look style, l Letter, issued time.Time) (*sheet, error) {
	s, err := newSheet(f, look, pageW, pageH, l.Title, l.Agency, issued)
	if err != nil {
		return nil, err
	}
	s.foot(l, 1)
	s.onPage = func() { s.foot(l, s.pages) }
	s.head(l)
	if l.Addressee != "" {
		s.y += s.line
		s.text(leftEdge, s.y, s.body, black, l.Addressee, 0)
	}
	closing := s.closing(l)
	for i, b := range l.Blocks {
		keep := 0.0
		if i == len(l.Blocks)-1 {
			keep = closing
		}
		if b.Kind == Heading && i+1 < len(l.Blocks) {
			after := 0.0
			if i+2 == len(l.Blocks) {
				after = closing
			}
			s.ensure(s.line + s.opening(l.Blocks[i+1], after))
		}
		s.block(b, keep)
	}
	s.sign(l, closing)
	s.notes(l.Notes)
	return s, nil
}

// closing is the height of what ends a letter: signature and small print, which stay on one page with the last lines of the text.
func (s *sheet) closing(l Letter) float64 {
	h := 0.0
	if l.Date != "" {
		h = 3 * s.line
		if l.Signatory != "" {
			h = sealWidth + 24
		}
	}
	if n := len(s.noteLines(l.Notes)); n > 0 {
		h += float64(n)*noteLine + 14
	}
	return h
}

// opening is the least height of a block that must follow its heading on the same page.
func (s *sheet) opening(b Block, keep float64) float64 {
	switch b.Kind {
	case Paragraph:
		return s.least(len(s.lines(b.Text, s.body, typeWidth, 2*s.body)), keep)
	case List:
		if len(b.Items) > 1 {
			keep = 0
		}
		return s.least(len(s.lines(b.Items[0], s.body, typeWidth, 4*s.body)), keep)
	default:
		return 4*s.line + keep
	}
}

// least is what a paragraph of n lines needs: short ones stay whole.
func (s *sheet) least(n int, keep float64) float64 {
	if n <= 8 {
		return float64(n)*s.line + keep
	}
	return 3 * s.line
}

// head draws the agency's name in red over a red line, then number and title (GB/T 9704-2012, 7.2.4, 7.2.7, 7.3.1).
func (s *sheet) head(l Letter) {
	s.y = s.top + 10
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
		s.y += s.line
		s.text(leftEdge+2*s.body, s.y, s.body, navy, b.Text, 0)
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
	case Code:
		s.codeLine(b.Text, keep)
	}
}

// codeLine draws a QR code at the left edge and beside it what it is for.
func (s *sheet) codeLine(address string, keep float64) {
	s.ensure(codeW + 2*s.gap + keep)
	top := s.y + 2*s.gap
	if err := s.code(address, leftEdge+2*s.body, top); err != nil && s.err == nil {
		s.err = err
	}
	x := leftEdge + 2*s.body + codeW + 18
	s.text(x, top+22, noteSize, black, "扫描二维码可以核验本备案的状态：", 0)
	for i, line := range s.lines(address, noteSize, rightEdge-x, 0) {
		s.text(x, top+22+float64(i+1)*noteLine, noteSize, grey, line, 0)
	}
	s.y = top + codeW
}

// paragraph indents two characters; a short one is kept together with what must follow.
func (s *sheet) paragraph(text string, keep float64) {
	lines := s.lines(text, s.body, typeWidth, 2*s.body)
	s.ensure(s.least(len(lines), keep))
	for i, line := range lines {
		s.ensure(s.line)
		s.y += s.line
		x, width := leftEdge, typeWidth
		if i == 0 {
			x, width = leftEdge+2*s.body, typeWidth-2*s.body
		}
		if i == len(lines)-1 {
			s.text(x, s.y, s.body, black, line, 0)
			continue
		}
		s.justified(x, s.y, s.body, width, black, line)
	}
}

// emphasis frames what must not be overlooked with a red bar at its side.
func (s *sheet) emphasis(text string, keep float64) {
	inset := 14.0
	lines := s.lines(text, s.body, typeWidth-2*inset, 0)
	h := float64(len(lines))*s.line + 12
	s.ensure(h + s.gap + keep)
	top := s.y + s.gap + 2
	s.fill(leftEdge, top, typeWidth, h, colour{252, 243, 242})
	s.fill(leftEdge, top, 3, h, officeRed)
	for i, line := range lines {
		baseline := top + 6 + float64(i)*s.line + s.line*0.71
		if i == len(lines)-1 {
			s.text(leftEdge+inset, baseline, s.body, black, line, 0)
			continue
		}
		s.justified(leftEdge+inset, baseline, s.body, typeWidth-2*inset, black, line)
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
		s.y += 2 * s.line
		s.text(rightEdge-4*s.body-s.width(l.Date, s.body), s.y, s.body, black, l.Date, 0)
		return
	}
	wide := max(s.width(l.Date, s.body), s.width(l.Signatory, s.body))
	middle := min(rightEdge-4*s.body-s.width(l.Date, s.body)/2, rightEdge-wide/2)
	s.y += sealWidth/2 + 18
	s.centred(middle-200, middle+200, s.y, s.body, black, l.Signatory, 0)
	s.centred(middle-200, middle+200, s.y+s.line, s.body, black, l.Date, 0)
	if l.Seal != "" {
		s.seal = sealPlace{page: s.pages - 1, x: middle, y: pageH - (s.y + 4), text: l.Seal}
	}
	s.y += sealWidth/2 + 6
}

func (s *sheet) noteLines(notes []string) []string {
	var lines []string
	for _, n := range notes {
		lines = append(lines, s.lines(n, noteSize, typeWidth-16, 0)...)
	}
	return lines
}

// notes stand at the foot of the last page between thin lines.
func (s *sheet) notes(notes []string) {
	lines := s.noteLines(notes)
	if len(lines) == 0 {
		return
	}
	h := float64(len(lines))*noteLine + 10
	s.ensure(h)
	y := s.last - h + 4
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
