package api

import (
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/fault"
)

const searchesShown = 200

// Revisions lists drafts of items, the last changed first.
func (a *API) Revisions(c echo.Context) error {
	open, err := among(c, "open", "true", "false")
	if err != nil {
		return err
	}
	list, err := a.Catalog.Revisions(c.Request().Context(), auth.Actor(c), open == "true")
	return or(c, http.StatusOK, whole(list, same[catalog.Revision]), err)
}

type beginning struct {
	Item string `json:"item"`
	From int    `json:"from"`
}

// StartRevision begins the draft of an item's next version, or names the one there is.
func (a *API) StartRevision(c echo.Context) error {
	in, err := read[beginning](c)
	if err != nil {
		return err
	}
	draft, err := a.Catalog.StartRevision(c.Request().Context(), auth.Actor(c), in.Item, in.From)
	if err != nil {
		return err
	}
	return created(c, "/editor/revisions/"+draft.String(), identified{draft})
}

// Revision is a draft with what publishing would say about it.
func (a *API) Revision(c echo.Context) error {
	return a.act(c, func(draft uuid.UUID) error {
		view, err := a.Catalog.ShowRevision(c.Request().Context(), auth.Actor(c), draft)
		return a.judged(c, view, err)
	})
}

func (a *API) judged(c echo.Context, view catalog.Judged, err error) error {
	if err != nil {
		return err
	}
	if view.Problems == nil {
		view.Problems = catalog.Problems{}
	}
	if view.Changes == nil {
		view.Changes = []catalog.Change{}
	}
	if view.History == nil {
		view.History = []catalog.Act{}
	}
	setVersion(c, view.Version)
	return answer(c, http.StatusOK, view)
}

type sourceEdit struct {
	Source string `json:"source"`
	Note   string `json:"note"`
}

// SaveRevision keeps the file of a draft, whether or not it could be published.
func (a *API) SaveRevision(c echo.Context) error {
	return a.act(c, func(draft uuid.UUID) error {
		in, err := read[sourceEdit](c)
		if err != nil {
			return err
		}
		version, err := ifMatch(c)
		if err != nil {
			return err
		}
		view, err := a.Catalog.SaveRevision(c.Request().Context(), auth.Actor(c), draft, catalog.Edit{Source: &in.Source, Note: in.Note}, version)
		return a.judged(c, view, err)
	})
}

type sourceOnly struct {
	Source string `json:"source"`
}

// CheckRevision says what publishing would say about a file, without keeping it.
func (a *API) CheckRevision(c echo.Context) error {
	return a.act(c, func(draft uuid.UUID) error {
		in, err := read[sourceOnly](c)
		if err != nil {
			return err
		}
		view, err := a.Catalog.Judge(c.Request().Context(), auth.Actor(c), draft, in.Source)
		return a.judged(c, view, err)
	})
}

// SubmitRevision hands a draft to the second person.
func (a *API) SubmitRevision(c echo.Context) error {
	return a.revision(c, func(draft uuid.UUID, version int) error {
		return a.Catalog.SubmitRevision(c.Request().Context(), auth.Actor(c), draft, version)
	})
}

// DiscardRevision ends a draft that is not wanted.
func (a *API) DiscardRevision(c echo.Context) error {
	return a.revision(c, func(draft uuid.UUID, version int) error {
		return a.Catalog.DiscardRevision(c.Request().Context(), auth.Actor(c), draft, version)
	})
}

// RebaseRevision lets a draft go on from a version that was published meanwhile.
func (a *API) RebaseRevision(c echo.Context) error {
	return a.revision(c, func(draft uuid.UUID, version int) error {
		return a.Catalog.RebaseRevision(c.Request().Context(), auth.Actor(c), draft, version)
	})
}

type approval struct {
	PublishAt string `json:"publish_at"`
}

// ApproveRevision publishes a draft of somebody else, now or at a time.
func (a *API) ApproveRevision(c echo.Context) error {
	in, err := read[approval](c)
	if err != nil {
		return err
	}
	var at time.Time
	if in.PublishAt != "" {
		if at, err = time.Parse(time.RFC3339, in.PublishAt); err != nil {
			return fault.Fields(fault.OneField("/publish_at", "WRONG_TYPE"))
		}
	}
	return a.revision(c, func(draft uuid.UUID, version int) error {
		return a.Catalog.ApproveRevision(c.Request().Context(), auth.Actor(c), draft, at, version)
	})
}

// ReturnRevision gives a draft back to its editors.
func (a *API) ReturnRevision(c echo.Context) error {
	in, err := read[words](c)
	if err != nil {
		return err
	}
	return a.revision(c, func(draft uuid.UUID, version int) error {
		return a.Catalog.ReturnRevision(c.Request().Context(), auth.Actor(c), draft, in.Text, version)
	})
}

type retirement struct {
	Successor string `json:"successor"`
}

// RetireItem writes into a draft that its item is gone.
func (a *API) RetireItem(c echo.Context) error {
	in, err := read[retirement](c)
	if err != nil {
		return err
	}
	return a.revision(c, func(draft uuid.UUID, version int) error {
		return a.Catalog.RetireItem(c.Request().Context(), auth.Actor(c), draft, in.Successor, version)
	})
}

// revision does something with a draft of the version that the program has seen.
func (a *API) revision(c echo.Context, do func(draft uuid.UUID, version int) error) error {
	return a.act(c, func(draft uuid.UUID) error {
		version, err := ifMatch(c)
		if err != nil {
			return err
		}
		return done(c, do(draft, version))
	})
}

// MissedSearches lists searches without result, the most frequent first.
func (a *API) MissedSearches(c echo.Context) error {
	list, err := a.Catalog.MissedSearches(c.Request().Context(), auth.Actor(c), searchesShown)
	return or(c, http.StatusOK, whole(list, same[catalog.Miss]), err)
}

type searchSettled struct {
	Query string `json:"query"`
	Item  string `json:"item"`
}

// DealWithSearch adds the words of a search to an item's draft, or marks the search as dealt with.
func (a *API) DealWithSearch(c echo.Context) error {
	in, err := read[searchSettled](c)
	if err != nil {
		return err
	}
	ctx, actor := c.Request().Context(), auth.Actor(c)
	if in.Item == "" {
		return done(c, a.Catalog.SettleSearch(ctx, actor, in.Query))
	}
	draft, err := a.Catalog.AddWord(ctx, actor, in.Item, in.Query)
	if err != nil {
		return err
	}
	return created(c, "/editor/revisions/"+draft.String(), identified{draft})
}
