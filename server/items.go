package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// checkItems lists the faults of item files without publishing anything; it needs no database. Of a single department's folder or file
// only those items are judged, with the fragments of the set to which they belong.
func checkItems(args []string, out io.Writer) error {
	if len(args) > 1 {
		return errors.New("publish --check takes one folder or file, or none")
	}
	calendar, err := workday.Load(migrations.Calendars())
	if err != nil {
		return err
	}
	files, root, only := migrations.Items(), "", ""
	if len(args) == 1 {
		if root, only, err = setOf(args[0]); err != nil {
			return err
		}
		files = os.DirFS(root)
	}
	report, err := catalog.CheckFiles(files, calendar, only)
	var problems catalog.Problems
	if errors.As(err, &problems) {
		for i := range problems {
			problems[i].File = filepath.Join(root, filepath.FromSlash(problems[i].File))
		}
		return fmt.Errorf("%d files, %d faults\n%w", report.Files, len(problems), problems)
	}
	if err != nil {
		return err
	}
	for _, word := range report.Shared {
		fmt.Fprintln(out, "note: several items claim the word", word)
	}
	for _, name := range report.Unused {
		fmt.Fprintln(out, "note: no item uses the fragment", name)
	}
	_, err = fmt.Fprintf(out, "%d files: no faults\n", report.Files)
	return err
}

// setOf finds the folder with the fragments at or above a path, and the path below it.
func setOf(path string) (root, only string, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", "", err
	}
	start := path
	if !info.IsDir() {
		start = filepath.Dir(path)
	}
	absolute, err := filepath.Abs(start)
	if err != nil {
		return "", "", err
	}
	root = start
	for above := absolute; ; above = filepath.Dir(above) {
		if _, err := os.Stat(filepath.Join(above, "fragments")); err == nil {
			if root, err = relative(above); err != nil {
				return "", "", err
			}
			break
		} else if !errors.Is(err, fs.ErrNotExist) || above == filepath.Dir(above) {
			break
		}
	}
	only, err = filepath.Rel(root, path)
	return root, filepath.ToSlash(only), err
}

// relative is a path as one would type it here.
func relative(path string) (string, error) {
	here, err := os.Getwd()
	if err != nil {
		return "", err
	}
	return filepath.Rel(here, path)
}

// export writes the item files and fragments as they were last published.
func export(ctx context.Context, c config, args []string, out io.Writer) (err error) {
	if len(args) != 1 {
		return errors.New("export takes one folder")
	}
	a := newApp(c)
	defer func() { err = errors.Join(err, a.stop()) }()
	if err := a.start(ctx, a.base()); err != nil {
		return err
	}
	files, err := catalog.New(a.db, nil, a.log).Export(ctx)
	if err != nil {
		return err
	}
	for name, content := range files {
		if !filepath.IsLocal(name) {
			return fmt.Errorf("%q lies outside the folder", name)
		}
		target := filepath.Join(args[0], filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(target, []byte(content), 0o644); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(out, "%d files written\n", len(files))
	return err
}
