package document

import (
	"bytes"
	"image"
	_ "image/jpeg" // the holder's picture
	"time"
)

// draw renders a letter to an unsigned PDF and tells where its seal belongs. photo is the holder's JPEG, for a certificate.
func draw(l Letter, photo []byte, issued time.Time) ([]byte, sealPlace, error) {
	f, err := face()
	if err != nil {
		return nil, sealPlace{}, err
	}
	var s *sheet
	if l.Card != nil {
		s, err = drawCard(f, l, photo, issued)
	} else {
		s, err = drawLetter(f, l, issued)
	}
	if err != nil {
		return nil, sealPlace{}, err
	}
	pdf, err := s.bytes()
	return pdf, s.seal, err
}

// Print renders and signs a letter: the whole way from text to a file that can be verified, without a database. Documents without a
// seal, such as the applicant's own form, are signed invisibly with the permit seal's key as proof that they have not changed.
func (a *Authority) Print(l Letter, photo []byte, agency string, issued time.Time) ([]byte, error) {
	pdf, place, err := draw(l, photo, issued)
	if err != nil {
		return nil, err
	}
	s, err := a.sealer(l)
	if err != nil {
		return nil, err
	}
	g := signature{signer: s, reason: l.Title, at: issued, place: place}
	if l.Agency != "" {
		agency = l.Agency // a county seals in its own name
	}
	switch {
	case place.text == "":
	case l.unit.ID != "":
		g.seal, err = unitStamp(place.text)
	default:
		g.seal, err = stamp(agency, place.text)
	}
	if err != nil {
		return nil, err
	}
	return sign(pdf, g)
}

// unitStamp draws the seal of an enterprise, of which there are too many to keep.
func unitStamp(name string) ([]byte, error) {
	f, err := face()
	if err != nil {
		return nil, err
	}
	return drawSeal(f, "", name)
}

// stamp draws a seal of the agency; the few that exist are kept.
func stamp(agency, text string) ([]byte, error) {
	if kept, ok := stamps.Load(text); ok {
		return kept.([]byte), nil
	}
	f, err := face()
	if err != nil {
		return nil, err
	}
	drawn, err := drawSeal(f, agency, text)
	if err == nil {
		stamps.Store(text, drawn)
	}
	return drawn, err
}

// fitted scales a picture into a box without stretching it.
func fitted(picture []byte, w, h float64) (float64, float64) {
	c, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil || c.Width == 0 || c.Height == 0 {
		return w, h
	}
	scale := min(w/float64(c.Width), h/float64(c.Height))
	return float64(c.Width) * scale, float64(c.Height) * scale
}
