package register_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
	"github.com/yiyang-police/permit-portal/server/register"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

const key = "gateway-key"

func world() *simulator.World {
	day := workday.MustParse("2026-11-23")
	return simulator.New(day, func() time.Time { return day.Start() })
}

// serve puts a set of registers behind HTTP, as the real gateway stands before the real ones.
func serve(t *testing.T, set register.Set) *register.Gateway {
	t.Helper()
	type question struct {
		IDNumber   string            `json:"id_number"`
		Name       string            `json:"name"`
		CreditCode string            `json:"credit_code"`
		CaseNumber string            `json:"case_number"`
		Category   casework.Category `json:"category"`
		Previous   string            `json:"previous"`
		IDNumbers  []string          `json:"id_numbers"`
		From       workday.Date      `json:"from"`
		To         workday.Date      `json:"to"`
	}
	ctx := context.Background()
	answers := map[string]func(q question) (any, bool, error){
		"/population/person": func(q question) (any, bool, error) {
			a, err := set.Population.Person(ctx, q.IDNumber)
			return a, a.Found, err
		},
		"/population/photo": func(q question) (any, bool, error) {
			jpeg, err := set.Population.Photo(ctx, q.IDNumber)
			if fault.Code(err) == "NOT_FOUND" {
				return nil, false, nil
			}
			return map[string][]byte{"jpeg": jpeg}, true, err
		},
		"/border/crossings": func(q question) (any, bool, error) {
			a, err := set.Business.Crossed(ctx, expedite.Endorsement{IDNumber: q.IDNumber, From: q.From, To: q.To})
			return map[string]any{"found": a.Known, "crossed_on": a.On, "source": a.Source}, true, err
		},
		"/explosives/holder": func(q question) (any, bool, error) {
			a, err := set.Explosives.Holder(ctx, q.IDNumber)
			return a, a.Found, err
		},
		"/explosives/unit": func(q question) (any, bool, error) {
			a, err := set.Explosives.Unit(ctx, q.CreditCode)
			return a, a.Found, err
		},
		"/explosives/certificate-number": func(q question) (any, bool, error) {
			a, err := set.Explosives.AllocateCertificateNumber(ctx, casework.NumberOrder{CaseNumber: q.CaseNumber, IDNumber: q.IDNumber, Category: q.Category, Previous: q.Previous})
			return a, a.Found, err
		},
		"/companies/company": func(q question) (any, bool, error) {
			a, err := set.Businesses.Company(ctx, q.CreditCode)
			return a, a.Found, err
		},
		"/security/licence": func(q question) (any, bool, error) {
			a, err := set.Security.Licence(ctx, q.CreditCode)
			return a, a.Found, err
		},
		"/security/guards": func(q question) (any, bool, error) {
			a, err := set.Guards.Guards(ctx, q.IDNumbers)
			return a, a.Found, err
		},
		"/background/compare": func(q question) (any, bool, error) {
			a, err := set.Background.Compare(ctx, q.IDNumber, q.Name)
			return a, a.Found, err
		},
		"/companies/enterprise": func(q question) (any, bool, error) {
			code, err := identity.ParseCreditCode(q.CreditCode)
			if err != nil {
				return nil, false, err
			}
			a, err := set.Companies.Enterprise(ctx, code)
			if fault.Code(err) == "NOT_FOUND" {
				return nil, false, nil
			}
			return map[string]any{"name": a.Name, "address": a.Address, "area": a.Area, "legal_name": a.LegalName,
				"legal_id_number": a.LegalIDNumber, "cancelled": a.Cancelled,
				"kind": a.Kind, "business": a.Business, "suspended": a.Suspended, "reason": a.Reason, "request": a.Request}, true, err
		},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, known := answers[r.URL.Path]
		var q question
		switch {
		case r.Header.Get("Authorization") != "Bearer "+key:
			w.WriteHeader(http.StatusUnauthorized)
			return
		case !known || r.Method != http.MethodPost || json.NewDecoder(r.Body).Decode(&q) != nil:
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		a, found, err := answer(q)
		switch {
		case err != nil:
			w.WriteHeader(http.StatusServiceUnavailable)
		case !found:
			w.WriteHeader(http.StatusNotFound)
		default:
			_ = json.NewEncoder(w).Encode(a)
		}
	}))
	t.Cleanup(server.Close)
	g, err := register.NewGateway(server.URL+"/", key)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestGatewayAnswersLikeTheRegistersBehindIt(t *testing.T) {
	t.Parallel()
	w := world()
	near, far := w.Registers(), register.Timely(serve(t, w.Registers()).Set(), register.Patience)
	ctx := context.Background()
	for _, p := range w.People() {
		id := p.IDNumber.String()
		same(t, p.Key, func(s register.Set) (any, error) {
			a, err := s.Population.Person(ctx, id)
			a.Reply = casework.Reply{Found: a.Found}
			return a, err
		}, near, far)
		same(t, p.Key, func(s register.Set) (any, error) {
			a, err := s.Explosives.Holder(ctx, id)
			a.Reply = casework.Reply{Found: a.Found}
			return a, err
		}, near, far)
		same(t, p.Key, func(s register.Set) (any, error) {
			return s.Business.Crossed(ctx, expedite.Endorsement{IDNumber: id, From: workday.MustParse("2026-11-01"), To: workday.MustParse("2026-11-20")})
		}, near, far)
		same(t, p.Key, func(s register.Set) (any, error) {
			a, err := s.Background.Compare(ctx, id, p.Name)
			a.Reply = casework.Reply{Found: a.Found}
			return a, err
		}, near, far)
		same(t, p.Key, func(s register.Set) (any, error) {
			a, err := s.RealNames.Person(ctx, p.IDNumber)
			a.Request = ""
			return a, err
		}, near, far)
	}
	for _, person := range []string{"citizen", "B4-unlisted"} { // drawn anew for each question, so two are enough
		same(t, person, func(s register.Set) (any, error) {
			return s.Population.Photo(ctx, w.Person(person).IDNumber.String())
		}, near, far)
	}
	var guards []string
	for _, p := range w.People() {
		guards = append(guards, p.IDNumber.String())
	}
	same(t, "a roster", func(s register.Set) (any, error) {
		a, err := s.Guards.Guards(ctx, guards)
		a.Reply = casework.Reply{Found: a.Found}
		return a, err
	}, near, far)
	for _, u := range w.Units() {
		same(t, u.Key+" with 市场监管", func(s register.Set) (any, error) {
			a, err := s.Businesses.Company(ctx, u.CreditCode.String())
			a.Reply = casework.Reply{Found: a.Found}
			return a, err
		}, near, far)
		same(t, u.Key+"'s licence for guarding", func(s register.Set) (any, error) {
			a, err := s.Security.Licence(ctx, u.CreditCode.String())
			a.Reply = casework.Reply{Found: a.Found}
			return a, err
		}, near, far)
		same(t, u.Key, func(s register.Set) (any, error) {
			a, err := s.Explosives.Unit(ctx, u.CreditCode.String())
			a.Reply = casework.Reply{Found: a.Found}
			return a, err
		}, near, far)
		same(t, u.Key, func(s register.Set) (any, error) {
			a, err := s.Companies.Enterprise(ctx, u.CreditCode)
			a.Request = ""
			return a, err
		}, near, far)
	}
	same(t, "number", func(s register.Set) (any, error) {
		a, err := s.Explosives.AllocateCertificateNumber(ctx, casework.NumberOrder{CaseNumber: "43090000222026112300001X", IDNumber: "x"})
		return a.Number, err
	}, near, far)
}

func same(t *testing.T, key string, call func(register.Set) (any, error), near, far register.Set) {
	t.Helper()
	a, errA := call(near)
	b, errB := call(far)
	if fault.Code(errA) != fault.Code(errB) || errA == nil && !reflect.DeepEqual(text(a), text(b)) {
		t.Errorf("%s: near %s (%v), far %s (%v)", key, text(a), errA, text(b), errB)
	}
}

func text(v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return strings.ReplaceAll(strings.ReplaceAll(string(raw), "[]", "null"), " ", "")
}

func TestGatewayInTrouble(t *testing.T) {
	t.Parallel()
	ctx, over := context.Background(), make(chan struct{})
	for _, answer := range []http.HandlerFunc{
		func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
		func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 2<<20)) },
		func(http.ResponseWriter, *http.Request) { <-over }, // the last one: answers nothing until the test is over
	} {
		server := httptest.NewServer(answer)
		t.Cleanup(server.Close)
		g, err := register.NewGateway(server.URL, key)
		if err != nil {
			t.Fatal(err)
		}
		_, err = register.Timely(g.Set(), 50*time.Millisecond).Explosives.Holder(ctx, "430903199003074515")
		if f, ok := fault.As(err); !ok || f.Kind != fault.Unavailable || f.Code != "REGISTER_UNAVAILABLE" {
			t.Errorf("got %v", err)
		}
	}
	close(over)
	for _, address := range []string{"", "ftp://x", "gateway.local", "https://"} {
		if _, err := register.NewGateway(address, ""); err == nil {
			t.Errorf("%q is no address", address)
		}
	}
}

func TestSMSGateway(t *testing.T) {
	t.Parallel()
	ctx, id := context.Background(), uuid.New()
	status := http.StatusAccepted
	var got map[string]string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = nil
		if r.URL.Path == "/v1/messages" && r.Header.Get("Authorization") == "Bearer "+key {
			_ = json.NewDecoder(r.Body).Decode(&got)
		}
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	sms, err := register.NewSMS(server.URL+"/v1", key)
	if err != nil {
		t.Fatal(err)
	}
	if err := sms.Send(ctx, "13800138000", "验证码 042517", id); err != nil || got["mobile"] != "13800138000" || got["id"] != id.String() || got["text"] != "验证码 042517" {
		t.Errorf("%v, %v", got, err)
	}
	status = http.StatusUnprocessableEntity
	if err := sms.Send(ctx, "13800138000", "x", id); fault.Code(err) != "SMS_NUMBER_UNREACHABLE" {
		t.Errorf("a refused number is hopeless: %v", err)
	}
	status = http.StatusBadGateway
	if err := sms.Send(ctx, "13800138000", "x", id); err == nil || fault.Code(err) != "" {
		t.Errorf("a failing gateway is worth another try: %v", err)
	}
}
