package register

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/delivery"
)

// post asks the EMS within patience.
type post struct{ timely }

func (p post) Track(ctx context.Context, waybill string) (delivery.Track, error) {
	return ask(ctx, p.timely, "post", func(ctx context.Context) (delivery.Track, error) { return p.set.Post.Track(ctx, waybill) })
}

// gatewayPost asks the same of the gateway: POST {address}/post/track with the number of the letter alone.
type gatewayPost struct{ *Gateway }

func (g gatewayPost) Track(ctx context.Context, waybill string) (t delivery.Track, err error) {
	err = g.post(ctx, "/post/track", "送达", uuid.NewString(), map[string]string{"waybill": waybill}, &t)
	if errors.Is(err, errUnknown) {
		return delivery.Track{}, nil
	}
	return t, err
}
