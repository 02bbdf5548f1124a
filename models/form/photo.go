package form

import "encoding/json"

// photo is a portrait for a certificate: JPEG, at least 358×441 pixels, at most 500 KB (domain.md 2.1). Background and face are
// looked at when it is uploaded; what was found comes as the material's reason.
type photo struct{}

const (
	photoBytes  = 500 << 10
	photoWidth  = 358
	photoHeight = 441
)

func (photo) read(_ *Question, raw json.RawMessage) (any, string) { return fileOf(raw) }

func (photo) check(c *checker, q *Question, at string, value any) any {
	m, ok := c.material(q, at, value.(File), []string{"image/jpeg"}, photoBytes)
	width, height := max(q.MinWidth, photoWidth), max(q.MinHeight, photoHeight)
	if ok && (m.Width < width || m.Height < height) {
		c.fault(at, "PHOTO_TOO_SMALL", "width", width, "height", height)
	}
	return value
}

func (photo) display(s Shown, _ *Question, value any) string { return s.fileName(value.(File)) }

func (photo) uses() []string { return []string{"max_bytes", "min_width", "min_height"} }
