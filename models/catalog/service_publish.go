package catalog

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"slices"

	"github.com/yiyang-police/permit-portal/models/db"
)

// Publish freezes what is new in a folder of item files: all of it, or nothing when one file has a Problem. An item whose content is
// already one of its versions is left alone, so that neither an older program nor a second run changes anything; new content is the
// version after the last. Publishing the same set again costs one query.
func (s *Service) Publish(ctx context.Context, files fs.FS) (Report, error) {
	whole, err := readSet(files)
	if err != nil {
		return Report{}, err
	}
	var report Report
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		if _, err := lockCatalog(tx); err != nil {
			return err
		}
		report, err = s.publish(tx, whole)
		return err
	})
	if err != nil {
		return Report{}, err
	}
	return report, s.Refresh(ctx)
}

func (s *Service) publish(tx *db.Tx, whole set) (Report, error) {
	digest := whole.digest()
	report := Report{Files: len(whole.items)}
	known, err := selectSet(tx, digest[:])
	if err != nil || known {
		report.Unchanged = len(whole.items)
		return report, err
	}
	if err := takesLong(tx); err != nil {
		return report, err
	}
	p := publication{tx: tx, set: whole, report: &report}
	if p.known, err = selectFrozen(tx); err != nil {
		return report, err
	}
	if err := p.prepare(s); err != nil {
		return report, err
	}
	if err := p.freeze(); err != nil {
		return report, err
	}
	return report, insertSet(tx, digest[:])
}

// publication is one run over all files.
type publication struct {
	tx       *db.Tx
	set      set
	known    []frozen
	drafts   []*draft
	fresh    []*draft
	problems Problems
	report   *Report
}

// prepare compiles what is new.
func (p *publication) prepare(s *Service) error {
	lib, problems := readFragments(p.set.fragments)
	p.problems = problems
	p.drafts = p.set.load(lib)
	here := map[string]bool{}
	for _, d := range p.drafts {
		here[d.code()] = true
		if p.isKnown(d) {
			p.report.Unchanged++
		} else {
			p.fresh = append(p.fresh, d)
		}
	}
	parallel(len(p.fresh), func(i int) { p.fresh[i].compile(s.calendar) })
	published := map[string]bool{}
	for _, f := range p.known {
		if !here[f.Code] && !published[f.Code] {
			p.report.Missing = append(p.report.Missing, f.Code)
		}
		published[f.Code] = true
	}
	p.problems = append(p.problems, claims(p.drafts)...)
	for code := range here {
		published[code] = true
	}
	p.problems = append(p.problems, links(p.fresh, published)...)
	for _, d := range p.fresh {
		p.conflicts(d)
		p.problems = append(p.problems, d.problems...)
	}
	if len(p.problems) > 0 {
		return p.problems.sorted()
	}
	return nil
}

func (p *publication) isKnown(d *draft) bool {
	return len(d.problems) == 0 && slices.ContainsFunc(p.known, func(f frozen) bool { return f.Code == d.code() && [32]byte(f.Digest) == d.digest })
}

// conflicts refuses a short code that belongs to another item.
func (p *publication) conflicts(d *draft) {
	for _, f := range p.known {
		if f.Code != d.code() && f.ShortCode == d.word("short_code") {
			p.problems = append(p.problems, d.tree.at("short_code").problem(fmt.Sprintf("%q belongs to %s", f.ShortCode, f.Code)))
			return
		}
	}
}

func (p *publication) freeze() error {
	last := map[string]int{}
	for _, f := range p.known {
		last[f.Code] = max(last[f.Code], f.Version)
	}
	var rows []version
	for _, d := range p.fresh {
		d.item.Version = last[d.item.Code] + 1
		rows = append(rows, version{item: d.item, digest: d.digest, source: d.src.raw})
		p.report.Published = append(p.report.Published, Ref{d.item.Code, d.item.Version, d.src.file})
	}
	if err := insertVersions(p.tx, rows); err != nil {
		return err
	}
	if err := writePublished(p.tx, p.report.Published); err != nil {
		return err
	}
	kept, err := p.keepFiles()
	if err != nil || len(rows)+kept == 0 {
		return err
	}
	return raiseRevision(p.tx)
}

// fileOf is a file as it is kept.
func fileOf(src source, code string) keptFile {
	digest := sha256.Sum256(src.raw)
	return keptFile{Path: src.file, Code: code, Digest: digest[:], Source: string(src.raw)}
}

// keepFiles stores the bytes of the files that are not known, so that an export gives the same files back.
func (p *publication) keepFiles() (n int, err error) {
	known, err := selectFileDigests(p.tx)
	if err != nil {
		return 0, err
	}
	var rows []keptFile
	add := func(src source, code string) {
		if f := fileOf(src, code); !known[fileKey{src.file, [32]byte(f.Digest)}] {
			rows = append(rows, f)
		}
	}
	for _, src := range p.set.fragments {
		add(src, "")
	}
	for _, d := range p.drafts {
		add(d.src, d.code())
	}
	return len(rows), insertFiles(p.tx, rows)
}

// Export is every published file by its path, items and fragments, byte for byte as it was last published.
func (s *Service) Export(ctx context.Context) (map[string]string, error) {
	var all []keptFile
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		all, err = selectFiles(tx)
		return err
	})
	files := make(map[string]string, len(all))
	for _, f := range all {
		files[f.Path] = f.Source
	}
	return files, err
}
