package simulator

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/notice"
)

// Network is a mobile network: it hands messages on, except to numbers that do not exist any more.
type Network struct {
	World *World
	Next  notice.SMS
}

// Send fails with REGISTER_REFUSED (Invalid), as the gateway says it, for a number that can never receive.
func (n Network) Send(ctx context.Context, mobile, text string, id uuid.UUID) error {
	for _, p := range n.World.people {
		if p.Mobile == mobile && p.NoSignal {
			return fault.New(fault.Invalid, "REGISTER_REFUSED")
		}
	}
	return n.Next.Send(ctx, mobile, text, id)
}
