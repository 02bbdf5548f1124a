package document

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/workday"
)

func service(t *testing.T, at string) (*Service, *db.DB, *dbtest.Clock) {
	t.Helper()
	d, clock := dbtest.NewAt(t, at)
	blobs, err := material.OpenDisk(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return New(d, blobs, authority(t), house, "https://portal.example", calendar(t)), d, clock
}

func calendar(t *testing.T) func() *workday.Calendar {
	t.Helper()
	cal, err := workday.Load(os.DirFS("../../migrations/calendars"))
	if err != nil {
		t.Fatal(err)
	}
	return func() *workday.Calendar { return cal }
}

// A paper that tells a limit of a year without an official calendar says so, and keeps saying it (domain.md C-6).
func TestALimitInAProvisionalYearIsSaidOnPaper(t *testing.T) {
	t.Parallel()
	s, d, _ := service(t, "2026-12-28T09:00:00+08:00")
	for _, test := range []struct {
		name  string
		kind  Kind
		facts Facts
		want  bool
	}{
		{"in the next year", HearingRight, Facts{Proceeding: Proceeding{Until: workday.MustParse("2027-01-05")}}, true},
		{"in this year", HearingRight, Facts{Proceeding: Proceeding{Until: workday.MustParse("2026-12-31")}}, false},
		{"a limit that the paper does not tell", HearingRight, Facts{Proceeding: Proceeding{Until: workday.MustParse("2026-12-31")}, CorrectionDue: workday.MustParse("2027-01-05")}, false},
		{"a licence's term", Grant, Facts{Licence: Licence{NewTo: workday.MustParse("2029-01-05")}}, false},
	} {
		doc := issueOne(t, s, d, Order{CaseID: uuid.New(), Kind: test.kind, Body: "治", Facts: test.facts})
		_, letter, err := s.Letter(context.Background(), doc.ID)
		if err != nil {
			t.Fatal(err)
		}
		said := slices.ContainsFunc(letter.Blocks, func(b Block) bool { return strings.Contains(b.Text, "以国务院正式通知为准") })
		if said != test.want {
			t.Errorf("%s: said %v, want %v", test.name, said, test.want)
		}
	}
}

func issueOne(t *testing.T, s *Service, d *db.DB, o Order) Document {
	t.Helper()
	var doc Document
	if err := d.Write(context.Background(), func(tx *db.Tx) (err error) {
		doc, err = s.Issue(tx, o)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return doc
}

// Numbers run without gaps per body, mark and year, whoever else is at it and whatever is rolled back (domain.md 1.8).
func TestNumbersHaveNoGaps(t *testing.T) {
	t.Parallel()
	s, d, clock := service(t, "2026-12-31T23:00:00+08:00")
	var wait sync.WaitGroup
	numbers := make([]string, 40)
	for i := range numbers {
		wait.Go(func() {
			err := d.Write(context.Background(), func(tx *db.Tx) error {
				doc, err := s.Issue(tx, Order{CaseID: uuid.New(), Kind: Acceptance, Body: "治"})
				if err == nil && i%4 == 3 {
					return errUndone
				}
				numbers[i] = doc.Number
				return err
			})
			if err != nil && !errors.Is(err, errUndone) {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	seen := map[string]bool{}
	for _, n := range numbers {
		if n != "" && seen[n] {
			t.Errorf("%s was given twice", n)
		}
		seen[n] = true
	}
	for i := 1; i <= 30; i++ {
		if n := fmt.Sprintf("益公治许受〔2026〕%d号", i); !seen[n] {
			t.Errorf("%s is missing", n)
		}
	}
	if n := issueOne(t, s, d, Order{CaseID: uuid.New(), Kind: DeemedAcceptance, Body: "治"}).Number; n != "益公治许受〔2026〕31号" {
		t.Errorf("kinds of one mark share one series: %s", n)
	}
	if n := issueOne(t, s, d, Order{CaseID: uuid.New(), Kind: Acceptance, Body: "法"}).Number; n != "益公法许受〔2026〕1号" {
		t.Errorf("another body has its own series: %s", n)
	}
	clock.Set(t, "2027-01-01T00:00:00+08:00")
	if n := issueOne(t, s, d, Order{CaseID: uuid.New(), Kind: Acceptance, Body: "治"}).Number; n != "益公治许受〔2027〕1号" {
		t.Errorf("a new year begins at 1: %s", n)
	}
}

func TestRenderStoresASignedFileOnce(t *testing.T) {
	t.Parallel()
	s, d, _ := service(t, "2026-09-17T09:00:00+08:00")
	ctx := context.Background()
	doc := issueOne(t, s, d, Order{CaseID: uuid.New(), Kind: Refusal, Body: "治", Facts: sample()})
	if _, _, err := s.Open(ctx, doc.ID); fault.Code(err) != "DOCUMENT_NOT_READY" {
		t.Errorf("before rendering: %v", err)
	}
	for range 2 {
		if err := s.Render(ctx, doc.ID); err != nil {
			t.Fatal(err)
		}
	}
	done, file, err := s.Open(ctx, doc.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	pdf, err := io.ReadAll(file)
	if err != nil || int64(len(pdf)) != done.Bytes || len(done.SHA256) != 64 || len(done.SM3) != 64 {
		t.Fatalf("%+v %v", done, err)
	}
	if _, err := VerifyPDF(pdf, s.authority.Roots()); err != nil {
		t.Error(err)
	}
	_, letter, err := s.Letter(ctx, doc.ID)
	if err != nil || letter.Number != "益公治许不续〔2026〕1号" || letter.Date != "2026年9月17日" {
		t.Errorf("%+v %v", letter, err)
	}
	if err := d.Write(ctx, func(tx *db.Tx) error { return s.Void(tx, doc.ID) }); err != nil {
		t.Fatal(err)
	}
	if err := s.Render(ctx, doc.ID); err != nil {
		t.Fatal(err)
	}
	void, err := s.Get(ctx, doc.ID)
	if err != nil || void.State != Void || void.Number != doc.Number || void.SHA256 == done.SHA256 {
		t.Errorf("cancelled: %+v %v", void, err)
	}
}

// A name that the font cannot draw leaves a failed rendering that names the character, and no file.
func TestMissingGlyphIsShownToClerks(t *testing.T) {
	t.Parallel()
	s, d, _ := service(t, "2026-09-17T09:00:00+08:00")
	f := sample()
	f.Applicant.Name = "王𠮷"
	doc := issueOne(t, s, d, Order{CaseID: uuid.New(), Kind: Grant, Body: "治", Facts: f})
	if err := s.Render(context.Background(), doc.ID); err != nil {
		t.Fatalf("a missing glyph is not tried again: %v", err)
	}
	got, _, err := s.Open(context.Background(), doc.ID)
	if fault.Code(err) != "RENDER_FAILED" || got.RenderProblem != "GLYPH_MISSING: 𠮷 (U+20BB7)" {
		t.Errorf("%+v %v", got, err)
	}
}

func TestVerifyTellsAStrangerTheStandingAndNoMore(t *testing.T) {
	t.Parallel()
	s, d, clock := service(t, "2026-09-17T09:00:00+08:00")
	ctx := context.Background()
	order := CertificateOrder{CaseID: uuid.New(), Body: "治", ItemCode: "430900-ZA-0022", Number: "4309002023000123", Category: "爆破员",
		Holder: Party{Name: "张𬭊", ID: "430903198605124515", IDMasked: "430903********4515"}, ValidFrom: day("2026-09-17"), ValidTo: day("2029-09-16")}
	issue := func(o CertificateOrder) (c IssuedCertificate) {
		t.Helper()
		if err := d.Write(ctx, func(tx *db.Tx) (err error) { c, err = s.IssueCertificate(tx, o); return err }); err != nil {
			t.Fatal(err)
		}
		return c
	}
	check := func(code string, want Standing) Verification {
		t.Helper()
		v, err := s.Verify(ctx, code)
		if err != nil || v.Standing != want {
			t.Errorf("%s: want %s, got %+v %v", code, want, v, err)
		}
		return v
	}
	first := issue(order)
	v := check(first.VerifyCode, StandingValid)
	if text, _ := json.Marshal(v); v.MaskedName != "张*" || containsAny(string(text), "𬭊", "430903", first.CaseID.String()) {
		t.Errorf("tells too much: %s", text)
	}
	check("  "+first.VerifyCode[:8]+"-"+first.VerifyCode[8:], StandingValid)
	check("ABCDEFGHIJKLMNOPQRSTUVWXYZ", StandingUnknown)
	check("<script>", StandingUnknown)

	clock.Set(t, "2029-09-16T23:59:59+08:00")
	check(first.VerifyCode, StandingValid)
	clock.Set(t, "2029-09-17T00:00:00+08:00")
	check(first.VerifyCode, StandingExpired)

	clock.Set(t, "2029-08-01T09:00:00+08:00")
	order.ValidFrom, order.ValidTo = day("2029-09-17"), day("2032-09-16")
	second := issue(order)
	check(first.VerifyCode, StandingValid)
	check(second.VerifyCode, StandingValid)
	clock.Set(t, "2029-09-17T00:00:00+08:00")
	check(first.VerifyCode, StandingSuperseded)
	check(second.VerifyCode, StandingValid)
	if err := d.Write(ctx, func(tx *db.Tx) error {
		return s.Finish(tx, Certified{ID: second.ID, DocumentID: second.DocumentID}, CertRevoked, "以欺骗手段取得")
	}); err != nil {
		t.Fatal(err)
	}
	check(second.VerifyCode, StandingRevoked)

	order.Number = "短"
	err := d.Write(ctx, func(tx *db.Tx) error { _, err := s.IssueCertificate(tx, order); return err })
	if fault.Code(err) != "CERTIFICATE_NUMBER" {
		t.Errorf("a number of the wrong form: %v", err)
	}
}
