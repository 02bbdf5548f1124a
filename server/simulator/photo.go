package simulator

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/vector"
)

// Size of a portrait in pixels: twice the least that a certificate needs (358 × 441, domain.md 2.1).
const (
	portraitWidth  = 716
	portraitHeight = 882
)

var (
	skins  = []color.RGBA{{236, 200, 172, 255}, {226, 186, 156, 255}, {214, 172, 140, 255}, {242, 210, 186, 255}}
	hairs  = []color.RGBA{{34, 28, 26, 255}, {52, 42, 36, 255}, {70, 66, 64, 255}}
	shirts = []color.RGBA{{38, 66, 110, 255}, {70, 78, 88, 255}, {96, 58, 52, 255}, {40, 88, 76, 255}, {28, 34, 52, 255}}
)

// Portrait draws a head and shoulders on white, the same for the same seed: nobody's likeness, and a valid licence photo.
func Portrait(seed string, longHair bool) []byte {
	h := fnv.New32a()
	h.Write([]byte(seed))
	n := h.Sum32()
	pick := func(list []color.RGBA, shift uint) color.RGBA { return list[int(n>>shift)%len(list)] }
	skin, hair, shirt := pick(skins, 0), pick(hairs, 5), pick(shirts, 11)
	face := 128 + float32(n>>17%5)*5 // half the width of the face

	c := canvas{image.NewRGBA(image.Rect(0, 0, portraitWidth, portraitHeight))}
	c.fill(color.RGBA{255, 255, 255, 255}, func(v *vector.Rasterizer) {
		v.MoveTo(0, 0)
		v.LineTo(portraitWidth, 0)
		v.LineTo(portraitWidth, portraitHeight)
		v.LineTo(0, portraitHeight)
	})
	if longHair {
		c.fill(hair, func(v *vector.Rasterizer) { ellipse(v, 358, 390, face+48, 240) })
	}
	c.fill(shirt, shoulders)
	c.fill(darker(skin), func(v *vector.Rasterizer) { // neck
		v.MoveTo(300, 500)
		v.LineTo(416, 500)
		v.LineTo(430, 650)
		v.QuadTo(358, 720, 286, 650)
	})
	c.fill(hair, func(v *vector.Rasterizer) { ellipse(v, 358, 330, face+16, 186) })
	c.fill(skin, func(v *vector.Rasterizer) { ellipse(v, 358-face, 390, 22, 42) })
	c.fill(skin, func(v *vector.Rasterizer) { ellipse(v, 358+face, 390, 22, 42) })
	c.fill(skin, func(v *vector.Rasterizer) { ellipse(v, 358, 384, face, 176) })
	c.fill(hair, func(v *vector.Rasterizer) { // fringe
		v.MoveTo(358-face-8, 340)
		v.QuadTo(358-face+10, 160, 358, 150)
		v.QuadTo(358+face-10, 160, 358+face+8, 340)
		v.QuadTo(358+face-20, 262, 358, 252)
		v.QuadTo(358-face+20, 262, 358-face-8, 340)
	})
	c.features(hair, darker(skin))
	var out bytes.Buffer
	if err := jpeg.Encode(&out, c.RGBA, &jpeg.Options{Quality: 88}); err != nil {
		panic(err) // a buffer takes everything
	}
	return out.Bytes()
}

// canvas paints shapes with smooth edges.
type canvas struct{ *image.RGBA }

func (c canvas) fill(ink color.RGBA, draw func(v *vector.Rasterizer)) {
	v := vector.NewRasterizer(portraitWidth, portraitHeight)
	draw(v)
	v.ClosePath()
	v.Draw(c.RGBA, c.Bounds(), image.NewUniform(ink), image.Point{})
}

// features are brows, eyes, nose and mouth.
func (c canvas) features(dark, shade color.RGBA) {
	for _, x := range []float32{298, 418} {
		c.fill(dark, func(v *vector.Rasterizer) { ellipse(v, x, 338, 30, 6) })
		c.fill(color.RGBA{250, 250, 250, 255}, func(v *vector.Rasterizer) { ellipse(v, x, 372, 24, 12) })
		c.fill(color.RGBA{30, 24, 22, 255}, func(v *vector.Rasterizer) { ellipse(v, x, 372, 11, 11) })
	}
	c.fill(shade, func(v *vector.Rasterizer) { ellipse(v, 358, 430, 17, 12) })
	c.fill(color.RGBA{176, 96, 90, 255}, func(v *vector.Rasterizer) { ellipse(v, 358, 486, 44, 11) })
}

func shoulders(v *vector.Rasterizer) {
	v.MoveTo(60, portraitHeight)
	v.QuadTo(70, 680, 280, 630)
	v.LineTo(358, 700)
	v.LineTo(436, 630)
	v.QuadTo(646, 680, 656, portraitHeight)
}

// ellipse adds an ellipse of four quarters; k is the length of a control arm for a quarter circle.
func ellipse(v *vector.Rasterizer, x, y, rx, ry float32) {
	const k = 0.5523
	v.MoveTo(x+rx, y)
	v.CubeTo(x+rx, y+k*ry, x+k*rx, y+ry, x, y+ry)
	v.CubeTo(x-k*rx, y+ry, x-rx, y+k*ry, x-rx, y)
	v.CubeTo(x-rx, y-k*ry, x-k*rx, y-ry, x, y-ry)
	v.CubeTo(x+k*rx, y-ry, x+rx, y-k*ry, x+rx, y)
}

func darker(c color.RGBA) color.RGBA {
	return color.RGBA{uint8(int(c.R) * 88 / 100), uint8(int(c.G) * 86 / 100), uint8(int(c.B) * 84 / 100), 255}
}
