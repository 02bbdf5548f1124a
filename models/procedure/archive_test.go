package procedure

import (
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// T35: every state in which a case has ended leads to the archive and nowhere else, by the archivist or the portal, when nothing is lacking; no act at
// a desk does it, and the law's state stays.
func TestT35_WhatHasEndedIsArchived(t *testing.T) {
	t.Parallel()
	cal := calendar(t)
	for _, p := range []*Procedure{Permit(), Filing(), Service(), Endorsement(), LicenceProcedure(), CompensationProcedure()} {
		for _, s := range p.States() {
			c := Case{State: s}
			e, err := Archive(p, c, nil, officer(Archivist), at(walkDay))
			switch {
			case s == Archived || !p.Final(s):
				if fault.Code(err) != "ACT_NOT_NOW" {
					t.Errorf("%s: archived from %s: %v", p.Code, s, err)
				}
				continue
			case err != nil || e.From != s || e.To != Archived || e.Role != Archivist || e.Move.Law() == "":
				t.Errorf("%s: from %s: %+v, %v", p.Code, s, e, err)
			}
			if e, err := Archive(p, c, nil, BySystem(), at(walkDay)); err != nil || e.Role != System {
				t.Errorf("%s: the portal from %s: %+v, %v", p.Code, s, e, err)
			}
			for _, role := range everybody {
				if _, err := Archive(p, c, nil, officer(role), at(walkDay)); role != Archivist && fault.Code(err) != "ROLE_REQUIRED" {
					t.Errorf("%s: %s from %s: %v", p.Code, role, s, err)
				}
			}
			if _, err := Archive(p, c, []Lack{{"authentic", "a.pdf"}}, officer(Archivist), at(walkDay)); fault.Code(err) != "ARCHIVE_LACKS" {
				t.Errorf("%s: archived although something is lacking: %v", p.Code, err)
			}
			out, err := Step(p, Options{Code: p.Code}, c, Act{Name: ActArchive}, officer(Archivist), cal, at(walkDay))
			if err == nil || out.Moved() {
				t.Errorf("%s: a desk archives from %s", p.Code, s)
			}
			if acts := p.Acts(Options{Code: p.Code}, c, officer(Archivist), cal, at(walkDay)); slices.ContainsFunc(acts, func(a Possible) bool { return a.Act == ActArchive }) {
				t.Errorf("%s: a desk is offered the archive in %s", p.Code, s)
			}
		}
	}
}
