package casework

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

var markWords = map[procedure.Mark]string{procedure.Pass: "符合", procedure.Fail: "不符合", procedure.NotApplicable: "不适用", procedure.Open: "待查"}

// countyWords are what a county's background check can find.
var countyWords = map[procedure.Verdict]string{procedure.Grant: "未发现不适合从事该活动的情形", procedure.Refuse: "发现不适合从事该活动的情形"}

// verdictWord is a verdict as papers say it; about a certificate it is whether the measure is taken.
func (w writing) verdictWord(v procedure.Verdict) string {
	m := w.Law.Licence
	switch {
	case w.Law.Compensation != nil:
		return w.awardWord(v)
	case m == nil:
		return verdictWords[v]
	case v == procedure.Grant:
		return "予以" + measureWords[m.Measure]
	default:
		return "不予" + measureWords[m.Measure]
	}
}

// internal is what the papers from one desk to the next say.
func (w writing) internal(kind procedure.DocumentKind, f *document.Facts) {
	p := &f.Proceeding
	switch kind {
	case procedure.DocRouting:
		f.Materials, p.Until = w.materials(), w.cal.AddWD(w.Law.AcceptedOn, cmp.Or(w.item.Procedure.CountyDays, procedure.CountyDays))
	case procedure.DocCountyOpinion:
		w.opinion(p, w.Law.County)
		p.Result, p.Voices = countyWords[w.Law.County.Verdict], w.points(FromBackground, FromPopulation, FromHolder)
	case procedure.DocToLegal, procedure.DocApproval:
		w.opinion(p, w.Law.Proposal)
		f.Grounds, p.Voices, f.Others = w.groundsOf(w.Law.Proposal.Grounds), w.points(), w.others()
		if kind == procedure.DocToLegal {
			p.Basis, p.Until = w.whyLegal(), w.cal.AddWD(w.today, procedure.LegalDays)
		}
		if v := w.Law.Departs; v != "" && kind == procedure.DocToLegal { // the decider thinks otherwise
			p.What, p.Record, p.Clerks, p.On = w.verdictWord(v), w.decision.Reason, clerkNames(w.by), w.today
		}
	case procedure.DocReturn:
		w.opinion(p, w.Law.Proposal)
		f.Reason, p.Days, p.Clerks, p.On = w.decision.Reason, w.Law.Returns, clerkNames(w.by), w.today
	}
}

func (w writing) opinion(p *document.Proceeding, o *procedure.Opinion) {
	if o != nil {
		p.What, p.Record, p.On, p.Clerks = w.verdictWord(o.Verdict), o.Text, o.On, clerkNames(procedure.Clerk{Officer: o.Officer, Name: o.Name})
	}
}

// whyLegal tells why a lawyer looks at it (domain.md 1.7).
func (w writing) whyLegal() string {
	switch o := w.Law.Proposal; {
	case w.Law.Compensation != nil:
		return "补偿、赔偿请求一律经过法制审核"
	case w.Law.Licence != nil:
		return "拟" + measureWords[w.Law.Licence.Measure] + "行政许可"
	case w.Law.Departs != "":
		return "审批人拟作出与审查意见不一致的决定"
	case o.Verdict == procedure.Refuse:
		return "拟不予行政许可"
	default:
		return "经过听证，或者该事项规定应当进行法制审核"
	}
}

// points are the checklist as it stands: all of it, or what some registers said.
func (w writing) points(sources ...Source) (rows [][3]string) {
	for _, c := range w.checks {
		if len(sources) == 0 || !c.ByHand && slices.Contains(sources, c.Evidence.Source) {
			rows = append(rows, [3]string{c.Title.Zh, markWords[c.Mark], c.proof()})
		}
	}
	return rows
}

// proof names what stands behind a point.
func (c CheckRow) proof() string {
	switch {
	case c.ByHand:
		return strings.TrimSuffix("人工核查："+c.Note, "：")
	case c.Evidence.Request != "":
		return fmt.Sprintf("%s（请求编号 %s）", registerNames[c.Evidence.Source], c.Evidence.Request)
	case c.Mark == procedure.Open:
		return ""
	default:
		return "系统核对"
	}
}
