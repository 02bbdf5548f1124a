package server_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

const intakeQueue = "/desk/queue/" + account.CityWindow + "/intake"

// received is an app with one case that waits for intake.
func received(t *testing.T) (app *apptest.App, citizen *apptest.Client, id string) {
	t.Helper()
	app = apptest.New(t)
	citizen = app.Client().SignInPage("citizen").Confirm()
	id = citizen.Draft()
	citizen.Submit(id, app.Client().SignInPage("legal-heshan").Confirm())
	return app, citizen, id
}

func TestAClaimIsSeenOnTheStreamsOfAnotherInstance(t *testing.T) {
	t.Parallel()
	app, citizen, id := received(t)
	app.Live()
	other := app.Another().Live()
	serving := other.Serve()
	clerk := app.Client().SignInPage("shouli1")
	board, queue := clerk.Stream(serving, "/desk/live"), clerk.Stream(serving, intakeQueue+"/live")
	own := citizen.Stream(serving, "/cases/"+id+"/live")
	for name, s := range map[string]*apptest.Stream{"board": board, "queue": queue, "own case": own} {
		if s.Status != http.StatusOK {
			t.Fatalf("%s: status %d", name, s.Status)
		}
	}
	clerk.Claim(account.CityWindow, "intake")
	for name, want := range map[*apptest.Stream]string{board: live.Desk(account.CityWindow), queue: live.Desk(account.CityWindow), own: "case:" + id} {
		e := name.Next()
		if e.Type != "changed" || e.LastEventID == "" || !slices.Contains(strings.Fields(e.Data), want) {
			t.Errorf("event %q with id %q says %q, want %s", e.Type, e.LastEventID, e.Data, want)
		}
	}
}

func TestStreamsAreForWhoMaySeeThePage(t *testing.T) {
	t.Parallel()
	app, citizen, id := received(t)
	app.Live()
	serving := app.Serve()
	stranger, unit, clerk := app.Client().SignInPage("legal-ziyang"), app.Client().SignInPage("agent-heshan"), app.Client().SignInPage("shencha1")
	other := app.World.Unit("heshan").CreditCode.String()
	var enterprise string
	if err := app.DB.Pool().QueryRow(t.Context(), `SELECT id::text FROM enterprises WHERE credit_code = $1`, other).Scan(&enterprise); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who    string
		client *apptest.Client
		path   string
		status int
	}{
		{"nobody", app.Client(), "/desk/live", http.StatusUnauthorized},
		{"a citizen", citizen, "/desk/live", http.StatusForbidden},
		{"an officer of another desk", clerk, intakeQueue + "/live", http.StatusNotFound},
		{"an officer of another desk", clerk, "/desk/cases/" + id + "/live", http.StatusNotFound},
		{"another enterprise", stranger, "/cases/" + id + "/live", http.StatusNotFound},
		{"another enterprise", stranger, "/enterprise/cases/live?enterprise=" + enterprise, http.StatusNotFound},
		{"an officer", clerk, "/me/live", http.StatusForbidden},
		{"the unit", unit, "/cases/" + id + "/live", http.StatusOK},
		{"the unit", unit, "/enterprise/cases/live?enterprise=" + enterprise, http.StatusOK},
		{"the applicant", citizen, "/me/live", http.StatusOK},
	} {
		if s := c.client.Stream(serving, c.path); s.Status != c.status {
			t.Errorf("%s at %s: status %d, want %d", c.who, c.path, s.Status, c.status)
		}
	}
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	t.Parallel()
	app, citizen, id := received(t)
	app.Live()
	s := citizen.Stream(app.Serve(), "/cases/"+id+"/live")
	citizen.PostForm("/sign-out", nil).Want(http.StatusSeeOther)
	app.Client().SignInPage("shouli1").Claim(account.CityWindow, "intake")
	if told := s.Ends(); len(told) > 0 {
		t.Errorf("who signed out is still told: %v", told)
	}
}

func TestAPageThatOnlyUpdatesItselfKeepsNoSession(t *testing.T) {
	t.Parallel()
	app, citizen, id := received(t)
	for range 6 {
		app.Clock.Advance(5 * time.Minute)
		citizen.Do(http.MethodGet, "/cases/"+id, nil, "", "Portal-Unattended", "1", "Accept", "text/html")
	}
	if a := citizen.Do(http.MethodGet, "/cases/"+id, nil, "", "Accept", "text/html"); !leadsToSignIn(a) {
		t.Errorf("after half an hour without use: status %d, want the sign-in", a.Status)
	}
}

func TestAListenerThatWasKilledComesBack(t *testing.T) {
	t.Parallel()
	app, citizen, id := received(t)
	app.Live()
	s := citizen.Stream(app.Serve(), "/cases/"+id+"/live")
	var killed bool
	err := app.DB.Pool().QueryRow(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()`,
		live.ListenerName).Scan(&killed)
	if err != nil || !killed {
		t.Fatalf("the listening connection was not found: %v", err)
	}
	s.Next() // it may have missed something
	app.Client().SignInPage("shouli1").Claim(account.CityWindow, "intake")
	if e := s.Next(); e.Data != "case:"+id {
		t.Errorf("after the new connection it hears %q", e.Data)
	}
}

func TestAPageThatComesBackIsToldWhatItMissed(t *testing.T) {
	t.Parallel()
	app, citizen, id := received(t)
	app.Live()
	serving := app.Serve()
	s := citizen.Stream(serving, "/cases/"+id+"/live")
	app.Client().SignInPage("shouli1").Claim(account.CityWindow, "intake")
	missed := s.Next().LastEventID
	s.Close()
	app.Clock.Advance(time.Minute)
	knows := citizen.Stream(serving, "/cases/"+id+"/live", "Last-Event-ID", strconv.FormatInt(app.Clock.Now().UnixMicro(), 10))
	if e := citizen.Stream(serving, "/cases/"+id+"/live?since=1").Next(); e.LastEventID != missed {
		t.Errorf("who saw nothing yet hears of version %s, want %s", e.LastEventID, missed)
	}
	citizen.Post("/api/v1/cases/"+id+"/messages", apptest.JSON{"text": "请问何时办好"}).Want(http.StatusCreated)
	if e := knows.Next(); e.LastEventID <= missed {
		t.Errorf("who knew everything is told version %s again", e.LastEventID)
	}
}

func TestStreamsEndWhenThePortalStops(t *testing.T) {
	t.Parallel()
	app, citizen, id := received(t)
	app.Live()
	serving := app.Serve()
	s := citizen.Stream(serving, "/cases/"+id+"/live")
	app.Shut()
	s.Ends()
	if again := citizen.Stream(serving, "/cases/"+id+"/live"); again.Status != http.StatusNoContent {
		t.Errorf("a portal that stops opens a stream: status %d", again.Status)
	}
}

func TestOneAccountOpensOnlySoManyStreams(t *testing.T) {
	t.Parallel()
	app, citizen, id := received(t)
	app.Live()
	serving := app.Serve()
	for range live.MostEars {
		if s := citizen.Stream(serving, "/cases/"+id+"/live"); s.Status != http.StatusOK {
			t.Fatalf("status %d", s.Status)
		}
	}
	if s := citizen.Stream(serving, "/cases/"+id+"/live"); s.Status != http.StatusTooManyRequests {
		t.Errorf("one more: status %d, want 429", s.Status)
	}
}
