package web

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/catalog"
)

// data is one thing of schema.org.
type data map[string]any

// jsonLD is a thing as JSON-LD. encoding/json escapes <, > and &, so that nothing ends the script element early.
func jsonLD(d data) string {
	d["@context"] = "https://schema.org"
	text, err := json.Marshal(d)
	if err != nil {
		return "" // maps of texts always marshal
	}
	return string(text)
}

func (s *Site) bureau(c echo.Context) data {
	return data{"@type": "GovernmentOrganization", "name": locale.T(respond.Context(c), "site.bureau"), "url": s.PublicURL + "/"}
}

// siteData tells search engines what the site is and how to search it.
func (s *Site) siteData(c echo.Context) string {
	return jsonLD(data{
		"@type": "WebSite", "name": locale.T(respond.Context(c), "site.name"), "url": s.PublicURL + "/", "publisher": s.bureau(c),
		"potentialAction": data{"@type": "SearchAction", "target": s.PublicURL + "/items?q={query}", "query-input": "required name=query"},
	})
}

// guideData tells search engines what an item is.
func (s *Site) guideData(c echo.Context, item *catalog.Item) string {
	ctx := respond.Context(c)
	body := s.bureau(c)
	if name := locale.Pick(ctx, item.DecisionBody.Zh, item.DecisionBody.En); name != "" {
		body["name"] = name
	}
	channel := data{"@type": "ServiceChannel", "serviceUrl": s.PublicURL + itemPath(item)}
	if s.Footer.ServicePhone != "" {
		channel["servicePhone"] = data{"@type": "ContactPoint", "telephone": s.Footer.ServicePhone}
	}
	var audience []string
	for _, a := range item.Audience {
		audience = append(audience, locale.T(ctx, "items.audience."+string(a)))
	}
	return jsonLD(data{
		"@type": "GovernmentService", "name": locale.Pick(ctx, item.Name.Zh, item.Name.En), "identifier": item.Code,
		"description": locale.Pick(ctx, item.Summary.Zh, item.Summary.En), "url": s.PublicURL + itemPath(item),
		"serviceType": locale.T(ctx, "items.power."+string(item.PowerType)), "serviceOperator": body, "provider": body,
		"areaServed": data{"@type": "City", "name": locale.T(ctx, "site.city")}, "availableChannel": channel,
		"audience":            data{"@type": "Audience", "audienceType": strings.Join(audience, ", ")},
		"isAccessibleForFree": !item.Fee.Charged, "inLanguage": locale.Of(ctx).Tag(),
	})
}

// sitemap is the list of pages for search engines (sitemaps.org), with both languages of each.
type sitemap struct {
	XMLName xml.Name  `xml:"urlset"`
	Xmlns   string    `xml:"xmlns,attr"`
	Xhtml   string    `xml:"xmlns:xhtml,attr"`
	URLs    []siteURL `xml:"url"`
}

type siteURL struct {
	Loc     string     `xml:"loc"`
	Lastmod string     `xml:"lastmod,omitempty"`
	Links   []language `xml:"xhtml:link"`
}

type language struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

// Sitemap lists every public page once in each language.
func (s *Site) Sitemap(c echo.Context) error {
	ctx := c.Request().Context()
	revision, err := s.Catalog.Revision(ctx)
	if err != nil {
		return err
	}
	return s.Cache.Serve(c, cacheKey(c, "sitemap", revision), "application/xml; charset=utf-8", func() ([]byte, error) {
		m := sitemap{Xmlns: "http://www.sitemaps.org/schemas/sitemap/0.9", Xhtml: "http://www.w3.org/1999/xhtml"}
		add := func(path, changed string) {
			for _, loc := range []string{s.PublicURL + path, s.PublicURL + path + "?lang=en"} {
				m.URLs = append(m.URLs, siteURL{Loc: loc, Lastmod: changed, Links: []language{
					{"alternate", "zh-CN", s.PublicURL + path}, {"alternate", "en", s.PublicURL + path + "?lang=en"},
				}})
			}
		}
		add("/", "")
		add("/enterprise", "")
		add("/items", "")
		for _, p := range pages.AboutPages {
			add(p.Path(), "")
		}
		_, err := s.Catalog.Select(ctx, func(item *catalog.Item) bool {
			add(itemPath(item), item.PublishedAt.Format("2006-01-02"))
			return false
		})
		if err != nil {
			return nil, err
		}
		body, err := xml.Marshal(m)
		return append([]byte(xml.Header), body...), err
	})
}

// private are the addresses that search engines leave alone: what belongs to somebody, and what only repeats the rest.
var private = []string{"/me", "/desk", "/drafts/", "/cases/", "/documents/", "/unit/", "/verify/", "/demo/", "/preferences", "/sign-in", "/register", "/api/v1/"}

// Robots tells search engines what to leave alone, and where everything else is listed.
func (s *Site) Robots(c echo.Context) error {
	text := "User-agent: *\n"
	for _, path := range private {
		text += "Disallow: " + path + "\n"
	}
	return c.String(http.StatusOK, text+"\nSitemap: "+s.PublicURL+"/sitemap.xml\n")
}
