package casework

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

var (
	archivist = clerk("汤斌", "090031", account.Archivist, city)
	quashed   = Decision{Act: procedure.ActDecideAgain, Kind: procedure.Reconsidered, Body: "益阳市人民政府", Number: "益政复决〔2026〕12号", Wrong: procedure.WrongGrounds,
		Days: 15, Reason: "认定犯罪记录的证据不足，撤销原决定，责令重新作出决定"}
	refuseAgain = Decision{Act: procedure.ActRefuse, Grounds: []string{"B3"}, Reason: "曾受刑事处罚", Heard: "申请人放弃陈述申辩"}
)

// refused is a renewal that was refused on B3 on 2026-09-17 and delivered the day after.
func (w *world) refused(person account.Actor) uuid.UUID {
	w.t.Helper()
	w.enrol(head, deputy, checker1, checker2)
	w.registers.police[person.IDNumber] = BackgroundAnswer{Criminal: true}
	id := w.submit(person)
	w.review(id)
	w.mustDecide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Grounds: []string{"B3"}, Reason: "曾受刑事处罚"})
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.mustDecide(decider, id, refuseAgain)
	w.at("2026-09-18 09:00")
	w.mustDecide(deliver, id, Decision{Act: procedure.ActDeliver, Way: "counter", Recipient: "李建国"})
	return id
}

// reopened takes it up again by a ruling of 2026-11-20.
func (w *world) reopened(id uuid.UUID, change ...func(*Decision)) {
	w.t.Helper()
	w.at("2026-11-23 09:00")
	d := quashed
	d.On, d.Pictures = workday.MustParse("2026-11-20"), w.enclosed(head, id)
	for _, c := range change {
		c(&d)
	}
	check(w.t, w.aside(head, id, d))
}

func (w *world) discuss(id uuid.UUID, v procedure.Verdict) Decided {
	w.t.Helper()
	return w.mustAct(head, procedure.StageCollective, id, Decision{Act: procedure.ActCollective, Record: "会议逐项讨论了裁决意见", Members: []Voice{
		{head.Officer, v, ""}, {deputy.Officer, v, ""}, {checker1.Officer, v, ""}}})
}

// passed is the reviewer's word, with the ruling as its reason, on the point that the register fails.
func (w *world) passed(id uuid.UUID) {
	w.t.Helper()
	ctx := context.Background()
	c := w.claim(reviewer, id)
	v, err := w.Review(ctx, reviewer, id)
	check(w.t, err)
	i := slices.IndexFunc(v.Checks, func(r CheckRow) bool { return slices.Contains(r.Grounds, "B3") })
	if row := v.Checks[i]; !row.Overruled || !row.Settable || row.Mark != procedure.Fail {
		w.t.Fatalf("the point that the ruling rejected: %+v", row)
	}
	wantField(w.t, w.RecordCheck(ctx, reviewer, id, c.StepID, c.Fence, v.Checks[i].Code, procedure.Pass, ""), "REASON_REQUIRED")
	check(w.t, w.RecordCheck(ctx, reviewer, id, c.StepID, c.Fence, v.Checks[i].Code, procedure.Pass, "益政复决〔2026〕12号认定该记录不属实"))
	check(w.t, w.ReturnStep(ctx, reviewer, c.StepID, c.Fence, SystemFailure, ""))
}

func TestALostReconsiderationIsDecidedAgainCollectively(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.refused(person)
	w.at("2026-11-23 09:00")
	d := quashed
	d.On = workday.MustParse("2026-11-20")
	wantField(t, w.aside(head, id, d), "PROOF_REQUIRED")
	d.Pictures = w.enclosed(head, id)
	wantCode(t, w.aside(deputy, id, d), "NEED_LEADER")
	check(t, w.aside(head, id, d))

	law := w.law(id)
	k2, _ := law.Clock(procedure.K2)
	wantDate(t, "the ordered limit", k2.Due, "2026-12-14")
	wantDate(t, "the case's due date, whatever the licence's last day", law.EffectiveDue(), "2026-12-14")
	if law.State != procedure.Review || law.Verdict != "" {
		t.Fatalf("taken up in %s, %q", law.State, law.Verdict)
	}
	_, err := w.decide(reviewer, id, Decision{Act: procedure.ActPropose, Verdict: procedure.Refuse, Grounds: []string{"B3"}, Reason: "曾受刑事处罚"})
	wantCode(t, err, "DISCUSS_AGAIN")
	if f, _ := fault.As(err); f.Params["number"] != quashed.Number {
		t.Errorf("the fault names %v", f.Params)
	}
	view, err := w.CaseForApplicant(ctx, person, id)
	check(t, err)
	wantDate(t, "told to the applicant", view.Expected, "2026-12-14")
	if view.Ahead != "T23a" || !view.Law.DecidesAgain() {
		t.Errorf("next is %s", view.Ahead)
	}

	step := w.claimOf(reviewer, id)
	check(t, w.ReturnStep(ctx, reviewer, step.StepID, step.Fence, SystemFailure, ""))
	w.passed(id)
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskCollective, Verdict: procedure.Grant, Reason: "按复议决定重新认定，符合条件"})
	if done := w.discuss(id, procedure.Grant); done.State != procedure.Deciding {
		t.Fatalf("discussed to %s", done.State)
	}
	if _, err := w.ClaimNext(ctx, decider, city, procedure.StageDecision, db.Key{}); err == nil {
		t.Error("the queue gave the case to the officer who decided what was annulled")
	}
	w.exec(`UPDATE steps SET barred = '{}' WHERE case_id = ? AND state = 'QUEUED'`, id) // even in his hands the law refuses
	_, err = w.act(decider, procedure.StageDecision, id, Decision{Act: procedure.ActGrant})
	wantCode(t, err, "DECIDED_BEFORE")
	granted := w.mustAct(deputy, procedure.StageDecision, id, Decision{Act: procedure.ActGrant})
	if granted.State != procedure.Granted || !slices.Equal(kinds(granted), []string{"grant"}) {
		t.Fatalf("%s %v", granted.State, kinds(granted))
	}
	if n := w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind IN ('grant', 'refusal') AND state = 'ISSUED'`, id); n != 1 {
		t.Errorf("%d valid decisions", n)
	}
}

// claimOf is the claim that an officer holds on a case.
func (w *world) claimOf(officer account.Actor, id uuid.UUID) Claim {
	w.t.Helper()
	mine, err := w.Mine(context.Background(), officer)
	check(w.t, err)
	i := slices.IndexFunc(mine, func(c Claim) bool { return c.CaseID == id })
	if i < 0 {
		w.t.Fatalf("%s holds nothing of the case", officer.Name)
	}
	return mine[i]
}

func TestTheSameGroundsCannotRefuseAgain(t *testing.T) {
	t.Parallel()
	for wrong, code := range map[string]string{procedure.WrongGrounds: "SAME_GROUNDS", procedure.WrongProcedure: ""} {
		t.Run(wrong, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "2026-09-17T09:00:00+08:00")
			id := w.refused(w.blaster(1, "2026-12-01"))
			w.reopened(id, func(d *Decision) { d.Wrong, d.Days = wrong, 0 })
			k2, _ := w.law(id).Clock(procedure.K2)
			wantDate(t, "the law's own limit anew", k2.Due, "2026-12-21")
			_, err := w.act(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskCollective, Verdict: procedure.Refuse, Grounds: []string{"B3"}, Reason: "曾受刑事处罚"})
			wantCode(t, err, code)
			if code != "" {
				return
			}
			if done := w.discuss(id, procedure.Refuse); done.State != procedure.Legal {
				t.Fatalf("a refusal went to %s without the lawyer", done.State)
			}
			w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "程序已补正"})
			w.mustAct(deputy, procedure.StageDecision, id, refuseAgain)
			var numbers string
			w.scan(&numbers, `SELECT string_agg(number || ' ' || state, ', ' ORDER BY issued_at) FROM documents WHERE case_id = ? AND kind = 'refusal'`, id)
			if numbers != "益公治许不续〔2026〕1号 SUPERSEDED, 益公治许不续〔2026〕2号 ISSUED" {
				t.Errorf("refusals: %s", numbers)
			}
			if n := w.count(`SELECT count(*) FROM disclosures WHERE case_id = ? AND state = 'DUE'`, id); n != 1 {
				t.Errorf("%d records wait to be published", n)
			}
		})
	}
}

func TestTheFirstDecisionIsKeptAndSuperseded(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	person := w.blaster(1, "2026-12-01")
	id := w.refused(person)
	w.exec(`INSERT INTO bans (id_number, item_code, basis, since, until, case_id) SELECT ?, item_code, '78', '2026-09-17', '2027-09-17', id FROM cases WHERE id = ?`, person.IDNumber, id)
	publicity := w.disclosures()
	record := w.disclosed(id)
	n, err := publicity.Publish(ctx, publisher, []uuid.UUID{record})
	check(t, err)
	if n != 1 {
		t.Fatal("the refusal was not published")
	}
	before, err := w.Figures(ctx)
	check(t, err)
	w.reopened(id)

	r, _ := w.law(id).Redecision()
	if f := r.First; f.Verdict != procedure.Refuse || f.Paper.Number != "益公治许不续〔2026〕1号" || f.DeliveredOn.IsZero() || f.LegalView == nil || len(f.Deciders) != 1 {
		t.Errorf("kept: %+v", f)
	}
	doc, err := w.documents.Get(ctx, uuid.MustParse(r.First.Paper.ID))
	check(t, err)
	if doc.State != document.Superseded || doc.Number != r.First.Paper.Number || doc.SupersededBy != "益阳市人民政府益政复决〔2026〕12号" || doc.SupersededOn != workday.MustParse("2026-11-23") {
		t.Errorf("its document: %+v", doc)
	}
	entry, err := publicity.Entry(ctx, record)
	check(t, err)
	if !strings.Contains(entry.TakenDown, "益政复决〔2026〕12号") || entry.Party != "" {
		t.Errorf("published: %+v", entry)
	}
	page, err := publicity.Search(ctx, disclosure.Search{Limit: 10})
	check(t, err)
	if page.Total != 0 {
		t.Errorf("%d refusals stay published", page.Total)
	}
	var text string
	w.scan(&text, `SELECT number FROM documents WHERE case_id = ? AND kind = 'decide_again'`, id)
	if text != "益公治许重〔2026〕1号" {
		t.Errorf("the notice is numbered %q", text)
	}
	var notice uuid.UUID
	w.scan(&notice, `SELECT id FROM documents WHERE case_id = ? AND kind = 'decide_again'`, id)
	if letter := w.letterText(notice); !contains(letter, "2026年12月14日") || !contains(letter, "益政复决〔2026〕12号") || !contains(letter, "益公治许不续〔2026〕1号") {
		t.Errorf("the notice says\n%s", letter)
	}
	if n := w.count(`SELECT count(*) FROM notices WHERE case_id = ? AND kind = 'decide_again' AND sms_state <> ''`, id); n != 1 {
		t.Errorf("%d notices", n)
	}
	if n := w.count(`SELECT count(*) FROM bans WHERE case_id = ? AND until > '2026-11-23'`, id); n != 0 {
		t.Error("the ban of the annulled refusal stands")
	}
	if n := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'T37' AND police_no = ?`, id, head.Officer); n != 1 {
		t.Errorf("%d records in the journal", n)
	}
	after, err := w.Figures(ctx)
	check(t, err)
	if after.Decided != before.Decided || after.Received != before.Received {
		t.Errorf("counted %d of %d, before %d of %d", after.Decided, after.Received, before.Decided, before.Received)
	}
	wantCode(t, w.aside(head, id, quashed), "ACT_NOT_NOW") // once is enough
}

// An archived refusal leaves the archive's list, and the second package names the first; both verify.
func TestAnArchivedRefusalIsArchivedASecondTime(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	id := w.refused(w.blaster(1, "2026-12-01"))
	w.stored(id)
	w.at("2026-10-20 09:00")
	w.renderAll(id)
	_, first, err := w.Archive(ctx, archivist, id)
	check(t, err)
	w.reopened(id, func(d *Decision) {
		d.Kind, d.Body, d.Number, d.Wrong = procedure.Judged, "益阳市赫山区人民法院", "（2026）湘0903行初12号", procedure.WrongProcedure
	})
	_, _, err = w.Archive(ctx, archivist, id)
	wantCode(t, err, "ARCHIVE_NOT_ENDED")
	done, err := w.Archives(ctx, archivist, true, uuid.Nil, 10)
	check(t, err)
	if done.Total != 0 {
		t.Error("a case under way counts as archived")
	}
	w.mustAct(reviewer, procedure.StageReview, id, Decision{Act: procedure.ActAskCollective, Verdict: procedure.Refuse, Grounds: []string{"B3"}, Reason: "已补听证程序"})
	w.discuss(id, procedure.Refuse)
	w.mustDecide(lawyer, id, Decision{Act: procedure.ActLegalOpinion, Agree: true, Reason: "同意"})
	w.mustAct(deputy, procedure.StageDecision, id, refuseAgain)
	w.at("2026-12-01 09:00")
	w.mustDecide(deliver, id, Decision{Act: procedure.ActDeliver, Way: "counter", Recipient: "李建国"})
	var papers string
	w.scan(&papers, `SELECT facts->'delivery'->>'papers' FROM documents WHERE case_id = ? AND kind = 'delivery' ORDER BY issued_at DESC LIMIT 1`, id)
	if strings.Contains(papers, "〕1号") || !strings.Contains(papers, "〔2026〕2号") {
		t.Errorf("the second proof of delivery lists %s", papers)
	}
	w.stored(id)
	w.renderAll(id)
	_, second, err := w.Archive(ctx, archivist, id)
	check(t, err)
	ca, err := authority()
	check(t, err)
	for _, data := range [][]byte{first, second} {
		_, err := VerifyArchive(data, ca.Roots())
		check(t, err)
	}
	files, err := unpack(second)
	check(t, err)
	meta := string(files[archiveMetadata])
	for _, words := range []string{"<earlier>", "2026-10-20T09:00", "<retention_class>refusal<", "<superseded>", "益公治许不续〔2026〕1号", "益阳市赫山区人民法院", "<retention_years>10<"} {
		if !strings.Contains(meta, words) {
			t.Errorf("the second package does not tell %s:\n%s", words, meta)
		}
	}
	if n := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'T35'`, id); n != 2 {
		t.Errorf("%d records of archiving", n)
	}
	// as it was delivered, to the byte
	old, err := unpack(first)
	check(t, err)
	for name, content := range old {
		if strings.Contains(name, "〔2026〕1号") && strings.Contains(name, "不予延续") && !slices.Equal(content, files[name]) {
			t.Errorf("%s has changed", name)
		}
	}
}

// stored puts a file behind every material of a case.
func (w *world) stored(id uuid.UUID) {
	w.t.Helper()
	var ids []uuid.UUID
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) error {
		list, err := material.List(tx, id)
		for _, m := range list {
			ids = append(ids, m.ID)
		}
		return err
	}))
	for _, file := range ids {
		sums, err := w.blobs.Put(context.Background(), "material/"+file.String(), strings.NewReader("%PDF-1.7 "+file.String()))
		check(w.t, err)
		w.exec(`UPDATE materials SET sha256 = ? WHERE id = ?`, sums.SHA256, file)
	}
}

// Two heads of the agency who record the ruling at once take the case up once.
func TestARulingIsCarriedOutOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	id := w.refused(w.blaster(1, "2026-12-01"))
	w.at("2026-11-23 09:00")
	d := quashed
	d.CaseID, d.Version, d.On, d.Pictures = id, w.version(id), workday.MustParse("2026-11-20"), w.enclosed(head, id)
	faults := make(chan error)
	for range 2 {
		go func() {
			_, err := w.Service.Decide(context.Background(), head, d, db.Key{})
			faults <- err
		}()
	}
	a, b := <-faults, <-faults
	if (a == nil) == (b == nil) {
		t.Fatalf("%v and %v", a, b)
	}
	wantCode(t, cmp.Or(a, b), "STALE_VERSION")
	for what, n := range map[string]int{
		"journal": w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'T37'`, id), "redecisions": w.count(`SELECT count(*) FROM redecisions WHERE case_id = ?`, id),
		"notices": w.count(`SELECT count(*) FROM documents WHERE case_id = ? AND kind = 'decide_again'`, id),
		"steps":   w.count(`SELECT count(*) FROM steps WHERE case_id = ? AND state <> 'DONE'`, id),
	} {
		if n != 1 {
			t.Errorf("%d %s", n, what)
		}
	}
}

// A licence that is struck off only because it ran out while the wrong refusal stood hinders no grant; a punishment does.
func TestWhatRanOutMeanwhileCanStillBeRenewed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for _, p := range []struct {
		measure procedure.Measure
		gone    bool
	}{{procedure.Cancel, false}, {procedure.Punish, true}} {
		w := newWorld(t, "2026-09-17T09:00:00+08:00")
		id := w.refused(w.blaster(1, "2026-12-01"))
		w.reopened(id)
		w.at("2026-12-07 09:00")
		var cert document.Certified
		w.scan(&cert.ItemCode, `SELECT item_code FROM cases WHERE id = ?`, id)
		w.scan(&cert.Number, `SELECT subject FROM cases WHERE id = ?`, id)
		check(t, w.db.Write(ctx, func(tx *db.Tx) error {
			return w.overtake(ctx, tx, cert, procedure.Gone{Measure: p.measure, Paper: "决定书", On: tx.Today()}, uuid.Nil)
		}))
		if gone := w.law(id).Gone != nil; gone != p.gone {
			t.Errorf("%s: gone %t", p.measure, gone)
		}
	}
}
