package server_test

import (
	"context"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

var (
	linked = regexp.MustCompile(`<a [^>]*href="(/[^"]*)"`)
	named  = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}|/[A-Z0-9-]{8,}`)
)

// Nobody is offered a link that he may not follow: everybody walks through what the portal shows him, two of each kind of page.
func TestEveryLinkLeadsSomewhere(t *testing.T) {
	t.Parallel()
	var clock *server.PastClock
	app := apptest.NewWith(t, "2026-11-27T09:00:00+08:00", func(p *server.Place) {
		clock = server.NewPastClock(p.Now)
		p.Now = clock.Now
	})
	if err := app.Samples(context.Background(), clock); err != nil {
		t.Fatal(err)
	}
	for _, who := range []string{"shouli1", "xian-heshan", "shencha1", "fazhi1", "shenpi1", "juling1", "zhizheng1", "anguan1", "ducha1", "gongkai1", "guidang1",
		"jing-shouli1", "jing-shenpi1"} {
		walkLinks(t, who, app.Client().SignInPage(who), "/desk", "/documents/")
	}
	for _, who := range []string{"legal-heshan", "legal-ziyang", "heard", "revoked"} {
		walkLinks(t, who, app.Client().SignInPage(who), "/me", "/cases/", "/documents/", "/business", "/drafts/", "/enterprise/cases")
	}
}

// walkLinks begins at the first of the rooms and stays within them.
func walkLinks(t *testing.T, who string, c *apptest.Client, rooms ...string) {
	t.Helper()
	ways, seen, kinds, from := append([]string{}, rooms[0]), map[string]bool{}, map[string]int{}, map[string]string{}
	for len(ways) > 0 {
		path := ways[0]
		ways = ways[1:]
		kind := named.ReplaceAllString(strings.SplitN(path, "?", 2)[0], "/:x")
		if seen[path] || kinds[kind] == 2 || !slices.ContainsFunc(rooms, func(room string) bool { return strings.HasPrefix(path, room) }) {
			continue
		}
		seen[path] = true
		kinds[kind]++
		a := c.Do(http.MethodGet, path, nil, "", "Accept", "text/html")
		if a.Status >= http.StatusBadRequest {
			t.Errorf("%s is led from %s to %s: %d", who, from[path], path, a.Status)
		}
		for _, m := range linked.FindAllStringSubmatch(a.Body, -1) {
			to, err := url.Parse(html.UnescapeString(m[1]))
			if err != nil {
				t.Errorf("%s has a link to %q", path, m[1])
				continue
			}
			to.Fragment = ""
			if from[to.String()] == "" {
				from[to.String()] = path
			}
			ways = append(ways, to.String())
		}
	}
}
