package catalog

import (
	"io/fs"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Load reads and judges a folder of item files without publishing them, in the order of their paths. Unlike a published version an item keeps
// its examples. The error is Problems.
func Load(files fs.FS, cal *workday.Calendar) ([]*Item, error) {
	whole, err := readSet(files)
	if err != nil {
		return nil, err
	}
	lib, problems := readFragments(whole.fragments)
	drafts := whole.load(lib)
	parallel(len(drafts), func(i int) { drafts[i].compile(cal) })
	var items []*Item
	for _, d := range drafts {
		problems = append(problems, d.problems...)
		items = append(items, d.item)
	}
	if len(problems) > 0 {
		return nil, problems.sorted()
	}
	return items, nil
}
