package register

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// SMS sends short messages through an HTTP gateway: POST {address}/messages with {"id", "mobile", "text"} and the bearer key. The
// gateway keeps ids, so that a message which is sent twice arrives once. 404 and 422 say that the number can never receive it.
type SMS struct{ gateway *Gateway }

// NewSMS makes a client for a gateway of its own.
func NewSMS(address, key string) (*SMS, error) {
	g, err := NewGateway(address, key)
	if err != nil {
		return nil, errors.New("the SMS gateway needs an http or https address")
	}
	return g.SMS(), nil
}

type message struct {
	ID     uuid.UUID `json:"id"`
	Mobile string    `json:"mobile"`
	Text   string    `json:"text"`
}

// Send implements notice.SMS.
func (s *SMS) Send(ctx context.Context, mobile, text string, id uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, Patience)
	defer cancel()
	err := s.gateway.post(ctx, "/messages", "notice", id.String(), message{ID: id, Mobile: mobile, Text: text}, nil)
	if f, ok := fault.As(err); ok && (f.Kind == fault.NotFound || f.Kind == fault.Invalid) {
		return fault.New(fault.Invalid, "SMS_NUMBER_UNREACHABLE").Because(err)
	}
	return err
}
