package document

import (
	"bytes"
	"context"
	"io"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// maxPhoto bounds the holder's picture in bytes; the upload's own rule is stricter (domain.md 2.1).
const maxPhoto = 2 << 20

func (s *Service) print(ctx context.Context, r row) (io.Reader, error) {
	l, err := s.compose(r)
	if err != nil {
		return nil, err
	}
	var photo []byte
	if l.Card != nil && l.Card.Photo != "" {
		if photo, err = s.photo(ctx, l.Card.Photo); err != nil {
			return nil, err
		}
	}
	pdf, err := s.authority.Print(l, photo, s.house.Agency, r.IssuedAt)
	if err != nil {
		return nil, err
	}
	return bytes.NewReader(pdf), nil
}

// KeepPhoto stores a holder's picture that a register gave for the certificate of a case, and returns its key for CertificateOrder. Keeping it
// again replaces it. Fault: PHOTO_TOO_LARGE.
func (s *Service) KeepPhoto(ctx context.Context, caseID uuid.UUID, jpeg []byte) (key string, err error) {
	if len(jpeg) > maxPhoto {
		return "", fault.New(fault.TooLarge, "PHOTO_TOO_LARGE")
	}
	key = "photo/" + caseID.String()
	_, err = s.blobs.Put(ctx, key, bytes.NewReader(jpeg))
	return key, err
}

func (s *Service) photo(ctx context.Context, key string) ([]byte, error) {
	f, size, err := s.blobs.Open(ctx, key)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if size > maxPhoto {
		return nil, fault.New(fault.TooLarge, "PHOTO_TOO_LARGE")
	}
	return io.ReadAll(f)
}
