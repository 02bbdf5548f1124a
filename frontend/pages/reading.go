package pages

import (
	"context"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/reading"
)

// ReadingsView is the log of readings with the question that was asked of it.
type ReadingsView struct {
	Entry
	Page        reading.Page
	Desks       DeskNames
	Person      string // digest of the number that was asked for
	Query       string // the question as it stands in an address
	Asked       bool
	Exports     bool
	First, Next string
}

func (v ReadingsView) kinds(ctx context.Context) (options []ui.Option) {
	for _, k := range reading.Kinds() {
		options = append(options, ui.Option{Value: string(k), Label: locale.T(ctx, "reading.kind."+string(k)), Checked: v.Value("kind") == string(k)})
	}
	return options
}

// number is the field for a person's number; it never comes back filled.
func (v ReadingsView) number(ctx context.Context) ui.TextInput {
	t := optional(limited(v.Text("person", locale.T(ctx, "reading.person"), locale.T(ctx, "reading.person.hint")), 60))
	t.Value, t.Autocomplete = "", "off"
	return t
}

// without is the same question without the person.
func (v ReadingsView) without() string {
	var parts []string
	for part := range strings.SplitSeq(v.Query, "&") {
		if part != "" && !strings.HasPrefix(part, "person=") {
			parts = append(parts, part)
		}
	}
	return "/desk/readings?" + strings.Join(parts, "&")
}

func (v ReadingsView) posts(ctx context.Context, r reading.Row) string {
	var words []string
	for role := range strings.FieldsSeq(r.Roles) {
		words = append(words, locale.T(ctx, "role."+role))
	}
	desk, more, _ := strings.Cut(r.Desks, " ")
	text := v.Desks.Of(desk)
	if more != "" {
		text += " …"
	}
	return text + " · " + strings.Join(words, "、")
}
