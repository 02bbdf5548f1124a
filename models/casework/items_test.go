package casework

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// application is an item that can be applied for online, with its first example that the form finds no fault with.
type application struct {
	item    *catalog.Item
	example catalog.Example
}

var loadItems = sync.OnceValues(func() ([]*catalog.Item, error) {
	cal, err := calendarOnce()
	if err != nil {
		return nil, err
	}
	return catalog.Load(migrations.Items(), cal)
})

// applications lists them by the day of the example, because a test's clock only runs forward.
func applications(t testing.TB) []application {
	t.Helper()
	items, err := loadItems()
	check(t, err)
	var list []application
	for _, item := range items {
		if !item.Online() || item.Procedure.Renewal { // renewals have tests of their own
			continue
		}
		i := slices.IndexFunc(item.Examples, func(e catalog.Example) bool { return len(e.Faults) == 0 })
		if i < 0 {
			t.Errorf("%s has no example without faults", item.Code)
			continue
		}
		list = append(list, application{item, item.Examples[i]})
	}
	slices.SortFunc(list, func(a, b application) int {
		return cmp.Or(strings.Compare(a.example.Today, b.example.Today), strings.Compare(a.item.Code, b.item.Code))
	})
	return list
}

// applicant is the person of the example; where it has an enterprise, he acts for that.
func (w *world) applicant(a application) account.Actor {
	w.t.Helper()
	text := func(path string) string { s, _ := a.example.Facts[path].(string); return s }
	name, id := text(form.AccountName), text(form.AccountIDNumber)
	if id == "" {
		name, id = "李建国", "430903199003074515"
	}
	w.registers.know(id, name, a.example.Facts[form.AccountPhotoUsable] != false)
	person, known := w.known[id]
	if !known {
		person = w.person(name, id)
		w.known[id] = person
	}
	if code := text(form.EnterpriseCode); code != "" && a.item.For(catalog.AudienceEnterprise) {
		enterprise, known := w.enterprises[code]
		if !known {
			enterprise = uuid.New()
			w.enterprises[code] = enterprise
			w.exec(`INSERT INTO enterprises (id, credit_code, name, legal_name, area, created_at) VALUES (?, ?, ?, ?, '430903', ?)
				ON CONFLICT (credit_code) DO UPDATE SET name = excluded.name, legal_name = excluded.legal_name`, enterprise, code,
				text(form.EnterpriseName), text(form.EnterpriseRepresent), w.clock.Now())
			w.scan(&enterprise, `SELECT id FROM enterprises WHERE credit_code = ?`, code)
			w.enterprises[code] = enterprise
		}
		person.Enterprises = []account.Membership{{ID: enterprise, CreditCode: code, Name: text(form.EnterpriseName), Role: account.Legal}}
		person.Acting = enterprise
	}
	return person
}

// start begins a draft with the example's situations.
func (w *world) start(person account.Actor, a application) (uuid.UUID, error) {
	told := map[string]string{}
	for path, value := range a.example.Facts {
		if key, ok := strings.CutPrefix(path, situation); ok {
			told[key] = fmt.Sprint(value)
		}
	}
	for next := a.item.Situate(told).Next; next != nil; next = a.item.Situate(told).Next { // the example leaves it open: whatever goes on
		i := slices.IndexFunc(next.Options, func(o catalog.SituationOption) bool { return o.Item == "" && o.Stop.IsZero() })
		if i < 0 || told[next.Key] != "" {
			break
		}
		told[next.Key] = next.Options[i].Value
	}
	return w.StartDraft(context.Background(), person, Start{Item: a.item.Code, Situations: told}, db.Key{})
}

// fill answers the form as the example does, with uploads of its own.
func (w *world) fill(person account.Actor, id uuid.UUID, a application) error {
	w.t.Helper()
	raw, err := json.Marshal(a.example.Answers)
	check(w.t, err)
	for sample, m := range a.example.Materials {
		if !bytes.Contains(raw, []byte(sample)) {
			continue
		}
		file := uuid.Must(uuid.NewV7())
		raw = bytes.ReplaceAll(raw, []byte(sample), []byte(file.String()))
		w.exec(`INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, width, height, sha256, created_at, touched_at)
			VALUES (?, ?, ?, 'any', false, 10000000, '材料.pdf', ?, 'CLEAN', ?, ?, ?, 'ab', ?, ?)`,
			file, person.PersonID, id, m.Bytes, m.Mime, m.Width, m.Height, w.clock.Now(), w.clock.Now())
	}
	var answers form.Answers
	check(w.t, json.Unmarshal(raw, &answers))
	_, err = w.SaveAnswers(context.Background(), person, id, answers, 0)
	return err
}

// day moves the clock to the day of an example, never back.
func (w *world) day(today string) {
	w.t.Helper()
	if day := workday.MustParse(today); day.After(workday.DateOf(w.clock.Now())) {
		w.at(today + " 09:00")
	}
}

// Every item that is online can be applied for to the end, with the answers of its first example.
func TestEveryOnlineItemGivesAReceipt(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	list := applications(t)
	if len(list) == 0 {
		t.Fatal("no item is online")
	}
	w := newWorld(t, list[0].example.Today+"T09:00:00+08:00")
	for _, a := range list {
		w.day(a.example.Today)
		person := w.applicant(a)
		id, err := w.start(person, a)
		if err != nil {
			t.Errorf("%s %s: start: %v", a.item.Code, a.item.Name.Zh, err)
			continue
		}
		if err := w.fill(person, id, a); err != nil {
			t.Errorf("%s %s: fill: %v", a.item.Code, a.item.Name.Zh, err)
			continue
		}
		receipt, err := w.Finish(ctx, person, id, false, db.Key{})
		if a.item.Procedure.Register.Always { // nothing of the kind is filed yet; TestF9 goes the whole way
			wantCode(t, err, "FILING_UNKNOWN")
			continue
		}
		if err != nil {
			t.Errorf("%s %s: submit: %v", a.item.Code, a.item.Name.Zh, err)
			continue
		}
		if receipt.Number == "" || receipt.QueryCode == "" || receipt.DocumentID == uuid.Nil {
			t.Errorf("%s %s: receipt %+v", a.item.Code, a.item.Name.Zh, receipt)
		}
		var desk string
		w.scan(&desk, `SELECT desk FROM steps WHERE case_id = ? AND state = 'QUEUED' AND stage = 'intake'`, id)
		if !strings.HasPrefix(desk, receipt.Number[:6]) {
			t.Errorf("%s: %s waits at %s", a.item.Code, receipt.Number, desk)
		}
		if _, err := w.CaseForApplicant(ctx, person, id); err != nil {
			t.Errorf("%s: %v", a.item.Code, err)
		}
	}
}

// One item of every procedure, depth, audience and level of desks goes its whole way through the services that the pages use.
func TestOneItemOfEveryKindIsDelivered(t *testing.T) {
	t.Parallel()
	chosen := map[string]application{}
	for _, a := range applications(t) {
		o := a.item.Procedure
		desk, _, _ := strings.Cut(o.Desks[procedure.StageReview], "-")
		kind := fmt.Sprint(o.Code, a.item.OnlineDepth, a.item.Audience, desk, o.Visit, o.Certificate, o.OnTheSpot, o.Payment)
		if _, have := chosen[kind]; !have {
			chosen[kind] = a
		}
	}
	list := make([]application, 0, len(chosen))
	for _, a := range chosen {
		list = append(list, a)
	}
	slices.SortFunc(list, func(a, b application) int { return strings.Compare(a.example.Today, b.example.Today) })
	w := newWorld(t, list[0].example.Today+"T09:00:00+08:00")
	for _, a := range list {
		w.day(a.example.Today)
		person := w.applicant(a)
		w.stands(a)
		id, err := w.start(person, a)
		if err == nil {
			err = w.fill(person, id, a)
		}
		if err == nil {
			_, err = w.Finish(context.Background(), person, id, false, db.Key{})
		}
		if err != nil {
			t.Errorf("%s %s: %v", a.item.Code, a.item.Name.Zh, err)
			continue
		}
		check(t, w.AskRegisters(context.Background(), id))
		if err := w.drive(person, id, a.item); err != nil {
			t.Errorf("%s %s (%s): %v", a.item.Code, a.item.Name.Zh, a.item.Procedure.Code, err)
		}
	}
}

// officerOf is somebody at a desk, another person for every stage.
func (w *world) officerOf(desk string, stage procedure.Stage) account.Actor {
	name := desk + " " + string(stage)
	if _, known := w.known[name]; !known {
		w.known[name] = clerk("民警", fmt.Sprintf("1%05d", len(w.known)), account.Role(procedure.StageRole(stage)), desk)
	}
	return w.known[name]
}

// usualAct is what brings a clean case on from a state.
func usualAct(o procedure.Options, c procedure.Case, fee bool) Decision {
	number := "43090020260001"
	switch c.State {
	case procedure.Received:
		switch {
		case o.OnTheSpot && o.Code == procedure.Filing().Code:
			return Decision{Act: procedure.ActFile}
		case o.OnTheSpot && o.Code == procedure.Service().Code:
			return Decision{Act: procedure.ActDone, Reason: "已在业务系统登记", Number: "43090020260002"}
		}
		return Decision{Act: procedure.ActAccept}
	case procedure.CountyCheck:
		return Decision{Act: procedure.ActCountyOpinion, Verdict: procedure.Grant, Reason: "无异常"}
	case procedure.Review:
		return Decision{Act: procedure.ActPropose, Verdict: procedure.Grant, Reason: "符合条件"}
	case procedure.Checking:
		return Decision{Act: procedure.ActFile}
	case procedure.Deciding:
		switch o.Code {
		case procedure.Service().Code:
			return Decision{Act: procedure.ActDone}
		case procedure.Endorsement().Code:
			return Decision{Act: procedure.ActForward, Verdict: procedure.Grant, Reason: "同意签发"}
		}
		return Decision{Act: procedure.ActGrant}
	case procedure.Granted, procedure.Filed, procedure.Done:
		return Decision{Act: procedure.ActIssueCertificate, Number: number}
	case procedure.Forwarded:
		return Decision{Act: procedure.ActEnterResult, Verdict: procedure.Grant, Source: "国家出入境管理信息系统", Number: "E00000001"}
	case procedure.Entered:
		return Decision{Act: procedure.ActVerifyResult, Agree: true}
	}
	if fee {
		return Decision{Act: procedure.ActPay, Receipt: "4300123456"}
	}
	return Decision{Act: procedure.ActDeliver, Way: procedure.AtCounter, Recipient: "本人"}
}

// drive brings a received case to its end, and reads its papers.
func (w *world) drive(person account.Actor, id uuid.UUID, item *catalog.Item) error {
	view, err := w.bring(person, id, item, procedure.Closed)
	if err != nil {
		return err
	}
	return w.papersRead(view)
}

// bring brings a received case to a state, by whoever works at the desks where it waits, and reads what everybody sees on the way.
func (w *world) bring(person account.Actor, id uuid.UUID, item *catalog.Item, to procedure.State) (view ApplicantView, err error) {
	ctx := context.Background()
	for range 12 {
		if view, err = w.CaseForApplicant(ctx, person, id); err != nil || view.State == to {
			return view, err
		}
		var desk, stage string
		w.scan(&desk, `SELECT desk FROM steps WHERE case_id = ? AND state = 'QUEUED'`, id)
		w.scan(&stage, `SELECT stage FROM steps WHERE case_id = ? AND state = 'QUEUED'`, id)
		if view.VisitAsked && view.State != procedure.Delivery {
			window := w.officerOf(item.Procedure.Desk(procedure.StageIntake, w.area(id)), procedure.StageIntake)
			if err := w.RecordVisit(ctx, window, id, db.Key{}); err != nil {
				return view, fmt.Errorf("visit in %s: %w", view.State, err)
			}
		}
		officer := w.officerOf(desk, procedure.Stage(stage))
		claim, err := w.ClaimNext(ctx, officer, desk, procedure.Stage(stage), db.Key{})
		if err != nil || claim.CaseID != id {
			return view, fmt.Errorf("claim at %s %s: %s, %w", desk, stage, claim.CaseID, err)
		}
		seen, err := w.Review(ctx, officer, id)
		if err != nil {
			return view, err
		}
		for _, row := range seen.Checks {
			if row.Mark == procedure.Open && stage != "certificate" && stage != "delivery" && stage != "verify" {
				if err := w.RecordCheck(ctx, officer, id, claim.StepID, claim.Fence, row.Code, procedure.Pass, ""); err != nil {
					return view, fmt.Errorf("check %s: %w", row.Code, err)
				}
			}
		}
		d := usualAct(seen.Item.Procedure, seen.Law, view.PaymentAsked)
		d.CaseID, d.StepID, d.Fence, d.Version = id, claim.StepID, claim.Fence, w.version(id)
		if _, err := w.Decide(ctx, officer, d, db.Key{}); err != nil {
			return view, fmt.Errorf("%s in %s at %s: %w", d.Act, view.State, desk, err)
		}
		if d.Act == procedure.ActPay { // the step is still held
			if err := w.ReturnStep(ctx, officer, claim.StepID, claim.Fence, SystemFailure, ""); err != nil {
				return view, err
			}
		}
	}
	return view, fault.New(fault.Conflict, "NEVER_ENDS")
}

func (w *world) area(id uuid.UUID) (area string) {
	w.scan(&area, `SELECT area FROM cases WHERE id = ?`, id)
	return area
}

// papersRead reads every document of a closed case, and looks for its result among them.
func (w *world) papersRead(v ApplicantView) error {
	result := false
	for _, d := range v.Documents {
		_, letter, err := w.documents.Letter(context.Background(), d.ID)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Kind, err)
		}
		result = result || slices.Contains(delivered, d.Kind)
		for _, b := range letter.Blocks {
			if strings.Contains(b.Text, "%!") || strings.Contains(b.Text, "于受理") || strings.Contains(b.Text, "自起") {
				return fmt.Errorf("%s says %q", d.Title, b.Text)
			}
		}
		if d.Title == "" || len(letter.Blocks) == 0 {
			return fmt.Errorf("%s has no title or no text", d.Kind)
		}
	}
	if !result || v.Verdict != procedure.Grant || v.Law.DeliveredOn.IsZero() {
		return fmt.Errorf("closed without a result: %+v", v.Law)
	}
	return nil
}
