package server

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/yiyang-police/permit-portal/handlers/jobs"
)

// queues and how many jobs of each run at once in one process. Most jobs are short and wait for the database or for somebody
// outside; printing needs a processor and memory.
var queues = map[string]river.QueueConfig{
	river.QueueDefault: {MaxWorkers: 10},
	"print":            {MaxWorkers: 2},
	"outside":          {MaxWorkers: 10}, // registers and short messages: a slow one must not hold up the rest
}

// workers lists who works off which kind of job.
func (a *app) workers() *river.Workers {
	w := river.NewWorkers()
	jobs.Register(w, jobs.Deps{
		Enterprises: a.enterprises, Expedite: a.expedite,
		DB: a.db, Accounts: a.accounts, Calendar: a.calendars.Current, Calendars: a.calendars, Cases: a.cases, Catalog: a.catalog, Documents: a.documents, Materials: a.materials, Notices: a.notices, Outbox: a.outbox,
		Supervise: a.supervise, Readings: a.readings, Appointments: a.appointments, Disclosures: a.disclosures, Deliveries: a.deliveries, Licences: a.licences,
	})
	return w
}

// newWorker makes River's client on the portal's own pool.
func (a *app) newWorker(periodic []*river.PeriodicJob) (*river.Client[pgx.Tx], error) {
	client, err := river.NewClient(riverpgxv5.New(a.db.Pool()), &river.Config{
		Queues: queues, Workers: a.workers(), PeriodicJobs: periodic, Logger: a.parts,
	})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return client, nil
}

// startWork works off jobs. finish waits for those under way and hands the rest back to the queue.
func (a *app) startWork(ctx context.Context) (finish func(), err error) {
	client, err := a.newWorker(jobs.Schedule())
	if err != nil {
		return nil, err
	}
	if err := client.Start(ctx); err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return func() { a.finishWork(client) }, nil
}

func (a *app) finishWork(client *river.Client[pgx.Tx]) {
	patience, cancel := context.WithTimeout(context.Background(), finishedJobs)
	defer cancel()
	if client.Stop(patience) == nil {
		return
	}
	hurry, cancel := context.WithTimeout(context.Background(), finishedJobs)
	defer cancel()
	if err := client.StopAndCancel(hurry); err != nil {
		a.log.Error("some jobs did not end and will be taken up again", "error", err)
	}
}
