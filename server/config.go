package server

import (
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"
)

// Modes of running.
const (
	modeDemo       = "demo"       // fictional people and registers on board, everything shown
	modeProduction = "production" // refuses whatever is not fit for real people
)

// config is everything that the environment may say. Each field's doc tag is its line in README's table; secret ones are never
// printed.
type config struct {
	Mode      string    `env:"PORTAL_MODE" envDefault:"demo" doc:"demo (fictional people, simulated registers) or production"`
	Addr      string    `env:"PORTAL_ADDR" envDefault:"127.0.0.1:8080" doc:"address to listen on"`
	PublicURL string    `env:"PORTAL_PUBLIC_URL" doc:"address that people use, printed in QR codes; by default http:// and PORTAL_ADDR"`
	DataDir   string    `env:"PORTAL_DATA_DIR" envDefault:"./data" doc:"directory of uploads, documents, keys and the embedded database"`
	Now       time.Time `env:"PORTAL_NOW" doc:"demo only: the portal's clock starts at this RFC 3339 instant and runs on from there"`
	LogLevel  string    `env:"PORTAL_LOG_LEVEL" envDefault:"info" doc:"debug, info, warn or error"`

	DatabaseURL   string `env:"DATABASE_URL" secret:"true" doc:"PostgreSQL 15 or newer; without it the portal runs its own in PORTAL_DATA_DIR"`
	DatabaseConns int32  `env:"PORTAL_DATABASE_CONNECTIONS" envDefault:"16" doc:"connections to the database, 4 to 200"`

	Secret    string `env:"PORTAL_SECRET" secret:"true" doc:"base64 of at least 32 random bytes that seal second factors and codes; demo makes its own in PORTAL_DATA_DIR"`
	TokenKeys string `env:"PORTAL_TOKEN_KEYS" secret:"true" doc:"signing keys of API tokens as id:base64,id:base64, the first is current; demo makes its own in PORTAL_DATA_DIR"`

	TrustedProxies []string `env:"PORTAL_TRUSTED_PROXIES" doc:"comma-separated networks (CIDR) whose X-Forwarded-For is believed"`

	RegisterURL string `env:"PORTAL_REGISTER_URL" doc:"gateway of the population, explosives and other registers; demo simulates them"`
	RegisterKey string `env:"PORTAL_REGISTER_KEY" secret:"true" doc:"key for that gateway"`
	PenaltyKey  string `env:"PORTAL_PENALTY_KEY" secret:"true" doc:"base64 of at least 32 random bytes by which the penalty system is known at POST /api/v1/penalties; without it that door is closed, demo makes its own in PORTAL_DATA_DIR"`
	SMSURL      string `env:"PORTAL_SMS_URL" doc:"gateway of short messages; demo shows them in a test outbox"`
	SMSKey      string `env:"PORTAL_SMS_KEY" secret:"true" doc:"key for that gateway"`
	Clamd       string `env:"PORTAL_CLAMD" doc:"ClamAV daemon that scans uploads, /run/clamav/clamd.ctl or host:port; demo has a built-in scanner that only knows the EICAR test file"`

	Undo         time.Duration `env:"PORTAL_UNDO" envDefault:"10s" doc:"how long an officer may take a decision back before it is committed, at most 1m; 0s commits at once"`
	TakeoverWait int           `env:"PORTAL_TAKEOVER_DAYS" envDefault:"5" doc:"working days in which members may object before an enterprise's account passes into other hands, 1 to 30"`
	IdleSearches int           `env:"PORTAL_IDLE_SEARCHES" envDefault:"20" doc:"searches for people in one day that may lead to no case before the patrol asks why (P7), 1 to 1000"`

	SupervisionPhone string `env:"PORTAL_SUPERVISION_PHONE" envDefault:"12389" doc:"supervision phone in the footer and in documents"`
	ServicePhone     string `env:"PORTAL_SERVICE_PHONE" envDefault:"12345" doc:"service phone in the footer"`
	ReviewURL        string `env:"PORTAL_REVIEW_URL" envDefault:"https://xzfy.moj.gov.cn" doc:"where reconsideration is asked for online, printed on every adverse document (行政复议法 第二十二条)"`
	Court            string `env:"PORTAL_COURT" envDefault:"益阳市赫山区人民法院" doc:"court for lawsuits against the city's bureau, printed on every adverse document"`
	Address          string `env:"PORTAL_ADDRESS" doc:"postal address in the footer"`
	ICPNumber        string `env:"PORTAL_ICP_NUMBER" doc:"ICP filing number in the footer"`
	PoliceNumber     string `env:"PORTAL_POLICE_NUMBER" doc:"public security filing number in the footer"`
	SiteCode         string `env:"PORTAL_SITE_CODE" doc:"government site code in the footer"`
}

// readConfig reads environ ("NAME=value") and reports every fault at once.
func readConfig(environ []string) (config, error) {
	var c config
	err := env.ParseWithOptions(&c, env.Options{Environment: env.ToMap(environ)})
	var parse env.AggregateError
	faults := []error{}
	if errors.As(err, &parse) {
		faults = append(faults, parse.Errors...)
	} else if err != nil {
		faults = append(faults, err)
	}
	if c.PublicURL == "" {
		c.PublicURL = "http://" + reachable(c.Addr)
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	faults = append(faults, c.faults()...)
	if c.Mode == modeProduction {
		faults = append(faults, c.productionFaults()...)
	}
	if len(faults) > 0 {
		return c, fmt.Errorf("configuration:\n%w", errors.Join(faults...))
	}
	return c, nil
}

func (c config) faults() (faults []error) {
	check := func(ok bool, format string, args ...any) {
		if !ok {
			faults = append(faults, fmt.Errorf(format, args...))
		}
	}
	check(slices.Contains([]string{modeDemo, modeProduction}, c.Mode), "PORTAL_MODE must be demo or production, not %q", c.Mode)
	_, _, err := net.SplitHostPort(c.Addr)
	check(err == nil, "PORTAL_ADDR must be host:port, not %q", c.Addr)
	public, err := url.Parse(c.PublicURL)
	check(err == nil && (public.Scheme == "http" || public.Scheme == "https") && public.Host != "" && public.Path == "",
		"PORTAL_PUBLIC_URL must be an address like https://portal.example, not %q", c.PublicURL)
	review, err := url.Parse(c.ReviewURL)
	check(err == nil && review.Scheme == "https" && review.Host != "", "PORTAL_REVIEW_URL must be an https address, not %q", c.ReviewURL)
	check(c.Court != "", "PORTAL_COURT must not be empty")
	check(c.DataDir != "", "PORTAL_DATA_DIR must not be empty")
	_, err = c.level()
	check(err == nil, "PORTAL_LOG_LEVEL must be debug, info, warn or error, not %q", c.LogLevel)
	check(c.Undo >= 0 && c.Undo <= time.Minute, "PORTAL_UNDO must be 0s to 1m, not %s", c.Undo)
	check(c.DatabaseConns >= 4 && c.DatabaseConns <= 200, "PORTAL_DATABASE_CONNECTIONS must be 4 to 200, not %d", c.DatabaseConns)
	check(c.TakeoverWait >= 1 && c.TakeoverWait <= 30, "PORTAL_TAKEOVER_DAYS must be 1 to 30, not %d", c.TakeoverWait)
	check(c.IdleSearches >= 1 && c.IdleSearches <= 1000, "PORTAL_IDLE_SEARCHES must be 1 to 1000, not %d", c.IdleSearches)
	secret, err := base64.StdEncoding.DecodeString(c.Secret)
	check(err == nil && (c.Secret == "" || len(secret) >= secretBytes), "PORTAL_SECRET must be base64 of at least %d bytes", secretBytes)
	penalty, err := base64.StdEncoding.DecodeString(c.PenaltyKey)
	check(err == nil && (c.PenaltyKey == "" || len(penalty) >= secretBytes), "PORTAL_PENALTY_KEY must be base64 of at least %d bytes", secretBytes)
	for _, network := range c.TrustedProxies {
		_, err := netip.ParsePrefix(network)
		check(err == nil, "PORTAL_TRUSTED_PROXIES must list networks like 10.0.0.0/8, not %q", network)
	}
	return faults
}

// productionFaults are settings that only a demonstration may have. The database is looked at when it is open.
func (c config) productionFaults() (faults []error) {
	needed := func(name, value, why string) {
		if value == "" {
			faults = append(faults, fmt.Errorf("production needs %s: %s", name, why))
		}
	}
	needed("PORTAL_SECRET", c.Secret, "all instances share it, and it is not left beside the data")
	needed("PORTAL_TOKEN_KEYS", c.TokenKeys, "all instances share them, and they are not left beside the data")
	needed("PORTAL_REGISTER_URL", c.RegisterURL, "registers are not simulated for real people")
	needed("PORTAL_SMS_URL", c.SMSURL, "a test outbox reaches nobody")
	needed("PORTAL_CLAMD", c.Clamd, "the built-in scanner finds only a test file")
	if !c.Now.IsZero() {
		faults = append(faults, errors.New("production refuses PORTAL_NOW: its clock is the machine's"))
	}
	if !strings.HasPrefix(c.PublicURL, "https://") {
		faults = append(faults, fmt.Errorf("production needs an https PORTAL_PUBLIC_URL, not %q", c.PublicURL))
	}
	return faults
}

func (c config) demo() bool { return c.Mode == modeDemo }

func (c config) level() (level slog.Level, err error) {
	err = level.UnmarshalText([]byte(c.LogLevel))
	return level, err
}

// clock is the machine's, or in a demonstration one that started at PORTAL_NOW with the process.
func (c config) clock() func() time.Time {
	if c.Now.IsZero() {
		return time.Now
	}
	shift := time.Until(c.Now)
	return func() time.Time { return time.Now().Add(shift) }
}

// reachable is an address that a browser on this machine can open: one that listens everywhere has no name of its own.
func reachable(addr string) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return addr
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}

// String prints what was configured, secrets hidden.
func (c config) String() string {
	var b strings.Builder
	for f, v := range reflect.ValueOf(c).Fields() {
		fmt.Fprintf(&b, "%s=%s\n", f.Tag.Get("env"), shown(f, v))
	}
	return b.String()
}

// LogValue hides secrets when the whole configuration is logged.
func (c config) LogValue() slog.Value { return slog.StringValue(c.String()) }

func shown(f reflect.StructField, v reflect.Value) string {
	if v.IsZero() {
		return ""
	}
	if f.Tag.Get("secret") != "" {
		return "(hidden)"
	}
	if at, ok := v.Interface().(time.Time); ok {
		return at.Format(time.RFC3339)
	}
	return fmt.Sprint(v.Interface())
}

// configTable is README's table of the configuration.
func configTable() string {
	var b strings.Builder
	b.WriteString("| Variable | Default | Meaning |\n| --- | --- | --- |\n")
	for f := range reflect.TypeFor[config]().Fields() {
		standard := ""
		if d := f.Tag.Get("envDefault"); d != "" {
			standard = "`" + d + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Tag.Get("env"), standard, f.Tag.Get("doc"))
	}
	return b.String()
}
