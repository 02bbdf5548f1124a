package catalog

import "github.com/yiyang-police/permit-portal/models/db"

func insertMiss(tx *db.Tx, query string) error {
	if err := tx.Exec(`DELETE FROM search_misses WHERE last_on < ?`, tx.Today().AddYears(-missedYears)).Error; err != nil {
		return err
	}
	return tx.Exec(`
INSERT INTO search_misses (query, first_on, last_on)
SELECT ?, ?, ? WHERE (SELECT count(*) FROM search_misses) < ? OR EXISTS (SELECT FROM search_misses WHERE query = ?)
ON CONFLICT (query) DO UPDATE SET times = search_misses.times + 1, last_on = excluded.last_on, settled_on = NULL`,
		query, tx.Today(), tx.Today(), missesKept, query).Error
}

func selectMisses(tx *db.Tx, limit int) ([]Miss, error) {
	list := []Miss{}
	err := tx.Raw(`
SELECT query, times, first_on, last_on FROM search_misses WHERE settled_on IS NULL ORDER BY times DESC, query LIMIT ?`, limit).Scan(&list).Error
	return list, err
}

func settleMiss(tx *db.Tx, query string) error {
	return tx.Exec(`UPDATE search_misses SET settled_on = ? WHERE query = ?`, tx.Today(), query).Error
}
