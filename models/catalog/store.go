package catalog

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
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

func selectVersion(tx *db.Tx, code string, version int) (*Item, error) {
	var row struct {
		Digest      []byte
		Compiled    string
		PublishedAt time.Time
	}
	res := tx.Raw(`SELECT digest, compiled::text AS compiled, published_at FROM item_versions WHERE code = ? AND version = ?`,
		code, version).Scan(&row)
	switch {
	case res.Error != nil:
		return nil, res.Error
	case res.RowsAffected == 0:
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	item := new(Item)
	if err := json.Unmarshal([]byte(row.Compiled), item); err != nil {
		return nil, fmt.Errorf("item %s version %d: %w", code, version, err)
	}
	item.Digest, item.PublishedAt = hex.EncodeToString(row.Digest), row.PublishedAt.In(workday.Zone)
	return item, nil
}

func insertVersion(tx *db.Tx, item *Item, digest, source []byte) error {
	compiled, err := json.Marshal(item)
	if err != nil {
		return err
	}
	return tx.Exec(`
INSERT INTO item_versions (code, version, short_code, digest, source, compiled, published_at)
VALUES (?, ?, ?, ?, ?, ?::jsonb, ?)`,
		item.Code, item.Version, item.ShortCode, digest, string(source), string(compiled), tx.Now).Error
}
