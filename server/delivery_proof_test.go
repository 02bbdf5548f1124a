package server_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// A decision not to accept is delivered like any other: read in his space under his agreement it is proven although no message was sent, by one 送达回证,
// however many read and confirm at once; the remedies run from that day, and the archive has to wait for it.
func TestT32_NotAcceptedIsProvenOnceByItsReading(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	app := apptest.New(t)
	citizen, unit := app.Client().SignInPage("citizen").Confirm(), app.Client().SignInPage("legal-heshan").Confirm()
	id := citizen.Draft()
	citizen.Submit(id, unit)
	intake := app.Client().SignInPage("shouli1")
	intake.Decide(intake.Claim("430900-ban", "intake"), "not_accept", apptest.JSON{"reason": "不属本机关", "competent": "长沙市公安局"}).Want(http.StatusCreated)
	broken, err := notice.New(app.DB, noSuchNumber{})
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range citizen.Get("/api/v1/notices?limit=50").Want(http.StatusOK).Items() {
		if err := broken.Send(ctx, uuid.MustParse(n["id"].(string)), func(notice.Outgoing) string { return "x" }, true); err != nil {
			t.Fatal(err)
		}
	}
	app.Work()
	if n, err := app.Deliveries.Complete(ctx, app.Cases, 10); err != nil || n != 0 {
		t.Fatalf("%d delivered without a message and unread, %v", n, err)
	}
	app.Clock.Set(t, "2026-09-18T10:00:00+08:00")
	archivist := app.Client().SignInPage("guidang1")
	archivist.Get("/api/v1/desk/cases/"+id+"/archive").WantFault(http.StatusConflict, "ARCHIVE_NOT_ENDED")

	citizen = app.Client().SignInPage("citizen")
	paper := paperOf(citizen, id, "not_accepted")
	readers := []*apptest.Client{app.Client().SignInPage("citizen"), app.Client().SignInPage("citizen")}
	var ready, all sync.WaitGroup
	ready.Add(1)
	for _, r := range readers {
		all.Go(func() { ready.Wait(); r.Get("/documents/" + paper).Want(http.StatusOK) })
		all.Go(func() { ready.Wait(); r.Post("/api/v1/cases/"+id+"/delivery", nil) })
		all.Go(func() {
			ready.Wait()
			if _, err := app.Deliveries.Complete(ctx, app.Cases, 10); err != nil {
				t.Error(err)
			}
		})
	}
	ready.Done()
	all.Wait()
	if _, err := app.Deliveries.Complete(ctx, app.Cases, 10); err != nil {
		t.Fatal(err)
	}
	app.Work()
	one := citizen.Get("/api/v1/cases/" + id).Want(http.StatusOK).JSON()
	proofs := 0
	for _, d := range one["documents"].([]any) {
		if d.(apptest.JSON)["kind"] == "delivery" {
			proofs++
		}
	}
	if proofs != 1 || one["state"] != "NOT_ACCEPTED" {
		t.Fatalf("%d proofs of delivery, the case stands at %v", proofs, one["state"])
	}
	if page := citizen.Get("/documents/" + paper).Want(http.StatusOK).Body; !strings.Contains(page, "2026年11月17日") || !strings.Contains(page, "2027年3月18日") {
		t.Error("the remedies do not run from the day of the reading")
	}
	archivist.Get("/api/v1/desk/cases/" + id + "/archive").Want(http.StatusOK)
}
