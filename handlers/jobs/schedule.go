package jobs

import (
	"time"

	"github.com/riverqueue/river"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/delivery"
)

// Schedule lists all periodic work. One instance inserts the jobs, whichever leads; every job is harmless when repeated. Limits of the
// law never wait for these: they are applied whenever a case is looked at.
func Schedule() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		every(time.Minute, casework.SettleArgs{}),         // limits that have ended: T09, T11, T34; the unit's reminder and its end
		every(time.Minute, casework.ReleaseArgs{}),        // leases that ran out, ends of shifts, leave
		every(10*time.Minute, RecountLimitsArgs{}),        // limits beside the cases' clocks, on a new calendar
		every(time.Hour, casework.RemindArgs{}),           // drafts of filings whose beginning has come
		every(10*time.Minute, WatchClocksArgs{}),          // cards for red lamps and overdue decisions
		every(time.Hour, PatrolArgs{}),                    // the patrol rules of domain.md 4.11, over the last days
		every(time.Hour, WatchRepairsArgs{}),              // repairs of bad ratings behind K14 or K15
		every(time.Hour, WatchDoubtsArgs{}),               // answers to doubts about evidence behind their limit
		every(time.Hour, WatchJusticeArgs{}),              // answers to the justice department behind their limit
		every(10*time.Minute, casework.WatchQueuesArgs{}), // promises and journeys that are near or missed
		every(30*time.Minute, RemindVisitorsArgs{}),       // who is expected on the next working day; appointments that nobody marked
		every(time.Hour, SweepLicencesArgs{}),             // certificates that end: reminders, and their cancellation once they have ended
		every(time.Minute, ShareLicencesArgs{}),           // what certificates have become, to the library of electronic licences
		every(6*time.Hour, SweepArchivesArgs{}),           // cases that ended twenty days ago
		every(time.Minute, CompleteDeliveriesArgs{}),      // T32 of results that have reached people's spaces and mobiles
		every(10*time.Minute, delivery.TrackArgs{}),       // letters on their way: T32, T33 by what the post reports
		every(time.Hour, SweepDeliveriesArgs{}),           // papers that nobody opened within three working days
		every(time.Hour, SweepDisclosuresArgs{}),          // decisions whose day of publication has come; patrol P6
		every(time.Hour, RefreshEnterprisesArgs{}),        // how enterprises stand in the register, each once a day
		every(time.Hour, casework.BacklogArgs{}),          // decisions from before the publicity of permits was kept
		every(time.Hour, casework.FamiliesArgs{}),         // families of officers, each once a week: who must keep away from whose case
		every(time.Hour, casework.EndsArgs{}),             // T30: whether applicants of open cases still live and their units stand, each once a day
		every(6*time.Hour, WatchPapersArgs{}),             // papers in document boxes that end within 30 and within 7 days
		every(time.Hour, OfferSeatsArgs{}),                // seats that ended or that nobody took: to the next who waits
		every(6*time.Hour, AskJourneysArgs{}),             // whether expedited endorsements were used, once their journey should be over
		every(time.Minute, PublishDueArgs{}),              // drafts of items that are to be published at a set time
		every(15*time.Minute, SweepAccountsArgs{}),        // codes, challenges and sessions that have ended
		every(time.Hour, SweepMaterialsArgs{}),            // uploads that no application names
		every(time.Hour, ForgetKeysArgs{}),                // answers kept for repeated requests
		every(24*time.Hour, SweepReadingsArgs{}),          // readings of personal data that were kept three years
		every(24*time.Hour, SweepOutboxArgs{}),            // the test outbox of demonstrations
	}
}

// every runs a job at start and then again and again, so that a portal that was down catches up at once.
func every(interval time.Duration, args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(interval), func() (river.JobArgs, *river.InsertOpts) { return args, nil },
		&river.PeriodicJobOpts{RunOnStart: true})
}
