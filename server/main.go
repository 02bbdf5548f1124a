// Package server is where everything meets: the portal's commands, its object graph and the list of its URLs. The binary is
// server/portal; server/apptest runs the same graph for tests.
package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/yiyang-police/permit-portal/models/procedure"
)

// command is one thing the binary can do.
type command struct {
	name, what string
	run        func(ctx context.Context, c config, args []string, out io.Writer) error
}

var commands = []command{
	{"serve", "serve pages and API; in demo mode also work off jobs", serve},
	{"work", "work off jobs only", work},
	{"migrate", "bring the database's schema forward", migrate},
	{"publish", "publish the items of the binary, or of a folder: publish [FOLDER]; only look for faults: publish --check [FOLDER or FILE]", publish},
	{"export", "write the published item files: export FOLDER", export},
	{"seed", "make the accounts of a demonstration and a sample case for every desk", seed},
	{"calendar", "take an official notice of holidays into use: calendar import FILE [--by NAME]", calendarCommand},
	{"clock", "explain the limits of a case day by day: clock --case NUMBER [--at RFC3339]", clockCommand},
	{"procedures", "print the reference of the procedures, made from their tables", printProcedures},
	{"verify", "check the signature of a document or of an archived case: verify FILE.pdf, verify FILE.zip", verify},
	{"version", "print the version", printVersion},
}

// Main runs the command that the arguments name and ends the process with its status.
func Main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second Ctrl-C ends at once, but not the double signal of a wrapper (make, timeout) that passes on what the terminal sent too.
	context.AfterFunc(ctx, func() { time.AfterFunc(2*time.Second, stop) })
	if err := run(ctx, os.Args[1:], os.Environ(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "portal:", err)
		os.Exit(1)
	}
}

// run finds the command and gives it the configuration.
func run(ctx context.Context, args, environ []string, out io.Writer) error {
	if len(args) == 0 {
		return errors.New("which command?\n" + usage())
	}
	at := slices.IndexFunc(commands, func(c command) bool { return c.name == args[0] })
	if at < 0 {
		return fmt.Errorf("unknown command %q\n%s", args[0], usage())
	}
	if args[0] == "version" {
		return printVersion(ctx, config{}, nil, out)
	}
	c, err := readConfig(environ)
	if err != nil {
		return err
	}
	return commands[at].run(ctx, c, args[1:], out)
}

// printProcedures writes what models/procedure/PROCEDURES.md holds.
func printProcedures(_ context.Context, _ config, _ []string, out io.Writer) error {
	_, err := io.WriteString(out, procedure.Markdown())
	return err
}

func usage() string {
	var b strings.Builder
	for _, c := range commands {
		fmt.Fprintf(&b, "  portal %-10s %s\n", c.name, c.what)
	}
	return strings.TrimRight(b.String(), "\n")
}

// version is set by the linker in a release.
var version string

func printVersion(_ context.Context, _ config, _ []string, out io.Writer) error {
	_, err := fmt.Fprintln(out, "portal", versionOf())
	return err
}

func versionOf() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unversioned"
}
