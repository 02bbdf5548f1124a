package catalog

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/db"
)

// Ref names a version of an item.
type Ref struct {
	Code    string
	Version int
	File    string
}

// Report is what a publication did.
type Report struct {
	Files     int      // item files read
	Published []Ref    // newly frozen
	Unchanged int      // frozen before, byte for byte
	Missing   []string // codes that are published and have no file here, as when a newer instance runs beside this one
}

// Publish freezes every item file (*.yaml, in any folder) that is not frozen yet: all of them, or none when one has a Problem. A file
// is known by the digest of its bytes. Changing a file whose version is already published is refused: what applicants agreed to stays,
// and a change is a new version. Publishing again changes nothing, also when several instances start at once.
func (s *Service) Publish(ctx context.Context, files fs.FS) (Report, error) {
	sources, err := readAll(files)
	if err != nil {
		return Report{}, err
	}
	var report Report
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		report = Report{Files: len(sources)}
		if _, err := lockCatalog(tx); err != nil {
			return err
		}
		known, err := selectFrozen(tx)
		if err != nil {
			return err
		}
		p := publication{service: s, known: known, report: &report, seen: map[string]string{}}
		for _, src := range sources {
			p.consider(src)
		}
		if len(p.problems) > 0 {
			return p.problems
		}
		p.missing()
		return p.freeze(tx)
	})
	if err != nil {
		return Report{}, err
	}
	return report, s.Refresh(ctx)
}

// Check reports every problem that publishing the files to an empty catalogue would meet; it needs no database.
func (s *Service) Check(files fs.FS) (Report, error) {
	sources, err := readAll(files)
	if err != nil {
		return Report{}, err
	}
	report := Report{Files: len(sources)}
	p := publication{service: s, report: &report, seen: map[string]string{}}
	for _, src := range sources {
		p.consider(src)
	}
	if len(p.problems) > 0 {
		return report, p.problems
	}
	return report, nil
}

// publication is one run over all files.
type publication struct {
	service  *Service
	known    []frozen
	seen     map[string]string // code or short code → file of this run
	fresh    []fresh
	problems Problems
	report   *Report
}

type fresh struct {
	item   *Item
	src    source
	digest [32]byte
}

// consider takes one file: known byte for byte, or compiled and put aside to be frozen.
func (p *publication) consider(src source) {
	digest := sha256.Sum256(src.raw)
	if i := slices.IndexFunc(p.known, func(f frozen) bool { return bytes.Equal(f.Digest, digest[:]) }); i >= 0 {
		p.report.Unchanged++
		p.claim(src, p.known[i].Code, p.known[i].ShortCode)
		return
	}
	item, src, problems := decode(src.file, src.raw)
	if problems != nil {
		p.problems = append(p.problems, problems...)
		return
	}
	p.claim(src, item.Code, item.ShortCode)
	if p.conflicts(item, src) {
		return
	}
	found := compile(item, p.service.calendar)
	for _, one := range found {
		p.problems = append(p.problems, src.at(one.Path, one.Message))
	}
	if len(found) == 0 {
		p.fresh = append(p.fresh, fresh{item, src, digest})
	}
}

// claim sees to it that no two files are the same item or share a short code.
func (p *publication) claim(src source, code, short string) {
	for _, name := range []string{code, "short code " + short} {
		if other, taken := p.seen[name]; taken {
			p.problems = append(p.problems, Problem{src.file, 0, fmt.Sprintf("%s is also in %s", name, other)})
		}
		p.seen[name] = src.file
	}
}

// conflicts tells whether what is published stands against the file.
func (p *publication) conflicts(item *Item, src source) bool {
	newest := 0
	for _, f := range p.known {
		if f.Code == item.Code {
			newest = max(newest, f.Version)
		}
		if f.Code != item.Code && f.ShortCode == item.ShortCode {
			p.problems = append(p.problems, src.at("short_code", fmt.Sprintf("%q belongs to %s", f.ShortCode, f.Code)))
			return true
		}
	}
	if item.Version > newest {
		return false
	}
	message := fmt.Sprintf("%s version %d is published and must not change; restore the file, or publish the change as version %d",
		item.Code, item.Version, newest+1)
	if !slices.ContainsFunc(p.known, func(f frozen) bool { return f.Code == item.Code && f.Version == item.Version }) {
		message = fmt.Sprintf("%s version %d is older than the published version %d; publish it as version %d",
			item.Code, item.Version, newest, newest+1)
	}
	p.problems = append(p.problems, src.at("version", message))
	return true
}

// missing lists what is published and has no file here.
func (p *publication) missing() {
	for _, f := range p.known {
		if _, here := p.seen[f.Code]; !here && !slices.Contains(p.report.Missing, f.Code) {
			p.report.Missing = append(p.report.Missing, f.Code)
		}
	}
}

func (p *publication) freeze(tx *db.Tx) error {
	for _, f := range p.fresh {
		if err := insertVersion(tx, f.item, f.digest[:], f.src.raw); err != nil {
			return err
		}
		p.report.Published = append(p.report.Published, Ref{f.item.Code, f.item.Version, f.src.file})
	}
	if len(p.fresh) == 0 {
		return nil
	}
	return raiseRevision(tx)
}

// readAll reads every item file, with line ends as LF so that a checkout on another system has the same digest.
func readAll(files fs.FS) ([]source, error) {
	var all []source
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".yaml") || strings.HasPrefix(path, "fragments/") {
			return err
		}
		raw, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		all = append(all, source{file: path, raw: bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))})
		return nil
	})
	return all, err
}
