package server_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/server/apptest"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// What is posted ends or comes back by what the post reports, once on two instances; a post that is down changes nothing.
func TestT33_ThePostReports(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	app := apptest.New(t)
	citizen := app.Client().SignInPage("citizen").Confirm()
	id := granted(t, app, citizen)
	deliverer := app.Client().SignInPage("zhizheng1")
	app.World.SetDown(simulator.Post, true)
	deliverer.Decide(deliverer.Claim(account.CityWindow, "delivery"), "post", apptest.JSON{"waybill": "EB123456789CN"}).Want(http.StatusCreated)
	if _, err := app.Deliveries.Track(ctx, app.Cases, 10); fault.Code(err) != "REGISTER_UNAVAILABLE" {
		t.Errorf("the post is down, and that is not told: %v", err)
	}
	if page := citizen.Get("/cases/" + id).Want(http.StatusOK).Body; !strings.Contains(page, "EB123456789CN") {
		t.Error("the applicant is not told of the letter")
	}
	letter := func(want apptest.JSON) {
		t.Helper()
		list := deliverer.Get("/api/v1/desk/letters").Want(http.StatusOK).Items()
		if len(list) != 1 {
			t.Fatalf("letters: %v", list)
		}
		for key, value := range want {
			if list[0][key] != value {
				t.Errorf("the letter's %s is %v, want %v", key, list[0][key], value)
			}
		}
	}
	letter(apptest.JSON{"case_id": id, "waybill": "EB123456789CN", "state": "way", "report": "silent", "procedure": "permit", "desk": account.CityWindow, "due": "2026-10-08", "lamp": "green", "mobile": nil})
	if page := deliverer.Get("/desk/deliveries?list=letters").Want(http.StatusOK).Body; !strings.Contains(page, "邮政系统没有答复") || !strings.Contains(page, "/desk/cases/"+id) {
		t.Error("the list of letters does not tell what the post said, or where the case is")
	}
	if page := deliverer.Get("/desk/deliveries?list=letters&lang=en").Want(http.StatusOK).Body; !strings.Contains(page, "Government Service Window") {
		t.Error("the list of letters does not name the desk in English")
	}
	if page := deliverer.Get("/desk/cases/" + id).Want(http.StatusOK).Body; !strings.Contains(page, "签收人") || !strings.Contains(page, "在途") {
		t.Error("the deliverer cannot record what he knows of a letter on its way")
	}
	app.World.SetDown(simulator.Post, false)
	track := func(want int) {
		t.Helper()
		app.Clock.Advance(2 * time.Hour)
		var ready, both sync.WaitGroup
		counts := make([]int, 2)
		ready.Add(1)
		for i := range counts {
			both.Go(func() {
				ready.Wait()
				var err error
				if counts[i], err = app.Deliveries.Track(ctx, app.Cases, 10); err != nil {
					t.Error(err)
				}
			})
		}
		ready.Done()
		both.Wait()
		if counts[0]+counts[1] != want {
			t.Errorf("two instances moved %v cases, want %d", counts, want)
		}
	}
	track(1)
	track(0)
	citizen, deliverer = app.Client().SignInPage("citizen"), app.Client().SignInPage("zhizheng1")
	if returned := paperOf(deliverer, id, "returned"); returned == "" {
		t.Error("no record of the return")
	}
	mobile := app.World.Person("citizen").Mobile
	letter(apptest.JSON{"waybill": "EB123456789CN", "state": "second", "mobile": mobile})
	if list := deliverer.Get("/api/v1/desk/letters?limit=1&after=" + id).Want(http.StatusOK).Items(); len(list) != 0 {
		t.Errorf("behind the last letter: %v", list)
	}
	app.Client().SignInPage("shouli1").Get("/api/v1/desk/letters").Want(http.StatusForbidden)
	if list := deliverer.Get("/api/v1/desk/letters?state=way").Want(http.StatusOK).Items(); len(list) != 0 {
		t.Errorf("on their way: %v", list)
	}
	if page := deliverer.Get("/desk/deliveries?list=letters&state=second&procedure=permit").Want(http.StatusOK).Body; !strings.Contains(page, "待再次交寄") || !strings.Contains(page, mobile) {
		t.Error("the list of letters does not tell what came back, and whom to call")
	}
	claim := deliverer.Claim(account.CityWindow, "delivery")
	deliverer.Decide(claim, "post", apptest.JSON{"waybill": "EC2"}).Want(http.StatusUnprocessableEntity)
	deliverer.Decide(claim, "post", apptest.JSON{"waybill": "EA223456789CN", "phone": "已通话，地址无误"}).Want(http.StatusCreated)
	letter(apptest.JSON{"waybill": "EA223456789CN", "state": "way", "report": nil})
	track(1)
	if list := app.Client().SignInPage("ducha1").Get("/api/v1/desk/letters").Want(http.StatusOK).Items(); len(list) != 0 {
		t.Errorf("signed for, and still listed: %v", list)
	}
	citizen = app.Client().SignInPage("citizen")
	if state := citizen.Get("/api/v1/cases/" + id).Text("state"); state != "CLOSED" {
		t.Errorf("signed for, and the case stands at %s", state)
	}
	proof := citizen.Get("/documents/" + paperOf(citizen, id, "delivery")).Want(http.StatusOK).Body
	if !strings.Contains(proof, "EA223456789CN") || !strings.Contains(proof, "邮政快递") {
		t.Error("the proof does not tell of the letter")
	}
}
