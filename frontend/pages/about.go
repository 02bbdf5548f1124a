package pages

import (
	"context"
	"fmt"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
)

// AboutPage is a page about the site itself; its words are messages about.<name>.1.title, about.<name>.1.text, ….
type AboutPage string

const (
	AboutContact       AboutPage = "contact"
	AboutAccessibility AboutPage = "accessibility"
	AboutPrivacy       AboutPage = "privacy"
	AboutOpenData      AboutPage = "open-data"
)

// AboutPages lists them in the order of the menu.
var AboutPages = []AboutPage{AboutContact, AboutAccessibility, AboutPrivacy, AboutOpenData}

// Title is the page's name.
func (p AboutPage) Title(ctx context.Context) string { return locale.T(ctx, "about."+string(p)) }

// Path is the page's address.
func (p AboutPage) Path() string { return "/about/" + string(p) }

// Lead is the sentence below the title.
func (p AboutPage) Lead(ctx context.Context) string { return locale.T(ctx, "about."+string(p)+".lead") }

// parts are the sections of the page: titles and texts, as far as there are messages.
func (p AboutPage) parts(ctx context.Context) (parts [][2]string) {
	for i := 1; ; i++ {
		key := fmt.Sprintf("about.%s.%d.", p, i)
		if !locale.Has(key + "title") {
			return parts
		}
		parts = append(parts, [2]string{locale.T(ctx, key+"title"), locale.T(ctx, key+"text")})
	}
}

// contacts are the ways to reach the bureau, from the site's configuration.
func contacts(ctx context.Context, f ui.Footer) []ui.Row {
	var rows []ui.Row
	for _, r := range []ui.Row{
		{Label: locale.T(ctx, "footer.service"), Value: f.ServicePhone},
		{Label: locale.T(ctx, "footer.supervision"), Value: f.SupervisionPhone},
		{Label: locale.T(ctx, "footer.address"), Value: f.Address},
	} {
		if r.Value != "" {
			rows = append(rows, r)
		}
	}
	return rows
}

// openFiles are the catalogue as open data: address and key of what it is.
var openFiles = [][2]string{
	{"/api/v1/open-data/items.csv", "about.open-data.csv"},
	{"/api/v1/open-data/items.json", "about.open-data.json"},
	{"/disclosure", "disclosure.title"},
	{"/hearings", "hearing.title"},
	{"/api/v1/hearings", "hearing.api"},
	{"/api/v1/open-data/disclosures.csv", "disclosure.open.csv"},
	{"/api/v1/open-data/disclosures.json", "disclosure.open.json"},
	{"/api/v1/items", "about.open-data.api"},
	{"/sitemap.xml", "about.open-data.sitemap"},
}
