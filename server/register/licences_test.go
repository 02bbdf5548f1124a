package register

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// The library hears the state of a copy under a request number that is the same when it is told again, and may refuse it.
func TestTheGatewayTellsTheLibraryOfElectronicLicences(t *testing.T) {
	t.Parallel()
	status, requests, heard := http.StatusNoContent, []string{}, document.Shared{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/licences/state" || json.NewDecoder(r.Body).Decode(&heard) != nil {
			t.Errorf("%s %s", r.Method, r.URL)
		}
		requests = append(requests, r.Header.Get("X-Request-Id"))
		w.WriteHeader(status)
	}))
	defer server.Close()
	gateway, err := NewGateway(server.URL, "")
	if err != nil {
		t.Fatal(err)
	}
	library := Timely(gateway.Set(), Patience).Licences
	told := document.Shared{ID: uuid.New(), At: time.Date(2026, 11, 23, 9, 0, 0, 1000, time.UTC), State: document.LibrarySuspended, Number: "4309002023000123"}
	for range 2 {
		if err := library.Share(context.Background(), told); err != nil || heard.ID != told.ID || heard.State != told.State {
			t.Errorf("%+v %v", heard, err)
		}
	}
	if requests[0] != requests[1] || requests[0] == "" {
		t.Errorf("told twice under %q", requests)
	}
	for code, want := range map[int]fault.Kind{http.StatusUnprocessableEntity: fault.Invalid, http.StatusBadGateway: fault.Unavailable} {
		status = code
		if f, ok := fault.As(library.Share(context.Background(), told)); !ok || f.Kind != want {
			t.Errorf("%d: %v", code, f)
		}
	}
}
