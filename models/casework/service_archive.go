package casework

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// anyReceived is the sight of those whose office reaches every received case: who archives, and case management.
var anyReceived = sight{"c.number IS NOT NULL", nil}

// Archive gives the signed package of a case that has ended (domain.md T35, 6.5). For the archivist it archives the case first, where that was
// not done yet: it looks for the four properties and writes the archiving into the journal, once. Case managers and inspectors get what is
// archived. Faults: NOT_FOUND, ARCHIVE_NOT_ENDED, ARCHIVE_NOT_READY (a document is not printed), ARCHIVE_LACKS (a property is missing),
// ARCHIVE_NOT_YET.
func (s *Service) Archive(ctx context.Context, actor account.Actor, id uuid.UUID) (name string, data []byte, err error) {
	if !actor.HasAny(account.Archivist, account.Supervisor, account.CaseManager) {
		return "", nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return s.archive(ctx, actor, id, actor.HasAny(account.Archivist))
}

func (s *Service) archive(ctx context.Context, actor account.Actor, id uuid.UUID, may bool) (name string, data []byte, err error) {
	var files []archiveFile
	var faults []ArchiveFault
	err = s.look(ctx, id, anyReceived, actor, func(w *work) (err error) {
		row, _, err := selectArchive(w.tx, w.ID)
		if err != nil {
			return err
		}
		if files, faults, err = s.archiveFiles(ctx, w); err == nil && row.ArchivedAt.IsZero() && !may {
			err = fault.New(fault.Conflict, "ARCHIVE_NOT_YET")
		}
		return err
	})
	if err != nil {
		return "", nil, err
	}
	var m manifest
	err = s.edit(ctx, id, anyReceived, actor, func(w *work) error {
		entries, err := w.archived(faults)
		if err != nil {
			return err
		}
		last := archivings(entries)
		first := last[len(last)-1]
		m = manifest{Case: w.Number, ArchivedAt: first.At, Journal: archiveHead{w.Head.Seq, hex.EncodeToString(w.Head.Digest)}}
		lines, err := journalLines(entries)
		if err != nil {
			return err
		}
		described, err := s.archiveMeta(w, first)
		if err != nil {
			return err
		}
		meta, err := xml.MarshalIndent(described, "", "  ")
		files = append(files, archiveFile{archiveJournal, lines}, archiveFile{archiveMetadata, append([]byte(xml.Header), meta...)})
		return err
	})
	if fault.Code(err) == "ARCHIVE_LACKS" {
		if e := s.db.Write(ctx, func(tx *db.Tx) error { return noteLook(tx, id, faults) }); e != nil {
			return "", nil, e // what is not noted has not been looked at
		}
	}
	if err != nil {
		return "", nil, err
	}
	data, err = pack(m, files, s.documents.SignBytes)
	return m.Case + ".zip", data, err
}

// Archives lists cases that have ended: those that wait to be archived, the first due first, or those that are. Fault: ROLE_REQUIRED.
func (s *Service) Archives(ctx context.Context, actor account.Actor, done bool, after uuid.UUID, limit int) (page Page[ArchiveRow], err error) {
	if !actor.HasAny(account.Archivist, account.Supervisor, account.CaseManager) {
		return page, fault.New(fault.Forbidden, "ROLE_REQUIRED", "role", string(account.Archivist))
	}
	limit = min(max(limit, 1), mostRows)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		page.Items, page.Total, err = selectArchives(tx, done, after, limit+1)
		return err
	})
	if err != nil {
		return page, err
	}
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next = page.Items[limit-1].CaseID.String()
	}
	for i, r := range page.Items {
		item, err := s.items.Version(ctx, r.itemCode, r.itemVersion)
		if err != nil {
			return page, err
		}
		page.Items[i].Name = item.Name
	}
	return page, nil
}

// ArchiveDue archives cases that ended twenty days ago and have the four properties, in portions until none is left. What lacks one waits for the
// archivist, with the reason. It returns how many were archived; running it again archives nothing twice.
func (s *Service) ArchiveDue(ctx context.Context, portion int) (n int, err error) {
	for {
		var ids []uuid.UUID
		if e := s.db.Read(ctx, func(tx *db.Tx) (e error) { ids, e = archivesToDo(tx, portion); return e }); e != nil {
			return n, errors.Join(err, e)
		}
		for _, id := range ids {
			_, _, e := s.archive(ctx, account.System(), id, true)
			switch fault.Code(e) {
			case "ARCHIVE_LACKS": // is noted already
			case "ARCHIVE_NOT_READY":
				f, _ := fault.As(e)
				title, _ := f.Params["title"].(string)
				err = errors.Join(err, s.db.Write(ctx, func(tx *db.Tx) error { return noteLook(tx, id, []ArchiveFault{{Complete, title}}) }))
			default:
				if e != nil { // no fault of this case: the next run begins here
					return n, errors.Join(err, e)
				}
				n++
			}
		}
		if len(ids) < portion || err != nil {
			return n, err
		}
	}
}

// archiveFiles reads the printed documents, the form first, the attached materials, the rating and the proof of delivery, and tells which of the
// four properties the case lacks.
func (s *Service) archiveFiles(ctx context.Context, w *work) (files []archiveFile, faults []ArchiveFault, err error) {
	if !w.proc.Ended(w.Law) {
		return nil, nil, fault.New(fault.Conflict, "ARCHIVE_NOT_ENDED")
	}
	faults = []ArchiveFault{}
	lacks := func(p Property, name string) { faults = append(faults, ArchiveFault{p, name}) }
	docs, err := s.documents.List(w.tx, w.ID)
	if err != nil {
		return nil, nil, err
	}
	if len(docs) == 0 {
		lacks(Complete, document.Application.Title())
	}
	for i, d := range docs {
		if d.Render != document.RenderDone {
			return nil, nil, fault.New(fault.Conflict, "ARCHIVE_NOT_READY", "title", d.Title)
		}
		content, err := s.documents.Content(ctx, d.BlobKey)
		if err != nil {
			lacks(Complete, d.Title)
			continue
		}
		if material.Sum(content).SHA256 != d.SHA256 {
			lacks(Usable, d.Title)
		} else if err := s.documents.VerifyFile(content); err != nil {
			lacks(Authentic, d.Title)
		}
		files = append(files, archiveFile{archiveName("documents", i+1, d.FileName()), content})
	}
	uploads, lacking, err := s.archiveMaterials(ctx, w)
	if err != nil {
		return nil, nil, err
	}
	files, faults = append(files, uploads...), append(faults, lacking...)
	entries, err := journal.List(w.tx, w.ID)
	if err != nil {
		return nil, nil, err
	}
	if journal.Verify(entries, w.Head) != nil {
		lacks(Authentic, archiveJournal)
	}
	rating, deliveries, err := archivedBeside(w.tx, w.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, beside := range []archiveFile{{archiveRating, rating}, {archiveDeliveries, deliveries}} {
		if beside.data == nil {
			continue
		}
		var b bytes.Buffer
		if err := json.Indent(&b, beside.data, "", "  "); err != nil {
			return nil, nil, err
		}
		files = append(files, archiveFile{beside.Name, b.Bytes()})
	}
	return files, faults, nil
}

func (s *Service) archiveMaterials(ctx context.Context, w *work) (files []archiveFile, faults []ArchiveFault, err error) {
	if err := w.files(); err != nil {
		return nil, nil, err
	}
	ids := make([]uuid.UUID, 0, len(w.uploads))
	for id, u := range w.uploads {
		if u.Attached {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) }) // their order of arrival
	for i, id := range ids {
		u := w.uploads[id]
		content, err := s.documents.Content(ctx, u.Key())
		switch {
		case err != nil:
			faults = append(faults, ArchiveFault{Complete, u.Name})
			continue
		case u.State != material.Clean:
			faults = append(faults, ArchiveFault{Safe, u.Name})
		case u.SHA256 != "" && material.Sum(content).SHA256 != u.SHA256:
			faults = append(faults, ArchiveFault{Usable, u.Name})
		}
		files = append(files, archiveFile{archiveName("materials", i+1, u.Name), content})
	}
	return files, faults, nil
}

// archivings are the records of archiving: one for every time that the case ended.
func archivings(entries []journal.Entry) []journal.Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e journal.Entry) bool { return e.To != string(procedure.Archived) })
}

// archived is the journal with its record of the archiving, written when it is the first; ARCHIVE_LACKS where that cannot be.
func (w *work) archived(faults []ArchiveFault) ([]journal.Entry, error) {
	entries, err := journal.List(w.tx, w.ID)
	if err != nil {
		return nil, err
	}
	row, _, err := selectArchive(w.tx, w.ID)
	if err != nil || !row.ArchivedAt.IsZero() {
		return entries, err
	}
	by := procedure.BySystem()
	if w.actor.HasAny(account.Archivist) {
		by = procedure.Actor{Officer: w.actor.Officer, Name: w.actor.Name, Roles: []procedure.Role{procedure.Archivist}}
	}
	lacks := make([]procedure.Lack, len(faults))
	for i, f := range faults {
		lacks[i] = procedure.Lack{Property: string(f.Property), Name: f.Name}
	}
	entry, err := procedure.Archive(w.proc, w.Law, lacks, by, w.tx.Now)
	if err != nil {
		return nil, err
	}
	before, err := earlierPackages(w.tx, w.ID)
	if err != nil {
		return nil, err
	}
	if len(archivings(entries)) <= len(before) { // a package that was taken before archiving had a table of its own stands in the journal already
		if w.Head, err = journal.Append(w.tx, w.ID, w.Head, w.entry(entry, false, w.digest(), nil)); err == nil {
			err = updateHead(w.tx, w.record)
		}
		if err != nil {
			return nil, err
		}
	}
	if row.EndedOn.IsZero() {
		row.EndedOn, row.Due = w.tx.Today(), w.tx.Today()
	}
	row.Class = classOf(w.proc.Code, w.Law)
	from := row.EndedOn
	if row.Class == KeepFiling {
		ended, entered, err := filing.EndOf(w.tx, w.ID)
		if err != nil {
			return nil, err
		}
		if entered { // what stands in no register cannot be cancelled: its case's end is the last day that anybody knows
			from = ended
		}
	}
	row.ArchivedBy, row.Years, row.KeepUntil = w.actor.Name, row.Class.Years(), row.Class.keepUntil(from)
	if err := markArchived(w.tx, w.ID, row, w.actor.Officer); err != nil {
		return nil, err
	}
	return journal.List(w.tx, w.ID)
}

// archivedOn is the day of the archiving; no date before it.
func (w *work) archivedOn() (workday.Date, error) {
	row, _, err := selectArchive(w.tx, w.ID)
	if err != nil || row.ArchivedAt.IsZero() {
		return workday.Date{}, err
	}
	return workday.DateOf(row.ArchivedAt), nil
}

func (s *Service) archiveMeta(w *work, first journal.Entry) (m archiveMeta, err error) {
	masked := ""
	if id, err := identity.ParseIDNumber(w.IDNumber, w.tx.Today()); err == nil {
		masked = id.Masked()
	}
	class := classOf(w.proc.Code, w.Law)
	m = archiveMeta{Number: w.Number, ItemCode: w.ItemCode, ItemName: w.item.Name.Zh, ItemVersion: w.ItemVersion, Applicant: w.Who.Name, ApplicantID: masked,
		Unit: w.UnitName, UnitCode: w.UnitCode, State: string(w.Law.State), Verdict: string(w.Law.Verdict), Grounds: w.Law.Grounds,
		DecidedOn: dayOf(w.Law.DecidedOn), ReceivedOn: dayOf(w.Law.ReceivedOn), AcceptedOn: dayOf(w.Law.AcceptedOn), DeliveredOn: dayOf(w.Law.DeliveredOn),
		ArchivedAt: first.At, RetentionClass: string(class), RetentionYears: class.Years()}
	if m.Earlier, err = earlierPackages(w.tx, w.ID); err != nil {
		return m, err
	}
	papers, err := s.documents.List(w.tx, w.ID)
	for _, p := range papers {
		if p.Annulled() {
			m.Superseded = append(m.Superseded, superseded{p.Title, p.Number, dayOf(p.SupersededOn), p.SupersededBy})
		}
	}
	return m, err
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
	return known && p.Ended(v.Law)
}
