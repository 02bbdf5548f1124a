package procedure

import (
	"testing"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// trial is a procedure with an item's options, driven by acts that bring along what they ask for.
type trial struct {
	p *Procedure
	o Options
}

func (o Options) of(p *Procedure, change ...func(*Options)) trial {
	o.Code = p.Code
	for _, c := range change {
		c(&o)
	}
	return trial{p, o}
}

func atOnce(o *Options) {
	o.OnTheSpot, o.Statutory, o.Promised = true, workday.Limit{Unit: workday.Now}, workday.Limit{Unit: workday.Now}
}

func madeOutside(o *Options) { o.Certificate = MadeElsewhere }

func comesFirst(o *Options) { o.Visit = VisitBeforeDecision }

func collectsIt(o *Options) { o.Visit = VisitToCollect }

func chargesAFee(o *Options) { o.Payment = true }

func withoutLimits(o *Options) { o.Statutory, o.Promised = workday.Limit{}, workday.Limit{} }

// given are acts with everything that they ask for, beyond those of permits.
func given(name ActName) Act {
	switch name {
	case ActFile, ActDone:
		return Act{Name: name}
	case ActNotFile, ActDecline:
		return Act{Name: name, Reason: "条件不符", Grounds: []string{"B3"}}
	case ActForward:
		return Act{Name: name, Verdict: Grant, Reason: "同意"}
	case ActEnterResult:
		return Act{Name: name, Verdict: Grant, Source: "国家出入境管理信息系统", Number: "E12345678"}
	case ActVerifyResult:
		return Act{Name: name, Agree: true}
	case ActPay:
		return Act{Name: name, Receipt: "43090001"}
	case ActIssueCertificate:
		return Act{Name: name, NumberKnown: true, Number: "430900000001"}
	case ActDeliver:
		return Act{Name: name, Way: AtCounter}
	}
	return act(name)
}

// say is one act of a walk: by a role, with what is handed in.
type said struct {
	by Role
	Act
}

func by1(role Role, name ActName) said { return said{role, given(name)} }

func refusal(role Role, name ActName) said {
	a := given(name)
	a.Verdict, a.Grounds, a.Reason = Refuse, []string{"B3"}, "有前科"
	a.Kind, a.Way, a.On, a.Heard = SpokenWaived, HeardInPerson, day("2026-09-17"), "放弃"
	return said{role, a}
}

// seenByLaw lets the lawyer agree to what waits for him, as every refusal does.
func seenByLaw(t testing.TB, tr trial, c Case) Case {
	t.Helper()
	if c.State != Legal {
		return c
	}
	out, err := Step(tr.p, tr.o, c, given(ActLegalOpinion), officer(Lawyer), calendar(t), at(walkDay))
	if err != nil {
		t.Fatal(err)
	}
	return out.Case
}

// to walks a new case through acts; the findings are those of a clean case, or of a barred one where the act is against the applicant. The lawyer agrees
// where a decision waits for him.
func (tr trial) to(t testing.TB, acts ...said) Case {
	t.Helper()
	c, cal := Case{}, calendar(t)
	for _, a := range append([]said{by1(Applicant, ActCreate), by1(Applicant, ActSubmit)}, acts...) {
		if a.by == Decider && a.Name != ActApprove {
			c = seenByLaw(t, tr, c)
		}
		c.Findings = complete
		if a.Verdict == Refuse || len(a.Grounds) > 0 {
			c.Findings = barred
		}
		out, err := Step(tr.p, tr.o, c, a.Act, officer(a.by), cal, at(walkDay))
		if err != nil {
			t.Fatalf("%s: %s from %s: %v", tr.p.Code, a.Name, c.State, err)
		}
		c = out.Case
	}
	c.Findings = complete
	return c
}
