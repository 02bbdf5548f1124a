// Package casework is the life of a case 办件: the draft, its receipt, the queues and claims of desks, the review and the decision. Its use-cases
// settle what time has decided, decide with the pure rules of models/procedure, and commit everything in one transaction.
package casework

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Items are the frozen items; *catalog.Service gives them.
type Items interface {
	Item(ctx context.Context, code string) (*catalog.Item, error)
	Version(ctx context.Context, code string, version int) (*catalog.Item, error)
}

// Registers are what a case asks outside (domain.md 6.8).
type Registers struct {
	Population Population
	Explosives Explosives
	Background Background
}

// Uploads tells what is known of the materials of a case, its owner's loose uploads included; material.OfCase gives it.
type Uploads func(tx *db.Tx, owner, caseID uuid.UUID) (map[uuid.UUID]form.MaterialFacts, error)

// Service is the casework's use-cases, each one transaction.
type Service struct {
	db        *db.DB
	items     Items
	calendar  func() *workday.Calendar
	registers Registers
	uploads   Uploads
}

// New makes the service. Calendar gives the newest calendar; it is asked at every act (C-6).
func New(d *db.DB, items Items, calendar func() *workday.Calendar, registers Registers, uploads Uploads) *Service {
	return &Service{db: d, items: items, calendar: calendar, registers: registers, uploads: uploads}
}

var _ account.Actor // doors pass actors
