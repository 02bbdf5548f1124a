package pages

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// OwnMeasures are what a holder may ask for, in the order of the page.
var OwnMeasures = []procedure.Measure{procedure.Reissue, procedure.Change, procedure.Cancel}

// LicencesView lists the reader's certificates.
type LicencesView struct {
	Held  []document.Held
	Flash string
}

// LicenceFormView asks what the holder has to say.
type LicenceFormView struct {
	Entry
	Licence document.Held
	Measure procedure.Measure
	Changes []string // what of the certificate may change
}

// may tells whether something of the certificate may change.
func (v LicenceFormView) may(what string) bool {
	return v.Measure == procedure.Change && slices.Contains(v.Changes, what)
}

// DeskLicencesView finds a certificate and opens a measure.
type DeskLicencesView struct {
	Entry
	Number    string
	Found     []document.Certified
	Measure   procedure.Measure
	Measures  []procedure.Measure
	Unshared  int                // certificates about which the library of electronic licences has not been told in time
	Unwanted  int                // … and those that it refused
	Penalties []casework.Penalty // that wait for case management
}

func (v DeskLicencesView) path(m procedure.Measure) string {
	return "/desk/licences?" + url.Values{"q": {v.Number}, "measure": {string(m)}}.Encode()
}

func (v DeskLicencesView) grounds() (options []ui.Option) {
	for _, g := range procedure.LicenceGrounds(v.Measure) {
		options = append(options, ui.Option{Value: g.Code, Label: g.Title, Hint: "《" + g.Law + "》" + g.Article, Checked: v.Value("ground") == g.Code})
	}
	return options
}

// may tells whether the measure fits how the certificate stands.
func (v DeskLicencesView) may(c document.Certified) bool {
	if v.Measure == procedure.Cancel {
		return c.State != document.CertCancelled && c.Superseded.IsZero()
	}
	return c.State == document.CertValid && c.Superseded.IsZero()
}

// stateOf is how a certificate stands, in words.
func stateOf(ctx context.Context, c document.Certified) string {
	if !c.Superseded.IsZero() && c.State == document.CertValid {
		return locale.T(ctx, "verify.standing.superseded")
	}
	return locale.T(ctx, "verify.standing."+strings.ToLower(string(c.State)))
}

// matterRows are what a case about a certificate is about.
func matterRows(ctx context.Context, m procedure.Licence) []ui.Row {
	g, _ := procedure.LicenceGroundOf(m.Ground)
	rows := []ui.Row{
		{Label: locale.T(ctx, "licence.matter"), Value: locale.T(ctx, "licence.measure."+string(m.Measure))},
		{Label: locale.T(ctx, "licence.number"), Value: m.Title + " " + m.Number},
		{Label: locale.T(ctx, "licence.ground"), Value: g.Title + "（《" + g.Law + "》" + g.Article + "）"},
		{Label: locale.T(ctx, "licence.facts"), Value: m.Facts},
	}
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.Row{Label: locale.T(ctx, key), Value: value})
		}
	}
	add("licence.proof", m.Proof)
	add("licence.penalty", m.Penalty)
	add("licence.name", m.Name)
	add("licence.unit", m.Unit)
	add("licence.statement", m.Statement)
	add("licence.harm", m.Harm)
	return rows
}

// dialect is whose words the acts of the case have.
func (v ReviewView) dialect() string {
	if v.Law.Licence != nil {
		return v.Procedure
	}
	return dialect(v.Item)
}
