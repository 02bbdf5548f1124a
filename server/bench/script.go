package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/yiyang-police/permit-portal/server/bench/waiting"
)

// script is a pgbench script that says what a use-case has said: the same statements with the same parameters. Only what must differ from
// one transaction to the next is made from the number of the form.
type script struct {
	file   string
	text   string
	values []string // name=value of the parameters that stay the same
}

// newScript compares two transactions: what differs between them, or holds the token of its form, differs in every one.
func newScript(a, b []statement, tokenA, tokenB string) (*script, error) {
	if len(a) != len(b) || len(a) == 0 {
		return nil, fmt.Errorf("one transaction had %d statements, another one %d", len(a), len(b))
	}
	s := &script{}
	var text strings.Builder
	text.WriteString("\\set i :i + 1\n\\set n :first + :client_id * :each + :i\n")
	for i := range a {
		if a[i].sql != b[i].sql || len(a[i].values) != len(b[i].values) {
			return nil, fmt.Errorf("statement %d is not the same in two transactions: %s", i+1, a[i].sql)
		}
		if strings.Contains(placeholder.ReplaceAllString(a[i].sql, ""), ":") && variable.MatchString(a[i].sql) {
			return nil, fmt.Errorf("pgbench would see a variable in: %s", a[i].sql)
		}
		text.WriteString(placeholder.ReplaceAllStringFunc(a[i].sql, func(p string) string {
			n, _ := strconv.Atoi(p[1:]) // digits
			return s.parameter(fmt.Sprintf("p%d_%d", i, n), a[i].values[n-1], b[i].values[n-1], tokenA, tokenB)
		}))
		text.WriteString(";\n")
	}
	s.text = text.String()
	return s, nil
}

var (
	placeholder = regexp.MustCompile(`\$\d+`)
	variable    = regexp.MustCompile(`(^|[^:]):\w`) // but not a cast
)

// longest is how long a text may be to be made anew each time: names and ids, not letters.
const longest = 200

func (s *script) parameter(name string, a, b parameter, tokenA, tokenB string) string {
	switch {
	case a.null:
		return "NULL"
	case a.text == "":
		return "''" // pgbench has no empty variables
	case strings.Contains(a.text, tokenA) && strings.Contains(b.text, tokenB) && len(a.text) < longest && !strings.Contains(a.text, ":"):
		return cast("'"+strings.ReplaceAll(a.text, tokenA, "' || :n || '")+"'", a.kind)
	case a.text != b.text && a.kind == id:
		return cast("'"+a.text[:len(a.text)-len(tokenA)]+"' || :n", id)
	case a.text != b.text && a.kind == number:
		return ":n"
	case a.text != b.text && a.kind == word && len(a.text) < longest && !strings.ContainsAny(a.text, `:{["'`):
		return cast("'"+a.text+"-' || :n", word)
	}
	if assigned := name + "=" + a.text; !slices.Contains(s.values, assigned) { // a parameter may stand twice
		s.values = append(s.values, assigned)
	}
	return ":" + name
}

func cast(expression string, k kind) string {
	if k == id {
		return "(" + expression + ")::uuid"
	}
	return "(" + expression + ")"
}

var (
	tps    = regexp.MustCompile(`tps = ([\d.]+) \(without initial connection time\)`)
	failed = regexp.MustCompile(`number of failed transactions: 0 `)
)

// run lets so many clients do the transaction each times, from the first form on, and tells how many were done a second.
func (s *script) run(ctx context.Context, address string, clients, each, first int) (float64, error) {
	binary, err := pgbench()
	if err != nil {
		return 0, err
	}
	args := []string{"--no-vacuum", "--protocol=prepared", "--random-seed=1", fmt.Sprint("--client=", clients), fmt.Sprint("--jobs=", min(clients, 2)),
		fmt.Sprint("--transactions=", each), "--file=" + s.file, "-Di=-1", "-Dfirst=" + waiting.Token(first), fmt.Sprint("-Deach=", each)}
	for _, v := range s.values {
		args = append(args, "-D", v)
	}
	out, err := exec.CommandContext(ctx, binary, append(args, address)...).CombinedOutput()
	found := tps.FindSubmatch(out)
	if err != nil || found == nil || !failed.Match(out) {
		return 0, fmt.Errorf("pgbench: %w: %s", err, out)
	}
	return strconv.ParseFloat(string(found[1]), 64)
}

// pgbench comes with Debian's server, outside the usual path.
func pgbench() (string, error) {
	if all, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench"); len(all) > 0 {
		return slices.Max(all), nil
	}
	if found, err := exec.LookPath("pgbench"); err == nil {
		return found, nil
	}
	return "", errors.New("pgbench is not here: Debian's package postgresql has it")
}
