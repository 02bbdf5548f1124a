package simulator

import (
	"context"
	"strings"

	"github.com/yiyang-police/permit-portal/models/delivery"
)

// post is an EMS that tells a letter's fate by its number: EB comes back, EC stays on its way, every other is signed for when it is asked about.
type post struct{ *World }

func (w post) Track(ctx context.Context, waybill string) (t delivery.Track, err error) {
	reply, err := w.reply(ctx, Post)
	if err != nil {
		return t, err
	}
	t = delivery.Track{Found: true, At: reply.At}
	switch {
	case strings.HasPrefix(waybill, "EB"):
		t.Returned, t.Reason = true, "收件人拒收"
	case !strings.HasPrefix(waybill, "EC"):
		t.Signed, t.Signer = true, "本人"
	}
	return t, nil
}
