package respond

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/models/fault"
)

func answer(t *testing.T, path string, header map[string]string, err error) *httptest.ResponseRecorder {
	t.Helper()
	handler := &Errors{Log: slog.New(slog.DiscardHandler), Frame: func(echo.Context) pages.ErrorFrame { return pages.ErrorFrame{} }}
	if prepared := handler.Prepare(); prepared != nil {
		t.Fatal(prepared)
	}
	request := httptest.NewRequest(http.MethodPost, path, nil)
	for name, value := range header {
		request.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	handler.Handle(err, echo.New().NewContext(request, recorder))
	return recorder
}

func TestFaultsBecomeProblemsForPrograms(t *testing.T) {
	err := fault.Fields(fault.OneField("/answers/mobile", "REQUIRED"))
	got := answer(t, "/api/v1/drafts", map[string]string{"Accept-Language": "en"}, err)
	if got.Code != http.StatusUnprocessableEntity || got.Header().Get("Content-Type") != mimeProblem {
		t.Fatalf("status %d, type %q", got.Code, got.Header().Get("Content-Type"))
	}
	var p Problem
	if err := json.Unmarshal(got.Body.Bytes(), &p); err != nil {
		t.Fatal(err)
	}
	if p.Code != "INVALID_FIELDS" || len(p.Errors) != 1 || p.Errors[0].Pointer != "/answers/mobile" || p.Errors[0].Detail == "" {
		t.Errorf("problem %+v", p)
	}
}

func TestFaultsBecomePagesForPeople(t *testing.T) {
	got := answer(t, "/cases/1", map[string]string{"Accept": "text/html"}, fault.New(fault.NotFound, "NOT_FOUND"))
	if got.Code != http.StatusNotFound || !strings.Contains(got.Body.String(), "没有找到") {
		t.Errorf("status %d, body %s", got.Code, got.Body)
	}
}

func TestInsideOfAnUnforeseenErrorIsNeverShown(t *testing.T) {
	for _, path := range []string{"/api/v1/items", "/items"} {
		got := answer(t, path, nil, errors.New("dial tcp 10.1.2.3: password=secret"))
		if got.Code != http.StatusInternalServerError || strings.Contains(got.Body.String(), "secret") {
			t.Errorf("%s: status %d, body %s", path, got.Code, got.Body)
		}
	}
}

func TestKindsHaveTheirStatus(t *testing.T) {
	for kind, want := range map[fault.Kind]int{
		fault.Invalid: 422, fault.Malformed: 400, fault.Unauthenticated: 401, fault.Forbidden: 403, fault.NotFound: 404,
		fault.Conflict: 409, fault.Stale: 412, fault.TooLarge: 413, fault.Unsupported: 415, fault.TooMany: 429, fault.Unavailable: 503,
	} {
		if got := Status(fault.New(kind, "X")); got != want {
			t.Errorf("kind %d: %d, want %d", kind, got, want)
		}
	}
	for code, want := range map[int]string{404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 413: "TOO_LARGE", 400: "MALFORMED"} {
		if got := Fault(echo.NewHTTPError(code)); got.Code != want || Status(got) != code {
			t.Errorf("echo %d: %s %d", code, got.Code, Status(got))
		}
	}
}
