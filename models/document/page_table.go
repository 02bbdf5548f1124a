package document

// cellPad is the white space at the sides of a cell, in points.
const cellPad = 5.0

// table draws rows of cells with thin lines; a head is repeated on every page. The last row stays together with what must follow.
func (s *sheet) table(b Block, keep float64) {
	widths := columns(b)
	s.y += s.gap
	row := 0
	var head []string
	if b.Head {
		head = b.Rows[0]
		row = 1
		s.ensure(s.rowHeight(s.cells(head, widths)) * 3)
		s.row(head, widths, true, false)
	}
	for ; row < len(b.Rows); row++ {
		need := s.rowHeight(s.cells(b.Rows[row], widths))
		if row == len(b.Rows)-1 {
			need += keep
		}
		if s.y+need > s.last {
			s.newPage()
			if head != nil {
				s.row(head, widths, true, false)
			}
		}
		s.row(b.Rows[row], widths, false, !b.Head)
	}
	s.y += 4
}

// columns turns shares of the type width into points.
func columns(b Block) []float64 {
	n := len(b.Rows[0])
	widths := make([]float64, n)
	for i := range widths {
		widths[i] = typeWidth / float64(n)
		if i < len(b.Widths) {
			widths[i] = typeWidth * b.Widths[i]
		}
	}
	return widths
}

func (s *sheet) cells(row []string, widths []float64) [][]string {
	out := make([][]string, len(row))
	for i, cell := range row {
		out[i] = s.lines(cell, s.cell, widths[i]-2*cellPad, 0)
	}
	return out
}

func (s *sheet) rowHeight(cells [][]string) float64 {
	most := 1
	for _, c := range cells {
		most = max(most, len(c))
	}
	return float64(most)*s.cellLine + s.gap*0.6
}

// row draws one row with its top at y; labelled shades the first cell as a label.
func (s *sheet) row(row []string, widths []float64, head, labelled bool) {
	cells := s.cells(row, widths)
	h := s.rowHeight(cells)
	if head {
		s.fill(leftEdge, s.y, typeWidth, h, colour{241, 243, 247})
	} else if labelled {
		s.fill(leftEdge, s.y, widths[0], h, colour{247, 248, 250})
	}
	x := leftEdge
	for i, lines := range cells {
		s.frame(x, s.y, widths[i], h, 0.5, pale)
		c := black
		if head || labelled && i == 0 {
			c = grey
		}
		top := s.y + (h-float64(len(lines))*s.cellLine)/2
		for j, line := range lines {
			baseline := top + float64(j)*s.cellLine + s.cellLine*0.745
			if head {
				s.centred(x, x+widths[i], baseline, s.cell, c, line, 0)
				continue
			}
			s.text(x+cellPad, baseline, s.cell, c, line, 0)
		}
		x += widths[i]
	}
	s.y += h
}
