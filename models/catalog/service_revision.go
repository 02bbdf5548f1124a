package catalog

import (
	"context"
	"slices"
	"strings"
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
