package expedite_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	. "github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/material"
)

// A paper of one traveller counts for him and is seen with his case alone; those that all share are seen with every case.
func TestATravellersOwnPaperIsHisAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.registered(3)
	id, err := w.Save(ctx, w.agent, uuid.Nil, 0, tripTo(HongKong), nil)
	w.check(err)
	w.check(w.ReadTravellers(ctx, w.agent, id, 0, []byte(Lines(travellers(2, OnceQuarter)))))
	w.want(w.ReadTravellers(ctx, w.agent, id, 0, []byte("PK")), "INVALID_FIELDS")
	w.want(w.ReadTravellers(ctx, w.agent, uuid.New(), 0, nil), "NOT_FOUND")
	c, err := w.Check(ctx, w.agent, id)
	w.check(err)
	if len(c.Persons) != 2 {
		t.Fatalf("%d persons came from the sheet", len(c.Persons))
	}
	first, second := c.Persons[0].IDNumber, c.Persons[1].IDNumber
	add := func(kind PaperKind, of string) error {
		_, err := w.AddPaper(ctx, w.agent, id, Paper{Kind: kind, Dated: day("2026-11-20"), Chinese: true, Of: of}, material.Material{})
		return err
	}
	w.want(add(Invitation, "430903199003074515"), "INVALID_FIELDS")
	w.check(add(Invitation, ""))
	w.check(add(Assignment, first))
	if c, err = w.Check(ctx, w.agent, id); err != nil || !c.Persons[0].Conditions[1].Met || c.Persons[1].Conditions[1].Met {
		t.Errorf("his own letter of assignment counts for the first alone: %+v, %v", c.Persons, err)
	}
	w.check(add(Assignment, second))
	_, err = w.Submit(ctx, w.agent, id, db.Key{})
	w.check(err)
	c, err = w.Check(ctx, w.agent, id)
	w.check(err)
	for _, p := range c.Persons {
		papers, err := w.Evidence(ctx, receiver, p.CaseID)
		w.check(err)
		if len(papers.Papers) != 2 || !papers.Papers[0].Concerns(p.IDNumber) || !papers.Papers[1].Concerns(p.IDNumber) {
			t.Errorf("with the case of %s: %+v", p.Name, papers)
		}
	}
	w.want(w.ReadTravellers(ctx, w.agent, id, 0, []byte(Lines(travellers(1, OnceQuarter)))), "REQUEST_SUBMITTED")
}
