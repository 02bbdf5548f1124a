package catalog

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// frozen is what is known of a published version without reading it.
type frozen struct {
	Code      string
	Version   int
	ShortCode string
	Digest    []byte
}

// lockCatalog lets one publication run at a time and returns the revision before it.
func lockCatalog(tx *db.Tx) (revision int64, err error) {
	err = tx.Raw(`SELECT revision FROM catalog_revision FOR UPDATE`).Scan(&revision).Error
	return revision, err
}

func raiseRevision(tx *db.Tx) error {
	return tx.Exec(`UPDATE catalog_revision SET revision = revision + 1 WHERE one`).Error
}

func selectRevision(tx *db.Tx) (revision int64, err error) {
	err = tx.Raw(`SELECT revision FROM catalog_revision`).Scan(&revision).Error
	return revision, err
}

func selectFrozen(tx *db.Tx) (all []frozen, err error) {
	err = tx.Raw(`SELECT code, version, short_code, digest FROM item_versions ORDER BY code, version`).Scan(&all).Error
	return all, err
}

func selectNewest(tx *db.Tx) ([]key, error) {
	var rows []struct {
		Code    string
		Version int
	}
	err := tx.Raw(`SELECT code, max(version) AS version FROM item_versions GROUP BY code ORDER BY code`).Scan(&rows).Error
	newest := make([]key, len(rows))
	for i, r := range rows {
		newest[i] = key{r.Code, r.Version}
	}
	return newest, err
}

// stored is a version as it lies in its table.
type stored struct {
	Code        string
	Version     int
	Digest      []byte
	Compiled    string
	PublishedAt time.Time
}

func (r stored) item() (*Item, error) {
	item := new(Item)
	if err := json.Unmarshal([]byte(r.Compiled), item); err != nil {
		return nil, fmt.Errorf("item %s version %d: %w", r.Code, r.Version, err)
	}
	intern(item)
	item.Digest, item.PublishedAt = hex.EncodeToString(r.Digest), r.PublishedAt.In(workday.Zone)
	return item, nil
}

func selectVersion(tx *db.Tx, code string, version int) (*Item, error) {
	var row stored
	res := tx.Raw(`SELECT code, version, digest, compiled::text AS compiled, published_at FROM item_versions WHERE code = ? AND version = ?`,
		code, version).Scan(&row)
	switch {
	case res.Error != nil:
		return nil, res.Error
	case res.RowsAffected == 0:
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return row.item()
}

// versionsAtOnce is how many compiled versions lie in memory as text at a time.
const versionsAtOnce = 64

// unlisted are the parts of an item at which no list and no search looks (head, summarise, doc): more than half of its bytes.
const unlisted = "{form,procedure,checks,grounds,documents,legal_basis,provenance,specimen,contacts,never_asked}"

// selectListed reads versions without their unlisted parts, in the order of keys, and decodes them on all processors.
func selectListed(tx *db.Tx, keys []key) ([]*Item, error) {
	items := make([]*Item, 0, len(keys))
	for part := range slices.Chunk(keys, versionsAtOnce) {
		pairs := make([][]any, len(part))
		for i, k := range part {
			pairs[i] = []any{k.code, k.version}
		}
		var rows []stored
		err := tx.Raw(`SELECT code, version, digest, (compiled - CAST(? AS text[]))::text AS compiled, published_at FROM item_versions
			WHERE (code, version) IN ?`, unlisted, pairs).Scan(&rows).Error
		if err != nil {
			return nil, err
		}
		found := make(map[key]*Item, len(rows))
		decoded, failed := make([]*Item, len(rows)), make([]error, len(rows))
		parallel(len(rows), func(i int) { decoded[i], failed[i] = rows[i].item() })
		if err := errors.Join(failed...); err != nil {
			return nil, err
		}
		for i, r := range rows {
			found[key{r.Code, r.Version}] = decoded[i]
		}
		for _, k := range part {
			items = append(items, found[k])
		}
	}
	return items, nil
}

// version is an item on its way into the table.
type version struct {
	item   *Item
	digest [32]byte
	source []byte
}

// rowsAtOnce is how many rows one statement writes.
const rowsAtOnce = 50

func insertVersions(tx *db.Tx, all []version) error {
	compiled := make([]string, len(all))
	var failed atomic.Pointer[error]
	parallel(len(all), func(i int) {
		all[i].item.Specimen = all[i].item.specimen()
		raw, err := json.Marshal(all[i].item)
		if err != nil {
			failed.Store(&err)
		}
		compiled[i] = string(raw)
	})
	if err := failed.Load(); err != nil {
		return *err
	}
	for from := 0; from < len(all); from += rowsAtOnce {
		var places []string
		var args []any
		for i := from; i < min(from+rowsAtOnce, len(all)); i++ {
			v := all[i]
			places = append(places, "(?, ?, ?, ?, ?, ?::jsonb, ?)")
			args = append(args, v.item.Code, v.item.Version, v.item.ShortCode, v.digest[:], string(v.source), compiled[i], tx.Now)
		}
		err := tx.Exec(`
INSERT INTO item_versions (code, version, short_code, digest, source, compiled, published_at)
VALUES `+strings.Join(places, ", "), args...).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// takesLong lets a transaction be silent for minutes: compiling all items on a busy machine takes longer than the server waits else.
func takesLong(tx *db.Tx) error {
	return tx.Exec(`SET LOCAL idle_in_transaction_session_timeout = '5min'`).Error
}

// selectSet tells whether exactly this set of files was published before.
func selectSet(tx *db.Tx, digest []byte) (known bool, err error) {
	err = tx.Raw(`SELECT EXISTS (SELECT 1 FROM catalog_sets WHERE digest = ?)`, digest).Scan(&known).Error
	return known, err
}

func insertSet(tx *db.Tx, digest []byte) error {
	return tx.Exec(`INSERT INTO catalog_sets (published_at, digest) VALUES (?, ?)`, tx.Now, digest).Error
}

// keptFile is a file of the catalogue as it was published.
type keptFile struct {
	Path   string
	Code   string
	Digest []byte
	Source string
}

type fileKey struct {
	path   string
	digest [32]byte
}

func selectFileDigests(tx *db.Tx) (map[fileKey]bool, error) {
	var rows []keptFile
	if err := tx.Raw(`SELECT path, digest FROM catalog_files`).Scan(&rows).Error; err != nil {
		return nil, err
	}
	known := make(map[fileKey]bool, len(rows))
	for _, r := range rows {
		known[fileKey{r.Path, [32]byte(r.Digest)}] = true
	}
	return known, nil
}

// selectFiles reads the newest file of every path.
func selectFiles(tx *db.Tx) (all []keptFile, err error) {
	err = tx.Raw(`SELECT DISTINCT ON (path) path, code, digest, source FROM catalog_files ORDER BY path, seq DESC`).Scan(&all).Error
	return all, err
}

func insertFiles(tx *db.Tx, all []keptFile) error {
	for from := 0; from < len(all); from += rowsAtOnce {
		var places []string
		var args []any
		for _, f := range all[from:min(from+rowsAtOnce, len(all))] {
			places = append(places, "(?, ?, ?, ?, ?)")
			args = append(args, f.Path, f.Code, f.Digest, f.Source, tx.Now)
		}
		err := tx.Exec(`INSERT INTO catalog_files (path, code, digest, source, published_at) VALUES `+strings.Join(places, ", "), args...).Error
		if err != nil {
			return err
		}
	}
	return nil
}
