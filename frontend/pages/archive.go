package pages

import (
	"context"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// ArchivesView is the archivist's list: cases that wait, or those that are archived.
type ArchivesView struct {
	Found       casework.Page[casework.ArchiveRow]
	Done        bool
	Today       workday.Date
	Archives    bool // the reader archives
	Refusal     string
	First, Next string
	Flash       string
}

// List is the list's name in the address.
func (v ArchivesView) List() string {
	if v.Done {
		return "done"
	}
	return "due"
}

func (v ArchivesView) dueTone(r casework.ArchiveRow) ui.Tone {
	switch {
	case r.Due.Before(v.Today):
		return ui.Danger
	case r.Due.Before(v.Today.AddDays(10)):
		return ui.Warning
	}
	return ui.Neutral
}

// keptUntil says for how long an archived case is kept.
func keptUntil(ctx context.Context, r casework.ArchiveRow) string {
	if r.KeepUntil.IsZero() {
		return locale.T(ctx, "archive.keep.filing", "years", r.Years)
	}
	return locale.T(ctx, "archive.keep", "years", r.Years, "until", r.KeepUntil)
}
