package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/enterprise"
)

// AuthorisationView is a membership as 授权委托书.
type AuthorisationView struct {
	enterprise.Authorisation
	Items []string // names of the items it is limited to; none: every item
}

// eventWords is what a line of an enterprise's journal says.
func eventWords(ctx context.Context, e enterprise.Event) string {
	who := e.Name
	if e.PoliceNo != "" {
		who = locale.T(ctx, "enterprise.officer", "name", e.Name, "number", e.PoliceNo)
	}
	detail := e.Detail
	if key := "members.role." + detail; locale.Has(key) {
		detail = locale.T(ctx, key)
	}
	return locale.T(ctx, "enterprise.event."+e.Kind, "who", who, "about", e.About, "detail", detail)
}
