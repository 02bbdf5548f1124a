package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/handlers/respond"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Review shows a case on one page.
func (s *Site) Review(c echo.Context) error {
	return s.review(c, http.StatusOK, func(v *pages.ReviewView) {
		v.Flash = deskFlash(c)
		if act := c.QueryParam("done"); v.Flash == "" && pages.ActWords(respond.Context(c), v.Item, act) != "" {
			v.Flash = say(c, "desk.done", "act", pages.ActWords(respond.Context(c), v.Item, act), "number", v.Code)
			stage := procedure.Stage(c.QueryParam("stage"))
			if desk := c.QueryParam("desk"); works(auth.Actor(c), desk, stage) {
				v.Next = &pages.Place{Desk: desk, Stage: stage}
			}
		}
	})
}

func (s *Site) review(c echo.Context, status int, more func(*pages.ReviewView)) error {
	ctx, actor := respond.Context(c), auth.Actor(c)
	which, err := reviewed(c)
	if err != nil {
		return err
	}
	live := s.liveAt(casePath(which))
	v := pages.ReviewView{Now: s.Now(), Archives: actor.HasAny(account.Archivist, account.Supervisor, account.CaseManager), Picks: actor.HasAny(account.CaseManager, account.Supervisor), Releases: actor.HasAny(account.CaseManager),
		Undoes: s.Cases.Undoes(), Clean: c.QueryParam("clean") != ""}
	if v.ClerkView, err = s.Cases.Review(ctx, actor, which); err != nil {
		return err
	}
	if v.Business, err = s.Expedite.Evidence(ctx, actor, which); err != nil {
		return err
	}
	if v.Justice, err = s.Supervise.JusticeOfCase(ctx, which); err != nil {
		return err
	}
	v.Today = s.today()
	v.Show = c.QueryParam("show")
	if v.Desks, err = s.deskNames(c); err != nil {
		return err
	}
	if v.Pending, err = s.Cases.Pending(ctx, actor); err != nil {
		return err
	}
	more(&v)
	f := s.frame(c, v.Code, crumb(v.Code, ""))
	f.Path = casePath(which)
	if c.Request().Method == http.MethodGet {
		f.Live, f.Version = live, strconv.Itoa(v.Version)
	}
	return respond.Page(c, status, pages.Review(f, v))
}

// reviewed is the case of a request: in its path, or in the form of an act on a step.
func reviewed(c echo.Context) (uuid.UUID, error) {
	if strings.HasPrefix(c.Path(), clerkHome+"/cases/") {
		return id(c, "id")
	}
	which, err := uuid.Parse(c.FormValue("case"))
	if err != nil {
		return uuid.Nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return which, nil
}

func casePath(id uuid.UUID) string { return clerkHome + "/cases/" + id.String() }

// reviewAgain shows the case once more as it stands now, with what was wrong and everything that the officer typed. Where the act has become
// impossible meanwhile, the words are kept to be copied.
func (s *Site) reviewAgain(c echo.Context, form string, err error) error {
	f, ok := fault.As(err)
	if !ok || !(mendable(f.Kind) || f.Kind == fault.Stale || f.Kind == fault.Forbidden) {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return err
	}
	return s.review(c, respond.Status(f), func(v *pages.ReviewView) {
		v.Entry, v.Open, v.Defects = pages.RefusedIn(respond.Context(c), form, values, f), form, defects(values)
		v.Lost = !v.Mine || isAct(values) && !slices.ContainsFunc(v.Acts, func(p casework.Possible) bool {
			return p.Allowed && pages.ActID(p.Act, p.Verdict) == form
		})
	})
}

func isAct(values url.Values) bool { return values.Get("act") != "" }

// Decide does an officer's act on the step he holds.
func (s *Site) Decide(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	d := decision(values)
	d.CaseID = which
	form := pages.ActID(d.Act, d.Verdict)
	if d.StepID == uuid.Nil {
		form = "beside-" + form
	}
	if d.Act == procedure.ActCollective { // the chair's own voice stands first
		d.Members = append([]casework.Voice{{Officer: auth.Actor(c).Officer, Verdict: d.Verdict, Text: d.Reason}}, d.Members...)
	}
	if values.Get("more") != "" { // without script: one more row for the list of defects
		return s.review(c, http.StatusOK, func(v *pages.ReviewView) {
			v.Entry, v.Open, v.Defects = pages.Entry{Values: values}, form, append(defects(values), procedure.Defect{})
		})
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	if d.StepID == uuid.Nil { // the head of the agency, case management, a reviewer who does not hold the case
		if _, err := s.Cases.Decide(c.Request().Context(), auth.Actor(c), d, key); err != nil {
			return s.reviewAgain(c, form, err)
		}
		return respond.Redirect(c, casePath(which)+"?done="+url.QueryEscape(string(d.Act)))
	}
	on := casework.Next{Desk: values.Get("desk"), Stage: procedure.Stage(values.Get("stage"))}
	if values.Get("stay") != "" {
		on = casework.Next{}
	}
	went, err := s.Cases.DecideAndGoOn(c.Request().Context(), auth.Actor(c), d, on, key)
	if err != nil {
		return s.reviewAgain(c, form, err)
	}
	if went.Held {
		return s.wentOn(c, went, on, casePath(which))
	}
	next := url.Values{"done": {string(d.Act)}, "desk": {values.Get("desk")}, "stage": {values.Get("stage")}}
	return respond.Redirect(c, casePath(which)+"?"+next.Encode())
}

// RecordVisit notes that the applicant came to the window.
func (s *Site) RecordVisit(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	if err := s.Cases.RecordVisit(c.Request().Context(), auth.Actor(c), which, key); err != nil {
		return s.reviewAgain(c, "visit", err)
	}
	return respond.Redirect(c, casePath(which)+"?done=visit_done")
}

// decision reads an act's form. Numbers that are none become 0, which fits no claim and no version.
func decision(values url.Values) casework.Decision {
	step, _ := uuid.Parse(values.Get("step"))
	fence, _ := strconv.ParseInt(values.Get("fence"), 10, 64)
	version, _ := strconv.Atoi(values.Get("version"))
	d := casework.Decision{StepID: step, Fence: fence, Version: version, Act: procedure.ActName(values.Get("act")),
		Verdict: procedure.Verdict(values.Get("verdict")), Agree: values.Get("agree") == "agree", Reason: strings.TrimSpace(values.Get("reason")),
		Grounds: values["grounds"], Heard: strings.TrimSpace(values.Get("heard")), Competent: strings.TrimSpace(values.Get("competent")),
		CompetentHow: strings.TrimSpace(values.Get("competent_how")), Way: values.Get("way"), Waybill: strings.TrimSpace(values.Get("waybill")),
		Recipient: strings.TrimSpace(values.Get("recipient")), Number: strings.TrimSpace(values.Get("number")),
		Source: strings.TrimSpace(values.Get("source")), Receipt: strings.TrimSpace(values.Get("receipt"))}
	special(values, &d)
	d.Until, _ = workday.Parse(strings.TrimSpace(values.Get("until"))) // no date: the certificate has no last day
	if d.Act == procedure.ActCorrect || d.Act == procedure.ActAskCorrectAgain {
		d.Defects = defects(values)
	}
	return d
}

// defects reads the rows of a correction; empty rows are no defects.
func defects(values url.Values) (list []procedure.Defect) {
	at := func(name string, i int) string {
		if all := values[name]; i < len(all) {
			return strings.TrimSpace(all[i])
		}
		return ""
	}
	for i := range max(len(values["defect_where"]), len(values["defect_problem"]), len(values["defect_mend"])) {
		d := procedure.Defect{Where: at("defect_where", i), Problem: at("defect_problem", i), Mend: at("defect_mend", i)}
		if d != (procedure.Defect{}) {
			list = append(list, d)
		}
	}
	return list
}

// held is the claim that a form on a step speaks of.
func held(c echo.Context) (step uuid.UUID, fence int64) {
	step, err := uuid.Parse(c.Param("id"))
	if value := c.FormValue("step"); value != "" {
		step, err = uuid.Parse(value)
	}
	if err != nil {
		return uuid.Nil, 0
	}
	fence, _ = strconv.ParseInt(c.FormValue("fence"), 10, 64)
	return step, fence
}

// RecordChecks keeps the officer's verdicts on points of the checklist: those that differ from what stands.
func (s *Site) RecordChecks(c echo.Context) error {
	ctx, actor := c.Request().Context(), auth.Actor(c)
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	v, err := s.Cases.Review(ctx, actor, which)
	if err != nil {
		return err
	}
	step, fence := uuid.Nil, int64(0)
	if step, err = uuid.Parse(values.Get("step")); err == nil {
		fence, _ = strconv.ParseInt(values.Get("fence"), 10, 64)
	}
	passed := judged(v.Checks, values)
	if values.Get("rest") != "" {
		passed = append(passed, rest(v.Checks, passed)...)
	}
	if err := s.Cases.RecordChecks(ctx, actor, which, step, fence, passed); err != nil {
		return s.reviewAgain(c, "checks", err)
	}
	if values.Get("rest") != "" {
		return respond.Redirect(c, casePath(which)+"?done=checked&clean=1#acts")
	}
	return respond.Redirect(c, casePath(which)+"?done=checked#checks")
}

func judged(rows []casework.CheckRow, values url.Values) (list []casework.Judged) {
	for _, r := range rows {
		j := casework.Judged{Code: r.Code, Mark: procedure.Mark(values.Get(r.Code + ".mark")), Note: strings.TrimSpace(values.Get(r.Code + ".note"))}
		if j.Mark == "" || j.Mark == r.Mark && (j.Note == r.Note || !r.ByHand && j.Note == "") {
			continue
		}
		list = append(list, j)
	}
	return list
}

// rest passes the points that nobody has judged, besides those of the form.
func rest(rows []casework.CheckRow, judged []casework.Judged) (list []casework.Judged) {
	for _, r := range rows {
		in := slices.ContainsFunc(judged, func(j casework.Judged) bool { return j.Code == r.Code })
		if r.Settable && r.Mark == procedure.Open && !in {
			list = append(list, casework.Judged{Code: r.Code, Mark: procedure.Pass})
		}
	}
	return list
}

// SaveNote keeps the private draft with the claim.
func (s *Site) SaveNote(c echo.Context) error {
	step, fence := held(c)
	if err := s.Cases.SaveNote(c.Request().Context(), auth.Actor(c), step, fence, strings.TrimSpace(c.FormValue("text"))); err != nil {
		return s.reviewAgain(c, "note", err)
	}
	return s.backToCase(c, "noted", "note")
}

// ReturnStep gives a claimed step back to its queue.
func (s *Site) ReturnStep(c echo.Context) error {
	step, fence := held(c)
	err := s.Cases.ReturnStep(c.Request().Context(), auth.Actor(c), step, fence, casework.ReturnReason(c.FormValue("reason")), strings.TrimSpace(c.FormValue("text")))
	if err != nil {
		return s.reviewAgain(c, "return-step", err)
	}
	return respond.Redirect(c, clerkHome+"?done=returned")
}

// ReleaseStep frees a step for everybody, by case management.
func (s *Site) ReleaseStep(c echo.Context) error {
	step, err := id(c, "id")
	if err != nil {
		return err
	}
	if err := s.Cases.Release(c.Request().Context(), auth.Actor(c), step, strings.TrimSpace(c.FormValue("reason"))); err != nil {
		return s.reviewAgain(c, "release", pin(err, map[string]string{"REASON_REQUIRED": "/reason"}))
	}
	return s.backToCase(c, "released", "")
}

// backToCase goes back to the case of a form.
func (s *Site) backToCase(c echo.Context, done, anchor string) error {
	which, err := reviewed(c)
	if err != nil {
		return err
	}
	path := casePath(which) + "?done=" + done
	if anchor != "" {
		path += "#" + anchor
	}
	return respond.Redirect(c, path)
}

// Heartbeat keeps a claim alive while its holder works on the page; script asks for it every minute.
func (s *Site) Heartbeat(c echo.Context) error {
	step, err := id(c, "id")
	if err != nil {
		return err
	}
	var beat struct {
		Fence int64 `json:"fence"`
		Input bool  `json:"input"`
	}
	if err := json.NewDecoder(c.Request().Body).Decode(&beat); err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	claim, err := s.Cases.Heartbeat(c.Request().Context(), auth.Actor(c), step, beat.Fence, beat.Input)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"expires_at": claim.ExpiresAt})
}

// WriteToApplicant sends a message of the officer to the applicant.
func (s *Site) WriteToApplicant(c echo.Context) error {
	which, err := id(c, "id")
	if err != nil {
		return err
	}
	key, err := onceKey(c)
	if err != nil {
		return err
	}
	if _, err := s.Cases.SendMessage(c.Request().Context(), auth.Actor(c), which, strings.TrimSpace(c.FormValue("text")), key); err != nil {
		return s.reviewAgain(c, "message", pin(err, map[string]string{"MESSAGE_EMPTY": "/text"}))
	}
	return respond.Redirect(c, casePath(which)+"?done=sent#messages")
}
