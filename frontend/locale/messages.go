package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
)

//go:embed zh/*.json en/*.json
var files embed.FS

// messages holds every message by language and key; it is read-only after the program has started.
var messages, duplicates = mustLoad()

// mustLoad merges all files of each language. A file that cannot be read stops the program at once: it is part of the binary, so
// this is a mistake of the build and never of a user. Keys that stand in two files are listed for the test.
func mustLoad() (map[Lang]map[string]string, []string) {
	all := map[Lang]map[string]string{}
	var twice []string
	for _, lang := range []Lang{Chinese, English} {
		all[lang] = map[string]string{}
		entries, err := files.ReadDir(string(lang))
		if err != nil {
			panic(err)
		}
		for _, entry := range entries {
			name := path.Join(string(lang), entry.Name())
			one, err := read(name)
			if err != nil {
				panic(err)
			}
			for key, text := range one {
				if _, there := all[lang][key]; there {
					twice = append(twice, name+": "+key)
				}
				all[lang][key] = text
			}
		}
	}
	return all, twice
}

func read(name string) (map[string]string, error) {
	raw, err := files.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var one map[string]string
	if err := json.Unmarshal(raw, &one); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return one, nil
}
