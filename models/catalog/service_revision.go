package catalog

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const (
	revisionsShown = 100
	actsShown      = 30
)

// Revisions lists drafts of items, the last changed first: all that are under way, or the finished ones too.
func (s *Service) Revisions(ctx context.Context, actor account.Actor, onlyOpen bool) (list []Revision, err error) {
	if err := mustEdit(actor); err != nil {
		return nil, err
	}
	shelf, err := s.shelf(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) (err error) {
		list, err = selectRevisions(tx, onlyOpen, revisionsShown)
		return err
	})
	for i := range list {
		if item, ok := shelf.items[list[i].Code]; ok {
			list[i].Name = item.Name
		}
	}
	return list, err
}

// StartRevision begins a draft of an item's next version from its file, or from that of an old version (from > 0): an item only ever
// goes forward. An item has one draft at a time; where there is one, it is that.
func (s *Service) StartRevision(ctx context.Context, actor account.Actor, code string, from int) (id uuid.UUID, err error) {
	if err := mustEdit(actor); err != nil {
		return uuid.Nil, err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = s.startRevision(tx, actor, code, from)
		return err
	})
	return id, err
}

func (s *Service) startRevision(tx *db.Tx, actor account.Actor, code string, from int) (uuid.UUID, error) {
	if _, err := lockCatalog(tx); err != nil { // two editors who begin at once meet in one draft
		return uuid.Nil, err
	}
	if open, err := openRevision(tx, code); err != nil || open != uuid.Nil {
		if err == nil && from > 0 {
			err = fault.New(fault.Conflict, "REVISION_OPEN")
		}
		return open, err
	}
	newest, err := selectNewest(tx)
	if err != nil {
		return uuid.Nil, err
	}
	at := slices.IndexFunc(newest, func(k key) bool { return k.code == code })
	if at < 0 {
		return uuid.Nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	kept, err := selectFile(tx, code)
	if err != nil {
		return uuid.Nil, err
	}
	if from > 0 {
		if kept.Source, err = selectSource(tx, code, from); err != nil {
			return uuid.Nil, err
		}
	}
	id, err := uuid.NewV7()
	if err != nil {
		return uuid.Nil, err
	}
	r := Revision{ID: id, Code: code, Base: newest[at].version, File: kept.Path, Source: kept.Source, Hands: hand("", actor.Officer), Editor: officer(actor)}
	if err := insertRevision(tx, r); err != nil {
		return uuid.Nil, err
	}
	return id, writeAct(tx, actor, r, "begin", from, "")
}

// ShowRevision is a draft with what publishing would say about it.
func (s *Service) ShowRevision(ctx context.Context, actor account.Actor, id uuid.UUID) (view Judged, err error) {
	if err := mustEdit(actor); err != nil {
		return Judged{}, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := selectDraft(tx, id, "")
		if err != nil {
			return err
		}
		if view, err = s.judge(tx, r); err != nil {
			return err
		}
		view.History, err = selectActs(tx, r.Code, actsShown)
		return err
	})
	return view, err
}

// Judge says what publishing would say about a text for a draft, without keeping it: for whoever is typing.
func (s *Service) Judge(ctx context.Context, actor account.Actor, id uuid.UUID, source string) (view Judged, err error) {
	if err := mustEdit(actor); err != nil {
		return Judged{}, err
	}
	if source, err = tidySource(source); err != nil {
		return Judged{}, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := selectDraft(tx, id, "")
		if err != nil {
			return err
		}
		r.Source = source
		view, err = s.judge(tx, r)
		return err
	})
	return view, err
}

// judge compiles a draft with the fragments that are in force.
func (s *Service) judge(tx *db.Tx, r Revision) (Judged, error) {
	view := Judged{Revision: r, Fields: textFields(r.File, []byte(r.Source))}
	view.Words, view.OwnWords = wordsOf(r.File, []byte(r.Source))
	lib, err := s.fragments(tx)
	if err != nil {
		return view, err
	}
	d := lib.load(source{r.File, []byte(r.Source)})
	d.compile(s.calendar)
	view.Item = d.item
	newest, err := selectNewest(tx)
	if err != nil {
		return view, err
	}
	known := map[string]bool{}
	for _, k := range newest {
		if known[k.code] = true; k.code == r.Code {
			view.Current = k.version
		}
	}
	if d.item != nil {
		view.Name = d.item.Name
	}
	view.Problems = slices.Concat(d.problems, links([]*draft{d}, known))
	if d.tree != nil && d.code() != r.Code {
		view.Problems = append(view.Problems, d.tree.at("code").problem("code: stays "+r.Code))
	}
	if d.tree == nil {
		return view, nil
	}
	kept, err := selectFile(tx, r.Code)
	if err != nil {
		return view, err
	}
	if old := lib.load(source{kept.Path, []byte(kept.Source)}); old.tree != nil {
		view.Changes = differences(old.tree, d.tree)
	}
	view.Problems = view.Problems.sorted()
	return view, nil
}

// library is what is known of the fragments at one revision of the catalogue.
type library struct {
	revision  int64
	fragments *fragments
}

// fragments are those in force, parsed once per revision of the catalogue.
func (s *Service) fragments(tx *db.Tx) (*fragments, error) {
	revision, err := selectRevision(tx)
	if err != nil {
		return nil, err
	}
	if known := s.library.Load(); known != nil && known.revision == revision {
		return known.fragments, nil
	}
	files, err := selectFragments(tx)
	if err != nil {
		return nil, err
	}
	lib, problems := readFragments(files)
	if len(problems) > 0 {
		return nil, problems
	}
	s.library.Store(&library{revision, lib})
	return lib, nil
}

// Edit is what an editor changes in a draft: single texts by their path, the list of words, or the whole file.
type Edit struct {
	Source *string           // the whole file
	Texts  map[string]string // by Field.Path
	Words  []string          // nil leaves them
	Note   string
}

// SaveRevision keeps an edit, whether or not it could be published, and says what publishing would say. version is that of the draft the
// editor saw, 0 for any. Faults: REVISION_STATE, STALE_VERSION, EDIT_IN_SOURCE for texts that only the file can change.
func (s *Service) SaveRevision(ctx context.Context, actor account.Actor, id uuid.UUID, edit Edit, version int) (view Judged, err error) {
	if err := mustEdit(actor); err != nil {
		return Judged{}, err
	}
	err = s.changeRevision(ctx, id, version, func(tx *db.Tx, r *Revision) error {
		if err := r.must(RevisionOpen); err != nil {
			return err
		}
		if err := edit.apply(r); err != nil {
			return err
		}
		r.Hands, r.Editor = hand(r.Hands, actor.Officer), officer(actor)
		if err := writeAct(tx, actor, *r, "save", 0, ""); err != nil {
			return err
		}
		after := *r
		after.Version++
		view, err = s.judge(tx, after)
		return err
	})
	return view, err
}

func (e Edit) apply(r *Revision) error {
	if utf8.RuneCountInString(e.Note) > mostNote {
		return fault.Fields(fault.OneField("/note", "TOO_LONG", "max", mostNote))
	}
	r.Note = strings.TrimSpace(e.Note)
	if e.Source != nil {
		source, err := tidySource(*e.Source)
		r.Source = source
		return err
	}
	raw := []byte(r.Source)
	for _, f := range textFields(r.File, raw) {
		text, given := e.Texts[f.Path]
		text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
		if !given || text == f.Text {
			continue
		}
		changed, err := setText(r.File, raw, f.Path, text)
		if err != nil {
			return err
		}
		raw = changed
	}
	if known, own := wordsOf(r.File, raw); e.Words != nil && own && !slices.Equal(known, e.Words) {
		raw = setWords(raw, e.Words)
	}
	source, err := tidySource(string(raw))
	r.Source = source
	return err
}

// changeRevision locks a draft, lets change alter it and stores it.
func (s *Service) changeRevision(ctx context.Context, id uuid.UUID, version int, change func(tx *db.Tx, r *Revision) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := lockRevision(tx, id, version)
		if err != nil {
			return err
		}
		if err := change(tx, &r); err != nil {
			return err
		}
		return updateRevision(tx, r)
	})
}

// SubmitRevision hands a draft to the second person. Faults: REVISION_FAULTY while something refuses publication, REVISION_SAME without
// a change.
func (s *Service) SubmitRevision(ctx context.Context, actor account.Actor, id uuid.UUID, version int) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	return s.changeRevision(ctx, id, version, func(tx *db.Tx, r *Revision) error {
		if err := r.must(RevisionOpen); err != nil {
			return err
		}
		if err := s.publishable(tx, *r); err != nil {
			return err
		}
		r.State, r.Reason = RevisionSubmitted, ""
		r.Hands = hand(r.Hands, actor.Officer)
		return writeAct(tx, actor, *r, "submit", 0, r.Note)
	})
}

func (s *Service) publishable(tx *db.Tx, r Revision) error {
	view, err := s.judge(tx, r)
	switch {
	case err != nil:
		return err
	case len(view.Problems) > 0:
		return fault.New(fault.Conflict, "REVISION_FAULTY", "count", len(view.Problems)).Because(view.Problems)
	case len(view.Changes) == 0:
		return fault.New(fault.Conflict, "REVISION_SAME")
	}
	return nil
}

// ReturnRevision gives a submitted or scheduled draft back with a reason.
func (s *Service) ReturnRevision(ctx context.Context, actor account.Actor, id uuid.UUID, reason string, version int) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" || utf8.RuneCountInString(reason) > mostNote {
		return fault.Fields(fault.OneField("/text", "REQUIRED"))
	}
	return s.changeRevision(ctx, id, version, func(tx *db.Tx, r *Revision) error {
		if err := r.must(RevisionSubmitted, RevisionScheduled); err != nil {
			return err
		}
		r.State, r.Reason, r.PublishAt, r.Approver = RevisionOpen, reason, nil, ""
		return writeAct(tx, actor, *r, "return", 0, reason)
	})
}

// ApproveRevision publishes a submitted draft as its item's next version, now or at a time to come. Faults: SECOND_PERSON for whoever
// worked on it, REVISION_BASE when another version was published meanwhile.
func (s *Service) ApproveRevision(ctx context.Context, actor account.Actor, id uuid.UUID, at time.Time, version int) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	err := s.changeRevision(ctx, id, version, func(tx *db.Tx, r *Revision) error {
		if err := r.must(RevisionSubmitted); err != nil {
			return err
		}
		if err := r.mayApprove(actor); err != nil {
			return err
		}
		r.Approver = officer(actor)
		if at.After(tx.Now) {
			if err := s.publishable(tx, *r); err != nil {
				return err
			}
			r.State, r.PublishAt = RevisionScheduled, &at
			tx.EnqueueAt(at, PublishRevisionArgs{ID: r.ID})
			return writeAct(tx, actor, *r, "approve", 0, at.Format("2006-01-02 15:04"))
		}
		return s.publishRevision(tx, actor, r)
	})
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

// PublishRevision publishes an approved draft whose time has come; harmless when repeated. A draft that can no longer be published goes
// back to its editors with the reason.
func (s *Service) PublishRevision(ctx context.Context, id uuid.UUID) error {
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := lockRevision(tx, id, 0)
		if err != nil || r.State != RevisionScheduled || r.PublishAt == nil || r.PublishAt.After(tx.Now) {
			return err
		}
		err = s.publishRevision(tx, account.System(), &r)
		if f, ok := fault.As(err); ok && f.Kind == fault.Conflict {
			r.State, r.Reason, r.PublishAt, r.Approver = RevisionOpen, f.Code, nil, ""
			err = writeAct(tx, account.System(), r, "return", 0, f.Code)
		}
		if err != nil {
			return err
		}
		return updateRevision(tx, r)
	})
	if f, ok := fault.As(err); ok && f.Kind == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Refresh(ctx)
}

// publishRevision makes the draft the next version.
func (s *Service) publishRevision(tx *db.Tx, actor account.Actor, r *Revision) error {
	if _, err := lockCatalog(tx); err != nil {
		return err
	}
	if err := s.publishable(tx, *r); err != nil {
		return err
	}
	lib, err := s.fragments(tx)
	if err != nil {
		return err
	}
	d := lib.load(source{r.File, []byte(r.Source)})
	if d.compile(s.calendar); len(d.problems) > 0 {
		return d.problems
	}
	known, err := selectFrozen(tx)
	if err != nil {
		return err
	}
	last, removed := 0, false
	for _, f := range known {
		switch {
		case f.Code == r.Code:
			last = max(last, f.Version)
		case f.ShortCode == d.item.ShortCode:
			return fault.New(fault.Conflict, "REVISION_FAULTY", "count", 1)
		}
	}
	if last != r.Base {
		return fault.New(fault.Conflict, "REVISION_BASE")
	}
	if before, err := selectVersion(tx, r.Code, last); err != nil {
		return err
	} else if before.Status != Removed && d.item.Status == Removed {
		removed = true
	}
	d.item.Version = last + 1
	if err := errors.Join(insertVersions(tx, []version{{d.item, d.digest, d.src.raw}}), insertFiles(tx, []keptFile{fileOf(d.src, r.Code)}), raiseRevision(tx)); err != nil {
		return err
	}
	r.State, r.Published, r.PublishAt = RevisionPublished, &d.item.Version, nil
	act := "publish"
	if removed {
		act = "retire"
		tx.Enqueue(RetiredArgs{Code: r.Code, Version: d.item.Version})
	}
	return writeAct(tx, actor, *r, act, d.item.Version, r.Note)
}

// RebaseRevision lets a draft go on from the version that was published meanwhile; the editor has seen the differences.
func (s *Service) RebaseRevision(ctx context.Context, actor account.Actor, id uuid.UUID, version int) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	return s.changeRevision(ctx, id, version, func(tx *db.Tx, r *Revision) error {
		if err := r.must(RevisionOpen); err != nil {
			return err
		}
		newest, err := selectNewest(tx)
		if err != nil {
			return err
		}
		for _, k := range newest {
			if k.code == r.Code {
				r.Base = k.version
			}
		}
		return writeAct(tx, actor, *r, "rebase", r.Base, "")
	})
}

// DiscardRevision ends a draft that is not wanted.
func (s *Service) DiscardRevision(ctx context.Context, actor account.Actor, id uuid.UUID, version int) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	return s.changeRevision(ctx, id, version, func(tx *db.Tx, r *Revision) error {
		if err := r.must(RevisionOpen, RevisionSubmitted); err != nil {
			return err
		}
		r.State = RevisionDiscarded
		return writeAct(tx, actor, *r, "discard", 0, "")
	})
}

// RetireItem writes into a draft that the item is gone, and which one takes its place ("" for none); it is then submitted and approved
// as any change.
func (s *Service) RetireItem(ctx context.Context, actor account.Actor, id uuid.UUID, successor string, version int) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	if successor != "" {
		if _, err := s.Item(ctx, successor); err != nil || !codeForm.MatchString(successor) {
			return fault.Fields(fault.OneField("/successor", "NOT_AN_OPTION"))
		}
	}
	return s.changeRevision(ctx, id, version, func(tx *db.Tx, r *Revision) error {
		if err := r.must(RevisionOpen); err != nil {
			return err
		}
		raw := setTop([]byte(r.Source), "status", string(Removed))
		r.Source = string(setTop(raw, "successor", successor))
		r.Hands, r.Editor = hand(r.Hands, actor.Officer), officer(actor)
		return writeAct(tx, actor, *r, "save", 0, "REMOVED "+successor)
	})
}

// AddWord puts a word that people searched for in vain into the item that they meant: into its draft, which is begun when there is none.
// The search counts as dealt with.
func (s *Service) AddWord(ctx context.Context, actor account.Actor, code, word string) (id uuid.UUID, err error) {
	if err := mustEdit(actor); err != nil {
		return uuid.Nil, err
	}
	word = strings.TrimSpace(word)
	if word == "" || utf8.RuneCountInString(word) > mostMissed {
		return uuid.Nil, fault.Fields(fault.OneField("/query", "REQUIRED"))
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if id, err = s.startRevision(tx, actor, code, 0); err != nil {
			return err
		}
		r, err := lockRevision(tx, id, 0)
		if err != nil {
			return err
		}
		if err := r.must(RevisionOpen); err != nil {
			return err
		}
		list, own := wordsOf(r.File, []byte(r.Source))
		if !own {
			return fault.New(fault.Invalid, "EDIT_IN_SOURCE", "path", "words")
		}
		if !slices.Contains(list, word) {
			r.Source = string(setWords([]byte(r.Source), append(list, word)))
		}
		r.Hands, r.Editor = hand(r.Hands, actor.Officer), officer(actor)
		return errors.Join(updateRevision(tx, r), settleMiss(tx, word), writeAct(tx, actor, r, "word", 0, word))
	})
	return id, err
}

// SettleSearch marks a search without result as dealt with: no item is meant.
func (s *Service) SettleSearch(ctx context.Context, actor account.Actor, query string) error {
	if err := mustEdit(actor); err != nil {
		return err
	}
	return s.SettleMiss(ctx, query)
}

// MissedSearches are the searches without result for an editor.
func (s *Service) MissedSearches(ctx context.Context, actor account.Actor, limit int) ([]Miss, error) {
	if err := mustEdit(actor); err != nil {
		return nil, err
	}
	return s.Misses(ctx, limit)
}

// PublishDue publishes every approved draft whose time has come.
func (s *Service) PublishDue(ctx context.Context) error {
	var due []uuid.UUID
	err := s.db.Read(ctx, func(tx *db.Tx) (err error) {
		due, err = selectDue(tx)
		return err
	})
	for _, id := range due {
		err = errors.Join(err, s.PublishRevision(ctx, id))
	}
	return err
}
