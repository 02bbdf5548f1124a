package casework

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// A ban in force ends in a written decision (行政许可法 第三十二条第二款, 第三十八条第二款; domain.md T02, T05b, K18): who is barred is told before he
// writes anything, and may hand in all the same.

// bars gives a person a ban: the portal's own, or one of which only the register knows.
func (w *world) bars(person account.Actor, basis, until string, own bool) {
	w.t.Helper()
	if !own {
		w.registers.change(person.IDNumber, func(h *HolderAnswer) { h.Bans = []RegisteredBan{{Basis: basis, Until: workday.MustParse(until)}} })
		return
	}
	w.exec(`INSERT INTO bans (id_number, item_code, basis, since, until) VALUES (?, ?, ?, '2026-09-01', ?)`, person.IDNumber, item, basis, until)
}

func (w *world) warned(person account.Actor, id uuid.UUID) (codes []string) {
	w.t.Helper()
	v, err := w.Draft(context.Background(), person, id)
	check(w.t, err)
	for _, one := range v.Warnings {
		codes = append(codes, one.Code)
	}
	return codes
}

func TestK18_ABanEndsInAWrittenDecision(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, c := range map[string]struct {
		own                    bool
		basis, until           string
		article, day, evidence string
	}{
		"given here":               {true, "78", "2027-09-01", "第七十八条", "2027年9月1日起可以再次申请", ""},
		"known to a register only": {false, "79", "2029-03-05", "第七十九条", "2029年3月5日起可以再次申请", "证据：民用爆炸物品信息管理系统查询结果（请求编号 R-explosives"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "2026-09-16T10:00:00+08:00")
			person := w.blaster(1, "2026-12-01")
			w.bars(person, c.basis, c.until, c.own)
			_, err := w.StartDraft(ctx, person, Start{Item: item}, db.Key{})
			f, _ := fault.As(err)
			if f == nil || f.Code != "BAN_ACTIVE" || f.Params["until"] != c.until || f.Params["basis"] != c.basis {
				t.Fatalf("the first warning: %v", err)
			}
			id := w.draftOf(person, Start{Item: item, Insist: true})
			if codes := w.warned(person, id); !slices.Contains(codes, "BANNED_INSISTS") {
				t.Errorf("the draft warns of %v", codes)
			}
			_, err = w.Finish(ctx, person, id, false, db.Key{}) // he has asked for the decision already
			check(t, err)
			_, err = w.UnitSign(ctx, w.unit, id, true, db.Key{})
			check(t, err)
			check(t, w.AskRegisters(ctx, id))
			law := w.law(id)
			if k1, runs := law.Runs(procedure.K1); law.State != procedure.Received || !law.Insists || !runs || k1.Day0.String() != "2026-09-16" {
				t.Fatalf("received: %+v", law)
			}
			v, err := w.Review(ctx, receiver, id)
			check(t, err)
			if v.Ban == nil || v.Ban.Until.String() != c.until || (v.Ban.Source == "") != c.own {
				t.Errorf("intake sees the ban %+v", v.Ban)
			}
			w.mustAct(receiver, procedure.StageIntake, id, Decision{Act: procedure.ActAskNotAccept, Kind: procedure.NotAcceptBan, Reason: "在限制申请期内"})
			if m := w.law(id).Motion; m == nil || m.Ban == nil || m.Ban.Basis != c.basis {
				t.Errorf("the motion keeps %+v", m)
			}
			done := w.mustAct(lawyer, procedure.StageLegal, id, Decision{Act: procedure.ActApprove})
			if done.State != procedure.NotAccepted || !slices.Equal(kinds(done), []string{"not_accepted"}) {
				t.Fatalf("%s %v", done.State, kinds(done))
			}
			text := w.letterText(done.Documents[0].ID)
			for _, part := range []string{"不予受理", c.article + "的规定，本机关决定不予受理", c.day, c.evidence, "六十日", "六个月"} {
				if !strings.Contains(text, part) {
					t.Errorf("the decision does not say %q: %s", part, text)
				}
			}
			if n := w.count(`SELECT count(*) FROM notices WHERE case_id = ? AND kind = 'not_accepted'`, id); n != 1 {
				t.Errorf("he was told %d times", n)
			}
			if n := w.count(`SELECT count(*) FROM bans WHERE case_id = ?`, id); n != 0 {
				t.Error("asking for a decision gave another ban")
			}
		})
	}
}

// A ban that begins while he writes is told when he hands in; one that begins while his unit has the form hinders the unit's signature no more.
func TestK18_ABanThatBeginsOnTheWay(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T10:00:00+08:00")
	writing, waiting, free := w.blaster(1, "2026-12-01"), w.blaster(2, "2026-12-01"), w.blaster(3, "2026-12-01")
	draft := w.draft(writing)
	w.bars(writing, "78", "2027-09-01", true)
	if codes := w.warned(writing, draft); !slices.Contains(codes, "BANNED") {
		t.Errorf("the draft warns of %v", codes)
	}
	_, err := w.Finish(ctx, writing, draft, false, db.Key{})
	wantCode(t, err, "BAN_ACTIVE")
	r, err := w.Finish(ctx, writing, draft, true, db.Key{})
	check(t, err)
	if law := w.law(draft); !r.AwaitingUnit || !law.Insists {
		t.Errorf("handed in: %+v, insists %t", r, law.Insists)
	}
	_, err = w.UnitSign(ctx, w.unit, draft, true, db.Key{})
	check(t, err)
	w.wantState(draft, procedure.Received)

	draft = w.draft(waiting)
	_, err = w.Finish(ctx, waiting, draft, false, db.Key{})
	check(t, err)
	w.bars(waiting, "78", "2027-09-01", true)
	_, err = w.UnitSign(ctx, w.unit, draft, true, db.Key{})
	check(t, err)
	w.wantState(draft, procedure.Received)

	draft = w.draftOf(free, Start{Item: item, Insist: true})
	_, err = w.Finish(ctx, free, draft, true, db.Key{})
	check(t, err)
	_, err = w.UnitSign(ctx, w.unit, draft, true, db.Key{})
	check(t, err)
	if w.law(draft).Insists {
		t.Error("who is not barred insists on nothing")
	}
}

// The last day of a ban is the day before the first on which he may apply again.
func TestK18_FirstDayToApplyAgain(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-16T23:59:59+08:00")
	person := w.blaster(1, "2026-12-01")
	w.bars(person, "78", "2026-09-17", false)
	_, err := w.StartDraft(ctx, person, Start{Item: item}, db.Key{})
	wantCode(t, err, "BAN_ACTIVE")
	w.at("2026-09-17 00:00")
	id := w.submit(person)
	v, err := w.Review(ctx, receiver, id)
	check(t, err)
	if v.Ban != nil {
		t.Errorf("intake sees a ban that is over: %+v", v.Ban)
	}
	_, err = w.act(receiver, procedure.StageIntake, id, Decision{Act: procedure.ActAskNotAccept, Kind: procedure.NotAcceptBan, Reason: "限制期内"})
	wantCode(t, err, "NO_BAN")
}
