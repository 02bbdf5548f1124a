package field

import (
	"context"
	"encoding/json"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/form"
)

// Display is an answer in the reader's words.
func Display(ctx context.Context, q *form.Question, value json.RawMessage) string {
	return form.Shown{Lang: lang(ctx)}.Display(q, value)
}

func lang(ctx context.Context) form.Lang {
	if locale.Of(ctx) == locale.English {
		return form.En
	}
	return form.Zh
}
