package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/tmaxmax/go-sse"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// The stream of a page stands at the page's address with /live behind it, under the same rule. It says that something on the page has changed
// and nothing else; the page then asks for itself again, as its reader. Without script, and where no stream can be had, the reader refreshes.

const (
	beat       = 20 * time.Second // between signs of life, at which the session is read again
	writeLimit = 10 * time.Second // for one event, after which the reader is gone
	liveRetry  = 3 * time.Second  // after which a browser opens a broken stream again
)

// topicsOf names what a page looks at, or refuses whom it is not for.
type topicsOf func(c echo.Context, actor account.Actor) ([]string, error)

// LiveDesk is the stream of an officer's first page: his queues and his hands.
func (s *Site) LiveDesk() echo.HandlerFunc {
	return s.LiveDesks(func(actor account.Actor) bool { return actor.HasAny(account.CaseRoles()...) })
}

// LiveDesks is the stream of a page about the queues of the reader's desks: all of them for who reads everything. see refuses whom the page is
// not for.
func (s *Site) LiveDesks(see func(account.Actor) bool) echo.HandlerFunc {
	return s.live(func(_ echo.Context, actor account.Actor) ([]string, error) {
		if !see(actor) {
			return nil, fault.New(fault.NotFound, "NOT_FOUND")
		}
		return deskTopics(actor), nil
	})
}

// LiveBusiness is the stream of a business case: what happens to it and, because an admission may make others late, to its queues.
func (s *Site) LiveBusiness() echo.HandlerFunc {
	return s.live(func(c echo.Context, actor account.Actor) ([]string, error) {
		which, err := id(c, "id")
		if err != nil {
			return nil, err
		}
		return append(deskTopics(actor), live.Case(which)), s.Cases.MaySee(c.Request().Context(), actor, which)
	})
}

// deskTopics are what an officer holds, and the queues of his desks.
func deskTopics(actor account.Actor) []string {
	topics := []string{live.Officer(actor.Officer)}
	if actor.HasAny(account.CaseManager, account.Supervisor, account.Leader) {
		return append(topics, live.AllDesks)
	}
	for _, g := range actor.Grants {
		topics = append(topics, live.Desk(g.Desk))
	}
	return topics
}

// LiveQueue is the stream of one queue.
func (s *Site) LiveQueue() echo.HandlerFunc {
	return s.live(func(c echo.Context, actor account.Actor) ([]string, error) {
		desk := c.Param("desk")
		if !works(actor, desk, procedure.Stage(c.Param("stage"))) && !actor.HasAny(account.CaseManager, account.Supervisor) {
			return nil, fault.New(fault.NotFound, "NOT_FOUND")
		}
		return []string{live.Desk(desk), live.Officer(actor.Officer)}, nil
	})
}

// LiveCase is the stream of a case, for its applicant, his unit and the officers of its desks.
func (s *Site) LiveCase() echo.HandlerFunc {
	return s.live(func(c echo.Context, actor account.Actor) ([]string, error) {
		which, err := id(c, "id")
		if err != nil {
			return nil, err
		}
		topics := []string{live.Case(which)}
		if actor.IsClerk() {
			topics = append(topics, live.Officer(actor.Officer))
		}
		return topics, s.Cases.MaySee(c.Request().Context(), actor, which)
	})
}

// LiveOwn is the stream of what the reader, or the enterprise that he acts for, has under way.
func (s *Site) LiveOwn() echo.HandlerFunc {
	return s.live(func(_ echo.Context, actor account.Actor) ([]string, error) {
		topics := []string{live.Person(actor.PersonID)}
		if m, acts := actor.Member(actor.Acting); acts {
			topics = append(topics, live.Unit(m.CreditCode))
		}
		return topics, nil
	})
}

// LiveUnit is the stream of what an enterprise has under way, for its members.
func (s *Site) LiveUnit() echo.HandlerFunc {
	return s.live(func(c echo.Context, actor account.Actor) ([]string, error) {
		m, err := actor.MustMember(actingFor(c, actor))
		if err != nil {
			return nil, err
		}
		return []string{live.Unit(m.CreditCode)}, nil
	})
}

// live answers with a stream. Its first event says from which version on the reader is told; a browser that comes back says the last that it
// knows and is told at once when it may have missed something.
func (s *Site) live(of topicsOf) echo.HandlerFunc {
	return func(c echo.Context) error {
		actor := auth.Actor(c)
		topics, err := of(c, actor)
		if err != nil {
			return err
		}
		ear, err := s.Live.Listen(actor.AccountID, topics, seen(c))
		switch {
		case errors.Is(err, live.ErrFull):
			return fault.New(fault.TooMany, "LIVE_FULL", "seconds", int(beat.Seconds()))
		case err != nil:
			return c.NoContent(http.StatusNoContent) // tells a browser not to come back by itself: the page refreshes now and then instead
		}
		defer ear.Close()
		stream, err := openStream(c)
		if err != nil {
			return err
		}
		ticker := time.NewTicker(beat)
		defer ticker.Stop()
		for {
			select {
			case <-c.Request().Context().Done():
				return nil
			case <-ear.Done():
				return nil
			case <-ear.Wake():
			case <-ticker.C:
			}
			if !s.still(c, of) { // signed out, or no longer his: the browser comes back and is refused
				return nil
			}
			if err := stream.tell(ear.Changes()); err != nil {
				return nil // the reader is gone
			}
		}
	}
}

// still tells whether the page is still for who opened it.
func (s *Site) still(c echo.Context, of topicsOf) bool {
	actor, err := auth.StillActor(c)
	if err == nil {
		_, err = of(c, actor)
	}
	return err == nil
}

// seen is the version that a page shows: the last event, else the time at which it was made.
func seen(c echo.Context) live.Version {
	v, err := strconv.ParseInt(c.Request().Header.Get("Last-Event-ID"), 10, 64)
	if err != nil {
		v, _ = strconv.ParseInt(c.QueryParam("since"), 10, 64) // no number: the page does not say
	}
	return v
}

// stream writes events; no single one may take longer than writeLimit.
type stream struct {
	session *sse.Session
	control *http.ResponseController
	timer   *time.Timer
}

func openStream(c echo.Context) (*stream, error) {
	w := c.Response()
	w.Header().Set("X-Accel-Buffering", "no") // of a proxy in between
	w.Header().Set(echo.HeaderCacheControl, "no-store")
	w.Header().Set(echo.HeaderContentType, auth.EventStream)
	session, err := sse.Upgrade(w, c.Request())
	if err != nil {
		return nil, err
	}
	w.WriteHeader(http.StatusOK)
	s := &stream{session: session, control: http.NewResponseController(w)}
	_ = s.control.SetReadDeadline(time.Time{}) // the server's limits are those of short answers; one that cannot be told has none
	_ = s.control.SetWriteDeadline(time.Time{})
	s.timer = time.AfterFunc(writeLimit, func() { _ = s.control.SetWriteDeadline(past) })
	opening := &sse.Message{Retry: liveRetry}
	opening.AppendComment("open")
	return s, s.send(opening)
}

// tell sends a change, or a sign of life when there is none.
func (s *stream) tell(topics []string, v live.Version) error {
	m := &sse.Message{}
	if len(topics) == 0 {
		m.AppendComment("beat")
		return s.send(m)
	}
	m.ID, m.Type = sse.ID(strconv.FormatInt(v, 10)), sse.Type("changed")
	for _, t := range topics {
		m.AppendData(t)
	}
	return s.send(m)
}

func (s *stream) send(m *sse.Message) error {
	s.timer.Reset(writeLimit)
	defer s.timer.Stop()
	if err := s.session.Send(m); err != nil {
		return err
	}
	return s.session.Flush()
}

// liveAt is the address of a page's stream, for a page that is made now: what changes from now on, it is told.
func (s *Site) liveAt(path string) string {
	return path + "/live?since=" + strconv.FormatInt(s.Now().UnixMicro(), 10)
}
