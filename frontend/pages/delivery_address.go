package pages

import (
	"context"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// DeliveryAddressView is the form in which an addressee says how the papers of his case reach him 送达地址确认书.
type DeliveryAddressView struct {
	Entry
	Case casework.ApplicantView
}

// options are the ways that are lawful in this case; the one that he chose last is ticked.
func (v DeliveryAddressView) options(ctx context.Context) (options []ui.Option) {
	chosen := v.Value("way")
	if a := v.Case.Law.Address; a != nil && chosen == "" {
		chosen = a.Way
	}
	for _, w := range v.Case.Ways {
		if w.Why == "" {
			options = append(options, ui.Option{Value: w.Way, Label: locale.T(ctx, "delivery.way."+w.Way), Hint: locale.T(ctx, "delivery.way."+w.Way+".hint"), Checked: w.Way == chosen})
		}
	}
	return options
}

// offers tells whether a way is among them.
func (v DeliveryAddressView) offers(way string) bool {
	for _, w := range v.Case.Ways {
		if w.Way == way {
			return w.Why == ""
		}
	}
	return false
}

// text is a field of the letter's address, with what was confirmed before.
func (v DeliveryAddressView) text(ctx context.Context, name, kept string) ui.TextInput {
	in := v.Text(name, locale.T(ctx, "delivery.address."+name), "")
	if _, typed := v.Values[name]; !typed {
		in.Value = kept
	}
	in.MaxLength = 100
	return in
}

// kept is the address that was confirmed before, empty without one.
func (v DeliveryAddressView) kept() (a procedure.DeliveryAddress) {
	if v.Case.Law.Address != nil {
		a = *v.Case.Law.Address
	}
	return a
}

// refusedWays are the sentences about the ways that are not lawful.
func refusedWays(ctx context.Context, ways []casework.Way) (lines []string) {
	for _, w := range ways {
		if w.Why != "" {
			lines = append(lines, locale.T(ctx, "delivery.way.not", "way", locale.T(ctx, "desk.delivery."+w.Way), "why", locale.Fault(ctx, &fault.Error{Code: w.Why, Params: w.Params})))
		}
	}
	return lines
}

// wayOptions are the lawful ways in which an officer may deliver; the applicant's wish is ticked. By post it is handed in first.
func (v ReviewView) wayOptions(ctx context.Context) (options []ui.Option) {
	wish := strings.Trim(string(v.Answers["deliver"]), `"`)
	if a := v.Law.Address; a != nil {
		wish = a.Way
	}
	if v.Open == "deliver" {
		wish = v.Value("way")
	}
	for _, w := range v.Ways {
		if w.Why == "" && w.Way != procedure.ByPost {
			options = append(options, ui.Option{Value: w.Way, Label: locale.T(ctx, "desk.delivery."+w.Way), Checked: w.Way == wish})
		}
	}
	return options
}
