package register

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/document"
)

// licences tells the library of electronic licences within patience.
type licences struct{ timely }

func (l licences) Share(ctx context.Context, s document.Shared) error {
	_, err := ask(ctx, l.timely, "licences", func(ctx context.Context) (struct{}, error) { return struct{}{}, l.set.Licences.Share(ctx, s) })
	return err
}

// gatewayLicences tells the same to the gateway: POST {address}/licences/state, whose request is the certificate's and the change's, so that what
// is told twice arrives once.
type gatewayLicences struct{ *Gateway }

func (g gatewayLicences) Share(ctx context.Context, s document.Shared) error {
	return g.post(ctx, "/licences/state", "electronic licence", s.ID.String()+"/"+s.At.UTC().Format("20060102T150405.000000Z"), s, nil)
}
