package server

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/filing"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// smallRooms are the packages whose acts are attacked here, in a portal with sample cases, and what of them writes nothing that can be left by half.
var smallRooms = map[string][]string{
	"calendar":   nil,
	"delivery":   nil,
	"disclosure": nil,
	"document":   nil,
	"filing":     nil,
	"material":   {"Own", "OpenOwn", "OpenOf"}, // read
	"notice":     {"SendCode"},                 // a gateway is called, nothing is kept
}

// siege lets acts of a seeded portal fail at each of their statements, once each; what a failure left in any table fails the test.
type siege struct {
	t       *testing.T
	i       *Instance
	clock   *dbtest.Clock
	attacks *dbtest.Attacks
}

func (s *siege) attack(act string, do func(context.Context) error) {
	s.t.Helper()
	if err := s.attacks.Whole(context.Background(), s.t, s.i.DB, act, do); err != nil {
		s.t.Errorf("%s: %v", act, err)
	}
}

// as attacks an act of somebody who has signed in.
func (s *siege) as(login, act string, do func(context.Context, account.Actor) error) {
	s.t.Helper()
	err := s.i.app.as(context.Background(), login, func(actor account.Actor) error {
		s.attack(act, func(ctx context.Context) error { return do(ctx, actor) })
		return nil
	})
	if err != nil {
		s.t.Errorf("%s as %s: %v", act, login, err)
	}
}

// ids are what a question finds; it must find at least so many.
func (s *siege) ids(least int, query string) (ids []uuid.UUID) {
	s.t.Helper()
	rows, err := s.i.DB.Pool().Query(context.Background(), query)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			s.t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if rows.Err() != nil || len(ids) < least {
		s.t.Fatalf("%d found by %s (%v)", len(ids), query, rows.Err())
	}
	return ids
}

func (s *siege) text(query string, args ...any) (text string) {
	s.t.Helper()
	if err := s.i.DB.Pool().QueryRow(context.Background(), query, args...).Scan(&text); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return text
}

func (s *siege) exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.i.DB.Pool().Exec(context.Background(), query, args...); err != nil {
		s.t.Fatal(err)
	}
}

// Every act of the small rooms fails at each of its statements, its commit among them, and leaves nothing; tried again, it is done. No act is forgotten.
func TestActsOfTheSmallRoomsFailWhole(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := &siege{t: t, clock: dbtest.NewClock(t, "2026-09-17T09:00:00+08:00"), attacks: &dbtest.Attacks{}}
	var err error
	s.i, err = Open(ctx, Place{DatabaseURL: dbtest.Create(t), DataDir: dataDir(t), Now: s.clock.Now, Tracer: s.attacks})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.i.Close() })
	if _, err := s.i.app.samples(ctx); err != nil {
		t.Fatal(err)
	}
	for _, siege := range []func(){s.documents, s.notices, s.filings, s.materials, s.disclosures, s.deliveries, s.calendars} {
		siege()
	}
	for room, excused := range smallRooms {
		acts, err := dbtest.ActsOf("../models/"+room, nil, nil)
		if err != nil || len(acts.Writing) == 0 {
			t.Fatalf("%s has no acts: %v", room, err)
		}
		for _, act := range acts.Writing {
			attacked := s.attacks.Acts()[room+"."+act] > 0
			if attacked == slices.Contains(excused, act) {
				t.Errorf("%s.%s: attacked %t", room, act, attacked)
			}
		}
	}
	t.Logf("statements that were made to fail: %v", s.attacks.Acts())
}

func (s *siege) documents() {
	d := s.i.app.documents
	unprinted := s.ids(2, `SELECT id FROM documents WHERE render = 'QUEUED' ORDER BY id LIMIT 2`)
	s.attack("document.Render", func(ctx context.Context) error { return d.Render(ctx, unprinted[0]) })
	s.exec(`UPDATE documents SET render = 'FAILED', render_problem = 'GLYPH_MISSING: 𰻝' WHERE id = $1`, unprinted[1])
	s.attack("document.Retry", func(ctx context.Context) error { return d.Retry(ctx, unprinted[1]) })
	s.attack("document.Share", func(ctx context.Context) error {
		_, err := d.Share(ctx, s.i.app.licences)
		return err
	})
}

func (s *siege) notices() {
	n, mobile := s.i.app.notices, s.i.World.Person("citizen").Mobile
	s.as(mobile, "notice.SendChecklist", func(ctx context.Context, a account.Actor) error {
		return n.SendChecklist(ctx, a, notice.Facts{Text: "/items/430900-ZA-0022/checklist"})
	})
	s.as(mobile, "notice.Choose", func(ctx context.Context, a account.Actor) error { return n.Choose(ctx, a, nil) })
	mine := s.ids(1, `SELECT n.id FROM notices n JOIN people p ON p.id = n.person_id WHERE p.mobile = '`+mobile+`' AND read_at IS NULL ORDER BY n.id`)[0]
	s.as(mobile, "notice.Read", func(ctx context.Context, a account.Actor) error {
		_, err := n.Read(ctx, a, mine)
		return err
	})
	s.as(mobile, "notice.ReadAll", func(ctx context.Context, a account.Actor) error {
		_, err := n.ReadAll(ctx, a)
		return err
	})
	texts := s.ids(2, `SELECT id FROM notices WHERE sms_state = 'waiting' ORDER BY id LIMIT 2`)
	s.attack("notice.Send", func(ctx context.Context) error {
		return n.Send(ctx, texts[0], func(notice.Outgoing) string { return "您的申请已收到。" }, false)
	})
	s.exec(`UPDATE notices SET sms_state = 'dead' WHERE id = $1`, texts[1])
	s.as("anguan1", "notice.Resend", func(ctx context.Context, a account.Actor) error { return n.Resend(ctx, a, texts[1]) })
}

func (s *siege) filings() {
	referral := s.ids(1, `SELECT id FROM referrals`)[0]
	area, _, _ := strings.Cut(s.text(`SELECT desk FROM referrals WHERE id = $1`, referral), "-")
	login := s.text(`SELECT login FROM grants g JOIN accounts a ON a.id = g.account_id WHERE role = $1 AND desk LIKE $2 || '%' LIMIT 1`, string(account.County), area)
	s.as(login, "filing.AnswerReferral", func(ctx context.Context, a account.Actor) error {
		return s.i.app.filings.AnswerReferral(ctx, a, referral, filing.Answer{Outcome: filing.Ordered, Words: "已责令限期改正", MendBy: s.i.DB.Today().AddDays(15)})
	})
}

func (s *siege) materials() {
	m, owner := s.i.app.materials, s.ids(1, `SELECT id FROM people ORDER BY id LIMIT 1`)[0]
	rule := material.Rule{CaseID: s.ids(1, `SELECT id FROM cases WHERE state = 'DRAFT' LIMIT 1`)[0], Question: "health_cert", MaxBytes: 1 << 20}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 1200, 1200))); err != nil {
		s.t.Fatal(err)
	}
	page := picture.String()
	var id uuid.UUID
	s.attack("material.Create", func(ctx context.Context) error {
		made, err := m.Create(ctx, owner, rule, "体检证明.png", int64(len(page)))
		id = made.ID
		return err
	})
	s.attack("material.Append", func(ctx context.Context) error {
		arrived, err := m.Own(context.Background(), owner, id) // what arrived is kept
		if err != nil || arrived.State != material.Receiving {
			return err
		}
		_, err = m.Append(ctx, owner, id, arrived.HandedOver, int64(len(page))-arrived.HandedOver, strings.NewReader(page[arrived.HandedOver:]))
		return err
	})
	s.attack("material.Scan", func(ctx context.Context) error { return m.Scan(ctx, id) })
	s.attack("material.Discard", func(ctx context.Context) error { return m.Discard(ctx, owner, id) })
	s.attack("material.Receive", func(ctx context.Context) error {
		_, err := m.Receive(ctx, owner, rule, "体检证明.png", strings.NewReader(page))
		return err
	})
	s.clock.Advance(8 * 24 * time.Hour)
	s.attack("material.SweepOrphans", func(ctx context.Context) error {
		_, err := m.SweepOrphans(ctx, 10)
		return err
	})
}

func (s *siege) disclosures() {
	d := s.i.app.disclosures
	due := s.ids(3, `SELECT d.id FROM disclosures d JOIN cases c ON c.id = d.case_id WHERE d.state = 'DUE' AND NOT c.for_unit ORDER BY d.id LIMIT 3`)
	s.as("gongkai1", "disclosure.Publish", func(ctx context.Context, a account.Actor) error {
		_, err := d.Publish(ctx, a, due[:1])
		return err
	})
	s.as("gongkai1", "disclosure.Withhold", func(ctx context.Context, a account.Actor) error {
		return d.Withhold(ctx, a, due[1], "privacy", "涉及个人隐私")
	})
	s.as("juling1", "disclosure.Approve", func(ctx context.Context, a account.Actor) error { return d.Approve(ctx, a, due[1], true, "同意") })
	concerned := s.text(`SELECT p.mobile FROM disclosures d JOIN cases c ON c.id = d.case_id JOIN people p ON p.id = c.person_id WHERE d.id = $1`, due[0])
	var objection uuid.UUID
	s.as(concerned, "disclosure.Object", func(ctx context.Context, a account.Actor) error {
		o, err := d.Object(ctx, a, due[0], "许可内容写错了")
		objection = o.ID
		return err
	})
	s.as("gongkai1", "disclosure.Rule", func(ctx context.Context, a account.Actor) error {
		return d.Rule(ctx, a, objection, disclosure.Ruling{Result: disclosure.Removed, Code: "other", Words: "确有错误"})
	})
	s.as("juling1", "disclosure.Approve, of a take-down", func(ctx context.Context, a account.Actor) error { return d.Approve(ctx, a, due[0], true, "同意") })
	s.clock.Advance(20 * 24 * time.Hour)
	s.attack("disclosure.Sweep", func(ctx context.Context) error {
		_, err := d.Sweep(ctx)
		return err
	})
}

func (s *siege) deliveries() {
	d := s.i.app.deliveries
	unread := s.ids(2, `SELECT document_id FROM deliveries WHERE read_at IS NULL AND due IS NOT NULL AND desk = (SELECT desk FROM deliveries WHERE due IS NOT NULL ORDER BY document_id LIMIT 1) ORDER BY document_id`)
	owner := s.text(`SELECT p.mobile FROM deliveries d JOIN cases c ON c.id = d.case_id JOIN people p ON p.id = c.person_id WHERE d.document_id = $1`, unread[0])
	s.as(owner, "delivery.Read", func(ctx context.Context, a account.Actor) error { return d.Read(ctx, a, unread[0]) })
	storm, err := workday.NewCalendar("storm", workday.Year{Year: 2026, Status: workday.Official, Source: "测试", Off: []string{"2026-09-18"}})
	if err != nil {
		s.t.Fatal(err)
	}
	s.attack("delivery.Recount", func(ctx context.Context) error {
		_, err := d.Recount(ctx, storm, 3)
		return err
	})
	s.attack("delivery.Sweep", func(ctx context.Context) error {
		_, err := d.Sweep(ctx, 3)
		return err
	})
	s.as("zhizheng1", "delivery.Record", func(ctx context.Context, a account.Actor) error {
		return d.Record(ctx, a, unread[1], delivery.NewRecord{Outcome: delivery.NoAnswer, Words: "两次无人接听", Waybill: "ED123456789CN"})
	})
	s.attack("delivery.Track", func(ctx context.Context) error {
		_, err := d.Track(ctx, s.i.app.cases, 10)
		return err
	})
}

// noticeOf2027 is an official notice as the General Office words it.
const noticeOf2027 = `{"2027": {"status": "OFFICIAL", "source": "国务院办公厅通知（测试）", "off": ["2027-01-01..2027-01-03", "2027-02-05..2027-02-12", "2027-04-03..2027-04-05",
 "2027-05-01..2027-05-05", "2027-06-09", "2027-09-15", "2027-10-01..2027-10-07"], "work": ["2027-02-20"]}}`

func (s *siege) calendars() {
	s.attack("calendar.Import", func(ctx context.Context) error {
		_, err := s.i.app.calendars.Import(ctx, []byte(noticeOf2027), "夏敏")
		return err
	})
}
