package material

import (
	"bytes"
	"image"
	"image/jpeg"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// A portrait for a certificate (domain.md 2.1). Its size in bytes is the question's limit.
const (
	photoWidth  = 358
	photoHeight = 441
	photoMost   = 4000 // pixels of a side; more is not decoded
)

func inspectPhoto(data []byte, name string) (w, h int, err error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, 0, damaged(name)
	}
	if c.Width < photoWidth || c.Height < photoHeight {
		return 0, 0, fault.New(fault.Invalid, "PHOTO_TOO_SMALL", "name", name, "width", photoWidth, "height", photoHeight)
	}
	if c.Width > photoMost || c.Height > photoMost {
		return 0, 0, fault.New(fault.Invalid, "IMAGE_TOO_BIG", "name", name)
	}
	m, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return 0, 0, damaged(name)
	}
	if !whiteGround(m) {
		return 0, 0, fault.New(fault.Invalid, "PHOTO_NOT_WHITE", "name", name)
	}
	return c.Width, c.Height, nil
}

// whiteGround looks at a strip along the upper edge and at the upper half of both sides, where a portrait shows only its ground:
// at least 85 of 100 samples must be light and without colour.
func whiteGround(m image.Image) bool {
	b := m.Bounds()
	w, h := b.Dx(), b.Dy()
	strip := max(4, w/16)
	white, all := 0, 0
	look := func(x, y int) {
		r, g, bl, _ := m.At(b.Min.X+x, b.Min.Y+y).RGBA()
		low, high := min(r, g, bl)>>8, max(r, g, bl)>>8
		if low >= 205 && high-low <= 36 {
			white++
		}
		all++
	}
	for i := range 48 {
		for j := range 4 {
			look(i*(w-1)/47, j*(h/24)/4)
			y := i * (h / 2) / 48
			look(j*strip/4, y)
			look(w-1-j*strip/4, y)
		}
	}
	return white*100 >= all*85
}
