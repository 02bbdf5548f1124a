// Package ui is the portal's design system: the frame around every page and the parts that pages are made of. Parts render plain
// HTML that works without script; an island (frontend/assets/islands) then makes some of them smoother.
package ui

import (
	"context"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/yiyang-police/permit-portal/frontend/locale"
)

// ViewerKind says who looks at the page.
type ViewerKind string

const (
	Citizen    ViewerKind = "citizen"
	Enterprise ViewerKind = "enterprise"
	Clerk      ViewerKind = "clerk"
)

// Viewer is the person in front of the page; the zero value is a visitor who is not signed in.
type Viewer struct {
	SignedIn bool
	Name     string // shown in the menu: the person, or the enterprise he acts for
	Kind     ViewerKind
	Unread   int    // messages not yet read
	Desk     string // name of the clerk's current desk
}

// Link is a place to go, in menus, breadcrumbs and lists.
type Link struct {
	Label, Href string
	Count       int // shown as a badge when above 0
	Current     bool
}

// NavGroup are entries of the side menu that belong together.
type NavGroup struct {
	Label string
	Links []Link
}

// Crumb is one step of the way from the first page to this one. The last crumb is this page and has no Href.
type Crumb = Link

// Footer is what the configuration says about the site itself; empty values are left out.
type Footer struct {
	SupervisionPhone, ServicePhone, Address string
	ICP, Police, SiteCode                   string
	Demo                                    bool // says in every footer that data is fictional
}

// Sides of the portal.
const (
	SidePerson     = "person"
	SideEnterprise = "enterprise"
)

// Frame is everything around a page's own content.
type Frame struct {
	Title       string // without the site's name
	Description string // for search engines; the site's own when empty
	Crumbs      []Crumb
	Viewer      Viewer
	Side        string // SidePerson (default) or SideEnterprise: the tab that is lit
	Elder       bool   // 适老版: large type, simple layout
	Canonical   string // absolute address of this page for search engines, without language; empty keeps the page out of what they know
	Structured  string // what the page is about as JSON-LD (schema.org), escaped for a script element; may be empty
	Path        string // path and query of this page; where /preferences and sign-in come back to
	Query       string // what stands in the search box
	Footer      Footer
	Wide        bool          // tables and desks: use the width of the screen
	NoIndex     bool          // keep out of search engines: everything personal
	Class       string        // extra class on <main>
	IdleSeconds int           // after this many seconds without a request the session ends; 0 = no session to warn about
	Nav         []NavGroup    // ClerkLayout: the side menu, in order
	Desks       []Link        // ClerkLayout: desks the clerk may switch to
	Live        string        // address of the stream that says when the page has changed; empty for a page that stays as it is
	LiveEvery   time.Duration // how often such a page asks for itself again at most; 0: as usual
	Time        string        // at which the page was made, by the portal's clock
	Version     string        // of what its forms speak of: when it changes, the reader is told to look again
}

// preference is the address that sets a preference cookie and comes back here.
func (f Frame) preference(name, value string) string {
	back := f.Path
	if back == "" {
		back = "/"
	}
	return "/preferences?" + url.Values{name: {value}, "back": {back}}.Encode()
}

func (f Frame) signIn() string {
	if f.Path == "" || f.Path == "/" {
		return "/sign-in"
	}
	return "/sign-in?" + url.Values{"back": {f.Path}}.Encode()
}

// alternate is the canonical address in one language: Chinese is the plain one.
func (f Frame) alternate(lang locale.Lang) string {
	if lang != locale.English {
		return f.Canonical
	}
	if strings.Contains(f.Canonical, "?") {
		return f.Canonical + "&lang=en"
	}
	return f.Canonical + "?lang=en"
}

// structured is the script element with what the page is about. It is data: no browser runs it.
func (f Frame) structured() templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		if f.Structured == "" {
			return nil
		}
		_, err := io.WriteString(w, `<script type="application/ld+json">`+f.Structured+`</script>`)
		return err
	})
}

func (f Frame) title(ctx context.Context) string {
	site := locale.T(ctx, "site.name")
	if f.Title == "" {
		return site
	}
	return f.Title + " · " + site
}

func (f Frame) description(ctx context.Context) string {
	if f.Description == "" {
		return locale.T(ctx, "site.description")
	}
	return f.Description
}

// current is the value of aria-current on the link that leads to where the reader is.
func current(is bool) string {
	if is {
		return "page"
	}
	return "false"
}
