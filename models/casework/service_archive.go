package casework

import (
	"context"
	"encoding/hex"
	"encoding/xml"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// moveArchive is the word in the journal for the first archiving (domain.md T35).
const moveArchive = "archive"

// Archive gives the signed package of a case that has ended (domain.md T35, 6.5) and, the first time, writes that into the journal. It fails
// with ARCHIVE_NOT_ENDED before the end and with ARCHIVE_NOT_READY while a document is not printed.
func (s *Service) Archive(ctx context.Context, actor account.Actor, id uuid.UUID) (name string, data []byte, err error) {
	if !actor.HasAny(account.Archivist, account.Supervisor, account.CaseManager) {
		return "", nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	see := sight{"c.number IS NOT NULL", nil}
	var files []archiveFile
	if err := s.look(ctx, id, see, actor, func(w *work) (err error) {
		files, err = s.archiveFiles(ctx, w)
		return err
	}); err != nil {
		return "", nil, err
	}
	var m manifest
	err = s.edit(ctx, id, see, actor, func(w *work) error {
		entries, err := w.archived()
		if err != nil {
			return err
		}
		first := entries[slices.IndexFunc(entries, isArchiving)]
		m = manifest{Case: w.Number, ArchivedAt: first.At, Journal: archiveHead{w.Head.Seq, hex.EncodeToString(w.Head.Digest)}}
		lines, err := journalLines(entries)
		if err != nil {
			return err
		}
		meta, err := xml.MarshalIndent(w.archiveMeta(first), "", "  ")
		files = append(files, archiveFile{archiveJournal, lines}, archiveFile{archiveMetadata, append([]byte(xml.Header), meta...)})
		return err
	})
	if err != nil {
		return "", nil, err
	}
	data, err = pack(m, files, s.documents.SignBytes)
	return m.Case + ".zip", data, err
}

// archiveFiles reads the printed documents, the form first, and the attached materials.
func (s *Service) archiveFiles(ctx context.Context, w *work) (files []archiveFile, err error) {
	if !w.proc.Final(w.Law.State) {
		return nil, fault.New(fault.Conflict, "ARCHIVE_NOT_ENDED")
	}
	docs, err := s.documents.List(w.tx, w.ID)
	if err != nil {
		return nil, err
	}
	if err := w.files(); err != nil {
		return nil, err
	}
	for i, d := range docs {
		if d.Render != document.RenderDone {
			return nil, fault.New(fault.Conflict, "ARCHIVE_NOT_READY", "title", d.Title)
		}
		content, err := s.documents.Content(ctx, d.BlobKey)
		if err != nil {
			return nil, err
		}
		files = append(files, archiveFile{archiveName("documents", i+1, d.FileName()), content})
	}
	ids := make([]uuid.UUID, 0, len(w.uploads))
	for id, u := range w.uploads {
		if u.Attached {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }) // their order of arrival
	for i, id := range ids {
		content, err := s.documents.Content(ctx, w.uploads[id].Key())
		if err != nil {
			return nil, err
		}
		files = append(files, archiveFile{archiveName("materials", i+1, w.uploads[id].Name), content})
	}
	return files, nil
}

func isArchiving(e journal.Entry) bool { return e.Move == moveArchive }

// archived is the journal with its record of the archiving, written when it is the first.
func (w *work) archived() ([]journal.Entry, error) {
	entries, err := journal.List(w.tx, w.ID)
	if err != nil || slices.ContainsFunc(entries, isArchiving) {
		return entries, err
	}
	state := string(w.Law.State)
	w.Head, err = journal.Append(w.tx, w.ID, w.Head, journal.Entry{Move: moveArchive, ActorID: w.actor.AccountID, ActorName: w.actor.Name,
		PoliceNo: w.actor.Officer, Terminal: w.actor.Terminal, From: state, To: state, Before: w.digest(), After: w.digest()})
	if err != nil {
		return nil, err
	}
	if err := updateHead(w.tx, w.record); err != nil {
		return nil, err
	}
	return journal.List(w.tx, w.ID)
}

func (w *work) archiveMeta(first journal.Entry) archiveMeta {
	masked := ""
	if id, err := identity.ParseIDNumber(w.IDNumber, w.tx.Today()); err == nil {
		masked = id.Masked()
	}
	return archiveMeta{Number: w.Number, ItemCode: w.ItemCode, ItemName: w.item.Name.Zh, ItemVersion: w.ItemVersion, Applicant: w.Who.Name, ApplicantID: masked,
		Unit: w.UnitName, UnitCode: w.UnitCode, State: string(w.Law.State), Verdict: string(w.Law.Verdict), Grounds: w.Law.Grounds,
		DecidedOn: dayOf(w.Law.DecidedOn), ReceivedOn: dayOf(w.Law.ReceivedOn), AcceptedOn: dayOf(w.Law.AcceptedOn), DeliveredOn: dayOf(w.Law.DeliveredOn),
		ArchivedAt: first.At, RetentionYears: retention(w.proc.Code, w.Law)}
}

// dayOf is a date as it stands in the metadata; "" for none.
func dayOf(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// Ended tells whether no row of its procedure leads on, so that the case can be archived.
func (v ClerkView) Ended() bool {
	p, known := procedure.Named(v.Procedure)
	return known && p.Final(v.State)
}
