package simulator

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/document"
)

// licences is the library of electronic licences: it keeps the newest state of each copy.
type licences struct{ *World }

func (w licences) Share(ctx context.Context, s document.Shared) error {
	if _, err := w.reply(ctx, Licences); err != nil {
		return err
	}
	return w.memory.KeepLicence(ctx, s)
}
