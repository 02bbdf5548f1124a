package server

import (
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

var good = base64.StdEncoding.EncodeToString([]byte(strings.Repeat("s", secretBytes)))

func production(more ...string) []string {
	return append([]string{
		"PORTAL_MODE=production", "PORTAL_PUBLIC_URL=https://portal.example", "PORTAL_SECRET=" + good, "PORTAL_TOKEN_KEYS=a:" + good,
		"PORTAL_REGISTER_URL=https://gateway.example", "PORTAL_SMS_URL=https://sms.example", "PORTAL_CLAMD=/run/clamav/clamd.ctl",
	}, more...)
}

func TestConfigurationFaultsAreAllToldAtOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		environ []string
		want    []string // parts of the message; none = fine
	}{
		{"nothing set", nil, nil},
		{"production", production(), nil},
		{"several", []string{"PORTAL_MODE=test", "PORTAL_ADDR=8080", "PORTAL_NOW=yesterday", "PORTAL_LOG_LEVEL=loud", "PORTAL_SECRET=c2hvcnQ="},
			[]string{"PORTAL_MODE", "PORTAL_ADDR", "Now", "PORTAL_LOG_LEVEL", "PORTAL_SECRET"}},
		{"proxies", []string{"PORTAL_TRUSTED_PROXIES=10.0.0.0/8,proxy"}, []string{`"proxy"`}},
		{"connections", []string{"PORTAL_DATABASE_CONNECTIONS=1"}, []string{"PORTAL_DATABASE_CONNECTIONS"}},
		{"bare production", []string{"PORTAL_MODE=production"},
			[]string{"PORTAL_SECRET", "PORTAL_TOKEN_KEYS", "PORTAL_REGISTER_URL", "PORTAL_SMS_URL", "PORTAL_CLAMD", "https"}},
		{"shifted production", production("PORTAL_NOW=2026-09-17T09:00:00+08:00"), []string{"PORTAL_NOW"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := readConfig(c.environ)
			if (err == nil) != (len(c.want) == 0) {
				t.Fatalf("error %v", err)
			}
			for _, part := range c.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q is missing in %v", part, err)
				}
			}
		})
	}
}

func TestPublicAddressFollowsTheListener(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080", "0.0.0.0:80": "http://127.0.0.1:80", ":9": "http://127.0.0.1:9",
		"[::]:9": "http://127.0.0.1:9", "portal.example:9": "http://portal.example:9",
	} {
		c, err := readConfig([]string{"PORTAL_ADDR=" + addr})
		if err != nil || c.PublicURL != want {
			t.Errorf("%s: %s, error %v", addr, c.PublicURL, err)
		}
	}
}

func TestTheClockStartsAtPortalNowAndRunsOn(t *testing.T) {
	t.Parallel()
	c, err := readConfig([]string{"PORTAL_NOW=2026-09-17T09:00:00+08:00"})
	if err != nil {
		t.Fatal(err)
	}
	clock := c.clock()
	first := clock()
	if away := first.Sub(c.Now); away < 0 || away > time.Minute || !clock().After(first) {
		t.Errorf("clock shows %v", first)
	}
}

func TestSecretsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	c, err := readConfig(production("DATABASE_URL=postgres://u:hunter2@db/x", "PORTAL_REGISTER_KEY=hunter2", "PORTAL_SMS_KEY=hunter2"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{c.String(), fmt.Sprint(c), fmt.Sprintf("%v %s", c, c), c.LogValue().String()} {
		if strings.Contains(text, "hunter2") || strings.Contains(text, good) {
			t.Errorf("a secret is in %s", text)
		}
		if !strings.Contains(text, "PORTAL_PUBLIC_URL=https://portal.example") {
			t.Errorf("an open value is missing in %s", text)
		}
	}
}

func TestReadmeListsTheConfiguration(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(readme), "<!-- config:start -->\n")
	table, _, found := strings.Cut(after, "<!-- config:end -->")
	if !found || strings.TrimSpace(table) != strings.TrimSpace(configTable()) {
		t.Errorf("README's table of the configuration between its markers must read:\n%s", configTable())
	}
}
