package document

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
)

// library is the outside library: it keeps what it is told, and can be silent or refuse.
type library struct {
	told []Shared
	err  error
}

func (l *library) Share(_ context.Context, s Shared) error {
	if l.err == nil {
		l.told = append(l.told, s)
	}
	return l.err
}

// Every change of a certificate reaches the library of electronic licences once, also the one that only the calendar makes.
func TestTheLibraryLearnsWhatACertificateBecomes(t *testing.T) {
	t.Parallel()
	s, d, clock := service(t, "2026-09-17T09:00:00+08:00")
	ctx, l := context.Background(), &library{}
	write := func(do func(tx *db.Tx) error) {
		t.Helper()
		if err := d.Write(ctx, do); err != nil {
			t.Fatal(err)
		}
	}
	shared := func(when string, want ...LibraryState) {
		t.Helper()
		l.told = nil
		n, err := s.Share(ctx, l)
		if err != nil || n != len(want) || len(l.told) != len(want) {
			t.Fatalf("%s: %d told, %v", when, n, err)
		}
		for i, w := range want {
			if l.told[i].State != w {
				t.Errorf("%s: %s (%s), want %s", when, l.told[i].State, l.told[i].Standing, w)
			}
		}
		if n, err := s.Share(ctx, l); n != 0 || err != nil {
			t.Errorf("%s: %d told again, %v", when, n, err)
		}
	}
	order := CertificateOrder{CaseID: uuid.New(), Body: "治", ItemCode: "430900-ZA-0022", Number: "4309002023000123", Category: "爆破员",
		Holder: Party{Name: "张𬭊", ID: "430903198605124515"}, ValidFrom: day("2026-09-17"), ValidTo: day("2029-09-16")}
	var first, next IssuedCertificate
	write(func(tx *db.Tx) (err error) { first, err = s.IssueCertificate(tx, order); return err })
	shared("issued", LibraryValid)
	of := func(c IssuedCertificate) Certified { return Certified{ID: c.ID, DocumentID: c.DocumentID} }
	clock.Set(t, "2026-09-17T15:00:00+08:00")
	write(func(tx *db.Tx) error { return s.Finish(tx, of(first), CertLost, "遗失") })
	shared("lost", LibrarySuspended)
	clock.Set(t, "2026-09-18T09:00:00+08:00")
	write(func(tx *db.Tx) error { return s.Restore(tx, of(first)) })
	shared("found", LibraryValid)

	clock.Set(t, "2029-08-01T09:00:00+08:00")
	order.ValidFrom, order.ValidTo = day("2029-09-17"), day("2032-09-16")
	write(func(tx *db.Tx) (err error) { next, err = s.IssueCertificate(tx, order); return err })
	shared("renewed ahead of time", LibraryValid, LibraryValid)
	clock.Set(t, "2029-09-16T23:59:00+08:00")
	shared("the evening before")
	clock.Set(t, "2029-09-17T00:01:00+08:00")
	shared("the new term", LibraryVoid)

	l.err = errors.New("no route")
	write(func(tx *db.Tx) error { return s.Finish(tx, of(next), CertRevoked, "以欺骗手段取得") })
	if _, err := s.Share(ctx, l); err == nil {
		t.Error("a silent library is no success")
	}
	clock.Set(t, "2029-09-17T00:07:00+08:00")
	if late, _, err := s.Unshared(ctx); late != 1 || err != nil {
		t.Errorf("%d are late, %v", late, err)
	}
	l.err = nil
	shared("revoked", LibraryVoid)

	l.err = fault.New(fault.Invalid, "REGISTER_REFUSED")
	clock.Set(t, "2029-09-18T09:00:00+08:00")
	write(func(tx *db.Tx) error { return s.Finish(tx, of(next), CertCancelled, "撤销后注销") })
	if n, err := s.Share(ctx, l); n != 1 || err != nil {
		t.Errorf("refused: %d, %v", n, err)
	}
	if late, refused, _ := s.Unshared(ctx); late != 0 || refused != 1 {
		t.Errorf("%d late, %d refused", late, refused)
	}
}

func TestACertificateThatEndsIsToldTheDayAfter(t *testing.T) {
	t.Parallel()
	s, d, clock := service(t, "2026-09-17T09:00:00+08:00")
	ctx, l := context.Background(), &library{}
	if err := d.Write(ctx, func(tx *db.Tx) error {
		_, err := s.IssueCertificate(tx, CertificateOrder{CaseID: uuid.New(), Body: "治", ItemCode: "430900-ZA-0022", Number: "4309002023000123", Category: "爆破员",
			Holder: Party{Name: "张三", ID: "430903198605124515"}, ValidFrom: day("2026-09-17"), ValidTo: day("2029-09-16")})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		at   string
		want int
	}{{"2026-09-17T09:01:00+08:00", 1}, {"2029-09-16T23:59:59+08:00", 0}, {"2029-09-17T00:00:00+08:00", 1}, {"2029-09-18T00:00:00+08:00", 0}} {
		clock.Set(t, c.at)
		if n, err := s.Share(ctx, l); n != c.want || err != nil {
			t.Errorf("%s: %d told, %v", c.at, n, err)
		}
	}
	if last := l.told[len(l.told)-1]; last.State != LibraryVoid || last.Standing != StandingExpired {
		t.Errorf("%+v", last)
	}
}
