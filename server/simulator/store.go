package simulator

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"sync"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// memory keeps the numbers that the simulated 民爆信息系统 has allocated, and what the simulated 电子证照库 was told.
type memory interface {
	Allocate(ctx context.Context, n number) (string, error)         // the same case gets the same number again
	Numbers(ctx context.Context, idNumber string) ([]number, error) // oldest first
	KeepLicence(ctx context.Context, s document.Shared) error       // of an older time: changes nothing
}

// number is one allocation.
type number struct{ CaseNumber, Number, IDNumber, Category, Previous string }

// opaque makes the number of a case: nobody can read anything from it.
func opaque(caseNumber string) string {
	digest := sha256.Sum256([]byte("certificate of " + caseNumber))
	return "HN-" + base32.StdEncoding.EncodeToString(digest[:10])[:12]
}

// stored is the memory of a database.
type stored struct{ db *db.DB }

func (s stored) Allocate(ctx context.Context, n number) (allocated string, err error) {
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		return tx.Raw(`
INSERT INTO simulated_licences (case_number, number, id_number, category, previous, allocated_at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (case_number) DO UPDATE SET case_number = excluded.case_number RETURNING number`,
			n.CaseNumber, n.Number, n.IDNumber, n.Category, n.Previous, tx.Now).Scan(&allocated).Error
	})
	return allocated, err
}

func (s stored) Numbers(ctx context.Context, idNumber string) (list []number, err error) {
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		return tx.Raw(`
SELECT case_number, number, id_number, category, previous FROM simulated_licences WHERE id_number = ? ORDER BY allocated_at, case_number`,
			idNumber).Scan(&list).Error
	})
	return list, err
}

func (s stored) KeepLicence(ctx context.Context, l document.Shared) error {
	raw, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		return tx.Exec(`
INSERT INTO simulated_elicences (id, state, at) VALUES (?, ?, ?)
ON CONFLICT (id) DO UPDATE SET state = excluded.state, at = excluded.at WHERE simulated_elicences.at <= excluded.at`, l.ID, string(raw), l.At).Error
	})
}

// keepBase is the day of the first start.
func keepBase(ctx context.Context, d *db.DB) (base workday.Date, err error) {
	err = d.Write(ctx, func(tx *db.Tx) error {
		return tx.Raw(`
INSERT INTO simulated_world (base) VALUES (?) ON CONFLICT (one) DO UPDATE SET base = simulated_world.base RETURNING base`,
			tx.Today()).Scan(&base).Error
	})
	return base, err
}

// forgetful is the memory of a test.
type forgetful struct {
	mu       sync.Mutex
	list     []number
	licences map[uuid.UUID]document.Shared
}

func (f *forgetful) Allocate(_ context.Context, n number) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, known := range f.list {
		if known.CaseNumber == n.CaseNumber {
			return known.Number, nil
		}
	}
	f.list = append(f.list, n)
	return n.Number, nil
}

func (f *forgetful) Numbers(_ context.Context, idNumber string) (list []number, _ error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, n := range f.list {
		if n.IDNumber == idNumber {
			list = append(list, n)
		}
	}
	return list, nil
}

func (f *forgetful) KeepLicence(_ context.Context, l document.Shared) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.licences == nil {
		f.licences = map[uuid.UUID]document.Shared{}
	}
	if !f.licences[l.ID].At.After(l.At) {
		f.licences[l.ID] = l
	}
	return nil
}
