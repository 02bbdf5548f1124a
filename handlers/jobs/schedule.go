package jobs

import (
	"time"

	"github.com/riverqueue/river"
)

// Schedule lists all periodic work. One instance inserts the jobs, whichever leads; every job is harmless when repeated. Limits of the
// law never wait for these: they are applied whenever a case is looked at.
func Schedule() []*river.PeriodicJob {
	return []*river.PeriodicJob{
		every(time.Hour, SweepMaterialsArgs{}),
		every(time.Hour, ForgetKeysArgs{}),
	}
}

func every(interval time.Duration, args river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(interval), func() (river.JobArgs, *river.InsertOpts) { return args, nil }, nil)
}
