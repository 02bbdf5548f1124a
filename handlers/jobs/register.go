// Package jobs is the clock's door: what the portal does by itself, after an act or by the hour. Each job calls one use-case and is
// harmless when repeated.
package jobs

import (
	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/appointment"
	"github.com/yiyang-police/permit-portal/models/calendar"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/enterprise"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/reading"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Deps are the services that jobs call. Outbox is nil unless short messages only go there.
type Deps struct {
	DB        *db.DB
	Accounts  *account.Service
	Calendar  func() *workday.Calendar
	Calendars *calendar.Service
	Cases     *casework.Service
	Catalog   *catalog.Service
	Documents *document.Service
	Materials *material.Service
	Notices   *notice.Service
	Outbox    *notice.Outbox
	Supervise *supervise.Service
	Readings  *reading.Book

	Appointments *appointment.Service
	Deliveries   *delivery.Service
	Disclosures  *disclosure.Service
	Enterprises  *enterprise.Service
	Expedite     *expedite.Service
	Licences     document.Library
}

// Register adds the worker of every kind of job; those of periodic jobs are in Schedule's order.
func Register(w *river.Workers, d Deps) {
	river.AddWorker(w, &RenderDocument{Documents: d.Documents})
	river.AddWorker(w, &ScanMaterial{Materials: d.Materials})
	river.AddWorker(w, &SendNotice{Notices: d.Notices, Calendar: d.Calendar})
	river.AddWorker(w, &SendCode{Notices: d.Notices})
	river.AddWorker(w, &AskRegisters{Cases: d.Cases})
	river.AddWorker(w, &CommitDecision{Cases: d.Cases})
	river.AddWorker(w, &RaiseAlarm{Supervise: d.Supervise})
	river.AddWorker(w, &PublishRevision{Catalog: d.Catalog})
	river.AddWorker(w, &TellRetired{Cases: d.Cases})
	river.AddWorker(w, &MissingDisclosure{Supervise: d.Supervise})
	river.AddWorker(w, &AskAboutEnterprise{Enterprises: d.Enterprises})
	river.AddWorker(w, &CancelLicence{Cases: d.Cases})
	river.AddWorker(w, &OfferCompensation{Cases: d.Cases})

	river.AddWorker(w, &AskFamilies{Cases: d.Cases})
	river.AddWorker(w, &AskEnds{Cases: d.Cases})
	river.AddWorker(w, &EnterBacklog{Cases: d.Cases})
	river.AddWorker(w, &SettleCases{Cases: d.Cases})
	river.AddWorker(w, &RecountLimits{Calendars: d.Calendars, Recounters: []Recounter{d.Supervise, d.Expedite, d.Enterprises, d.Deliveries}})
	river.AddWorker(w, &RemindDrafts{Cases: d.Cases})
	river.AddWorker(w, &ReleaseSteps{Cases: d.Cases})
	river.AddWorker(w, &WatchQueues{Cases: d.Cases})
	river.AddWorker(w, &WatchRepairs{Supervise: d.Supervise})
	river.AddWorker(w, &WatchClocks{Supervise: d.Supervise})
	river.AddWorker(w, &Patrol{Supervise: d.Supervise})
	river.AddWorker(w, &RemindVisitors{Appointments: d.Appointments})
	river.AddWorker(w, &SweepArchives{Cases: d.Cases})
	river.AddWorker(w, &CompleteDeliveries{Deliveries: d.Deliveries, Cases: d.Cases})
	river.AddWorker(w, &TrackParcels{Deliveries: d.Deliveries, Cases: d.Cases})
	river.AddWorker(w, &SweepDeliveries{Deliveries: d.Deliveries})
	river.AddWorker(w, &SweepDisclosures{Disclosures: d.Disclosures})
	river.AddWorker(w, &RefreshEnterprises{Enterprises: d.Enterprises})
	river.AddWorker(w, &WatchPapers{Enterprises: d.Enterprises})
	river.AddWorker(w, &SweepLicences{Cases: d.Cases})
	river.AddWorker(w, &ShareLicences{Documents: d.Documents, Library: d.Licences})
	river.AddWorker(w, &OfferSeats{Expedite: d.Expedite})
	river.AddWorker(w, &WatchDoubts{Expedite: d.Expedite})
	river.AddWorker(w, &AskJourneys{Expedite: d.Expedite})
	river.AddWorker(w, &PublishDue{Catalog: d.Catalog})
	river.AddWorker(w, &SweepAccounts{Accounts: d.Accounts})
	river.AddWorker(w, &SweepMaterials{Materials: d.Materials})
	river.AddWorker(w, &ForgetKeys{DB: d.DB})
	river.AddWorker(w, &WatchJustice{Supervise: d.Supervise})
	river.AddWorker(w, &SweepReadings{Readings: d.Readings})
	river.AddWorker(w, &SweepOutbox{Outbox: d.Outbox})
}
