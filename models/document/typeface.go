package document

import (
	"embed"
	"sync"
	"weak"

	"github.com/signintech/gopdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/yiyang-police/permit-portal/models/fault"
)

//go:embed fonts
var fonts embed.FS

const (
	fontFile   = "fonts/NotoSansSC-Regular.ttf"
	fontFamily = "noto"
	fontScale  = 1000 // advances are asked for at this size, in 1/1000 em
)

// typeface is the parsed font. It shares one copy of the file's bytes between the PDF writer and the outlines.
type typeface struct {
	container *gopdf.FontContainer
	outlines  *sfnt.Font
}

// faces holds the parsed font weakly: a burst of rendering shares it, and the collector takes its ten megabytes back afterwards.
// Parsing anew costs about ten milliseconds.
var faces struct {
	sync.Mutex
	held weak.Pointer[typeface]
}

// CheckFont reports whether documents can be rendered at all; the start calls it and stops with a clear message.
func CheckFont() error {
	f, err := fonts.Open(fontFile)
	if err != nil {
		return fault.New(fault.Unavailable, "FONT_MISSING", "file", fontFile).Because(err)
	}
	return f.Close()
}

func face() (*typeface, error) {
	faces.Lock()
	defer faces.Unlock()
	if f := faces.held.Value(); f != nil {
		return f, nil
	}
	data, err := fonts.ReadFile(fontFile)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "FONT_MISSING", "file", fontFile).Because(err)
	}
	f := &typeface{container: &gopdf.FontContainer{}}
	if f.outlines, err = sfnt.Parse(data); err != nil {
		return nil, err
	}
	if err := f.container.AddTTFFontDataWithOption(fontFamily, data, gopdf.TtfOption{}); err != nil {
		return nil, err
	}
	faces.held = weak.Make(f)
	return f, nil
}

// measure knows the advances of one document's characters and collects those that the font cannot draw.
type measure struct {
	face    *typeface
	buffer  sfnt.Buffer
	widths  map[rune]float64
	missing []rune
}

func newMeasure(f *typeface) *measure { return &measure{face: f, widths: map[rune]float64{}} }

// em is the advance of r in em. A character without a glyph is remembered as missing.
func (m *measure) em(r rune) float64 {
	if w, ok := m.widths[r]; ok {
		return w
	}
	w := 1.0
	index, err := m.face.outlines.GlyphIndex(&m.buffer, r)
	if err != nil || index == 0 {
		m.missing = append(m.missing, r)
	} else if a, err := m.face.outlines.GlyphAdvance(&m.buffer, index, fixed.I(fontScale), font.HintingNone); err == nil {
		w = float64(a) / 64 / fontScale
	}
	m.widths[r] = w
	return w
}

// width is the length of s in points at a size in points.
func (m *measure) width(s string, size float64) float64 {
	total := 0.0
	for _, r := range s {
		total += m.em(r)
	}
	return total * size
}

// fault names the characters that would have left a hole, or is nil.
func (m *measure) fault() error {
	if len(m.missing) == 0 {
		return nil
	}
	return fault.New(fault.Invalid, "GLYPH_MISSING", "characters", describe(m.missing))
}
