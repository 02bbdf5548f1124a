package document

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// drawSeal writes a round red seal as PDF drawing operators, centred on 0,0 and 42 mm wide: the agency's name on an arc, a star, and
// what follows the agency's name on a straight line. It is the portal's own drawing, without the national emblem.
func drawSeal(f *typeface, agency, text string) ([]byte, error) {
	p := &sealPath{face: f}
	p.out.WriteString("/G gs 0.80 0.05 0.10 rg 0.80 0.05 0.10 RG\n")
	p.ring(sealWidth/2-1.8, 3.4)
	p.ring(sealWidth/2-5.2, 0.6)
	name, rest := text, ""
	if tail, found := strings.CutPrefix(text, agency); found && agency != "" && tail != "" {
		name, rest = agency, tail
	}
	p.arc(name)
	if rest == "" {
		p.star(0, 1, 18)
		return p.out.Bytes(), p.err
	}
	p.star(0, 5, 14)
	p.line(rest, -28)
	return p.out.Bytes(), p.err
}

// stamps keeps drawn seals by their text.
var stamps sync.Map

type sealPath struct {
	face   *typeface
	buffer sfnt.Buffer
	out    bytes.Buffer
	err    error
}

// place turns a glyph's own coordinates (em, y upwards, centred) into the seal's.
type place struct{ x, y, turn, wide, high float64 }

func (t place) at(p fixed.Point26_6, cx, cy float64) (float64, float64) {
	gx := (float64(p.X)/64/fontScale - cx) * t.wide
	gy := (-float64(p.Y)/64/fontScale - cy) * t.high
	sin, cos := math.Sincos(t.turn)
	return t.x + gx*cos - gy*sin, t.y + gx*sin + gy*cos
}

// arc sets the name along the upper rim, from lower left to lower right.
func (p *sealPath) arc(name string) {
	runes := []rune(name)
	n := float64(len(runes))
	span := min(2*math.Pi*0.72, n*0.55)
	step := 0.0
	if n > 1 {
		step = span / (n - 1)
	}
	size := 21.0
	if n > 1 {
		size = min(size, 42*step)
	}
	p.out.WriteString("0.55 w 1 j\n")
	for i, r := range runes {
		turn := span/2 - float64(i)*step
		radius := sealWidth/2 - 17
		p.glyph(r, place{x: -radius * math.Sin(turn), y: radius * math.Cos(turn), turn: turn, wide: size * 0.82, high: size * 1.1})
	}
}

// line sets characters on a straight line at height y.
func (p *sealPath) line(text string, y float64) {
	runes := []rune(text)
	size := min(13.0, 84/float64(len(runes)))
	p.out.WriteString("0.35 w\n")
	for i, r := range runes {
		x := (float64(i) - float64(len(runes)-1)/2) * size * 0.98
		p.glyph(r, place{x: x, y: y, wide: size * 0.9, high: size * 1.08})
	}
}

// glyph appends the outline of one character, filled.
func (p *sealPath) glyph(r rune, t place) {
	index, err := p.face.outlines.GlyphIndex(&p.buffer, r)
	if err != nil || index == 0 {
		p.err = fmt.Errorf("seal: no glyph for %c", r)
		return
	}
	advance, err := p.face.outlines.GlyphAdvance(&p.buffer, index, fixed.I(fontScale), font.HintingNone)
	if err != nil {
		p.err = err
		return
	}
	segments, err := p.face.outlines.LoadGlyph(&p.buffer, index, fixed.I(fontScale), nil)
	if err != nil {
		p.err = err
		return
	}
	cx, cy := float64(advance)/64/fontScale/2, 0.38
	var x0, y0 float64
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			x0, y0 = t.at(s.Args[0], cx, cy)
			fmt.Fprintf(&p.out, "%.2f %.2f m\n", x0, y0)
		case sfnt.SegmentOpLineTo:
			x0, y0 = t.at(s.Args[0], cx, cy)
			fmt.Fprintf(&p.out, "%.2f %.2f l\n", x0, y0)
		case sfnt.SegmentOpQuadTo:
			qx, qy := t.at(s.Args[0], cx, cy)
			x, y := t.at(s.Args[1], cx, cy)
			p.curve(x0+(qx-x0)*2/3, y0+(qy-y0)*2/3, x+(qx-x)*2/3, y+(qy-y)*2/3, x, y)
			x0, y0 = x, y
		case sfnt.SegmentOpCubeTo:
			ax, ay := t.at(s.Args[0], cx, cy)
			bx, by := t.at(s.Args[1], cx, cy)
			x0, y0 = t.at(s.Args[2], cx, cy)
			p.curve(ax, ay, bx, by, x0, y0)
		}
	}
	p.out.WriteString("B\n")
}

func (p *sealPath) curve(ax, ay, bx, by, x, y float64) {
	fmt.Fprintf(&p.out, "%.2f %.2f %.2f %.2f %.2f %.2f c\n", ax, ay, bx, by, x, y)
}

// ring strokes a circle with four Bézier curves.
func (p *sealPath) ring(r, weight float64) {
	const k = 0.5522847498
	fmt.Fprintf(&p.out, "%.2f w %.2f 0 m\n", weight, r)
	p.curve(r, k*r, k*r, r, 0, r)
	p.curve(-k*r, r, -r, k*r, -r, 0)
	p.curve(-r, -k*r, -k*r, -r, 0, -r)
	p.curve(k*r, -r, r, -k*r, r, 0)
	p.out.WriteString("s\n")
}

// star fills a five-pointed star around x, y.
func (p *sealPath) star(x, y, r float64) {
	for i := range 10 {
		radius := r
		if i%2 == 1 {
			radius = r * 0.382
		}
		sin, cos := math.Sincos(float64(i) * math.Pi / 5)
		op := "l"
		if i == 0 {
			op = "m"
		}
		fmt.Fprintf(&p.out, "%.2f %.2f %s\n", x+radius*sin, y+radius*cos, op)
	}
	p.out.WriteString("f\n")
}
