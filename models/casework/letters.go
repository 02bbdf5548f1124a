package casework

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// writing is what the documents of one act are composed from.
type writing struct {
	*record
	item     *catalog.Item
	uploads  map[uuid.UUID]material.Material
	decision Decision
	checks   []CheckRow
	signer   string // who signed for the unit
	today    workday.Date
	agency   agency
	motion   *procedure.Motion // that the move approved
	by       procedure.Clerk   // who acts
	cal      *workday.Calendar
}

// letter is what a document says, in Chinese, frozen with it.
func (w writing) letter(kind procedure.DocumentKind) document.Facts {
	f := document.Facts{
		CaseNumber: w.Number, ItemName: w.item.Name.Zh, ItemCode: w.ItemCode,
		Applicant: w.applicant(), Unit: document.Party{Name: w.UnitName, ID: w.UnitCode},
		Officer:    document.Officer{Name: w.Host.Name, PoliceNo: w.Host.Officer, Desk: w.Host.Desk},
		ReceivedAt: w.Law.ReceivedAt, AcceptedOn: w.Law.AcceptedOn, DecidedOn: w.Law.DecidedOn, DecisionDue: w.Law.EffectiveDue(),
		Power: w.power(), Basis: w.basis(), Outcome: w.outcome(), Agency: w.agency.name, Reviewer: w.agency.reviewer,
	}
	if w.byUnit() {
		f.Unit = document.Party{}
	}
	if w.item.Procedure.Renewal && w.Procedure == "" {
		f.Licence = w.licence()
	}
	if d, ok := w.item.Document(string(kind)); ok && d.Title.Zh != "" {
		f.Title = d.Title.Zh
	}
	f.PromisedDue, f.IntakeDue, f.CorrectionDue = w.end(procedure.K3), w.end(procedure.K1), w.end(procedure.K9)
	switch kind {
	case procedure.DocApplication:
		f.Sections, f.Materials, f.Signed, f.Statement = w.sections(), w.materials(), w.signed(), w.statement()
		if w.signer != "" {
			f.UnitSeal = document.Party{Name: w.UnitName, ID: w.UnitCode}
		}
	case procedure.DocDeliveryAddress:
		a := w.Law.Address
		f.Delivery = document.Handover{Way: wayNames[a.Way], Recipient: a.Name, Mobile: a.Phone, Place: a.Address}
	case procedure.DocReceipt:
		f.QueryCode, f.Materials = w.QueryCode, w.materials()
	case procedure.DocCorrectedReceipt:
		f.QueryCode, f.Materials = w.QueryCode, w.materials()
		if k1, ok := w.Law.Clock(procedure.K1); ok {
			f.ReceivedAt = k1.Day0.Start()
		}
	case procedure.DocAcceptance:
		f.Deemed = w.Law.DeemedAccepted
	case procedure.DocCorrection:
		f.Round = w.Law.Corrections
		if w.motion != nil {
			f.Reason = w.motion.Reason // why a second one is needed (T07b)
		}
		for _, d := range w.Law.Defects {
			f.Defects = append(f.Defects, document.Defect{What: d.Where, Problem: d.Problem, Mend: d.Mend})
		}
	case procedure.DocNotNeeded, procedure.DocNotAccepted:
		f.Reason, f.CompetentAgency, f.CompetentHow = w.decision.Reason, w.decision.Competent, w.decision.CompetentHow
		if b := w.Law.NotOurs; b != nil && f.Reason == "" {
			f.Reason, f.CompetentAgency, f.CompetentHow = b.Reason, b.Competent, b.How
		}
	case procedure.DocGrant:
		f.Others = w.others()
	case procedure.DocRefusal, procedure.DocDeclined, procedure.DocNotFiled:
		f.Findings, f.Heard, f.HeardOn, f.Others, f.Told = w.decision.Reason, w.decision.Heard, w.heardOn(), w.others(), w.told()
		if w.decision.Way != "" {
			f.Heard = "" // the decider's own record, which the letter quotes already
		}
		f.Final = w.item.Procedure.Final
		f.Grounds, f.Evidence = w.grounds(), w.evidence(w.Law.Grounds)
	case procedure.DocNotIssued:
		f.Reason, f.Grounds = w.decision.Reason, w.grounds()
	case procedure.DocWithdrawal:
		f.Reason, f.DecidedOn = w.decision.Reason, w.today
	}
	w.proceeding(kind, &f)
	w.internal(kind, &f)
	w.matter(&f, kind)
	w.loss(&f, kind)
	return f
}

// power is the word by which documents are worded; "" is the renewal of a licence.
func (w writing) power() string {
	switch {
	case w.Procedure != "":
		return "permit" // what becomes of a permit's certificate
	case w.item.Procedure.Renewal:
		return ""
	case w.item.Procedure.Code == procedure.Service().Code:
		return string(w.item.PowerType)
	default:
		return w.item.Procedure.Code
	}
}

// basis is what the item stands on, rule by rule.
func (w writing) basis() []string {
	if w.item.Procedure.Renewal {
		return nil
	}
	var rules []string
	for _, a := range w.item.LegalBasis {
		law := a.Law.Zh
		if !strings.HasPrefix(law, "《") {
			law = "《" + law + "》"
		}
		rules = append(rules, law+a.Article.Zh)
	}
	return rules
}

// outcome is the item's result as this case has it.
func (w writing) outcome() document.Outcome {
	if w.item.Procedure.Renewal {
		return document.Outcome{}
	}
	o := document.Outcome{Name: w.item.Outcome.Name.Zh, Validity: w.item.Outcome.Validity.Zh, Certificate: w.item.Procedure.Certificate != ""}
	if r := w.Law.Result; r != nil {
		o.Number, o.Source, o.Until, o.Text = r.Number, r.Source, r.Until, r.Text
	}
	return o
}

func (w writing) applicant() document.Party {
	if w.byUnit() {
		return document.Party{Name: w.UnitName, IsUnit: true, ID: w.UnitCode, IDMasked: w.UnitCode, Mobile: w.Mobile}
	}
	p := document.Party{Name: w.Who.Name, ID: w.IDNumber, Mobile: w.Mobile}
	if id, err := identity.ParseIDNumber(w.IDNumber, w.today); err == nil {
		p.IDMasked = id.Masked()
		p.Sex = map[identity.Sex]string{identity.Male: "男", identity.Female: "女"}[id.Sex()]
	}
	return p
}

func (w writing) licence() document.Licence {
	l := document.Licence{Number: w.Facts.Text(form.LicenceNumber), Category: w.shown(form.LicenceCategory), Grade: w.shown(form.LicenceGrade),
		Scope: scope(w.Facts.Text(form.LicenceGrade)), ValidTo: w.Law.Expiry, FirstOn: w.date(form.LicenceFirstIssued)}
	l.ValidFrom = w.date(form.LicenceValidFrom)
	if t := w.Law.Term; t != nil {
		l.NewFrom, l.NewTo = t.From, t.To
	}
	if l.Number == "" {
		l.Number = w.Subject
	}
	return l
}

// scope is 作业范围 of an engineer's grade (GB 6722-2014).
func scope(grade string) string {
	if grade == "" {
		return ""
	}
	return grade + "级及以下爆破作业项目"
}

func (w writing) end(kind procedure.ClockKind) workday.Date {
	k, _ := w.Law.Clock(kind)
	return k.Due
}

func (w writing) date(path string) workday.Date {
	d, err := workday.Parse(w.Facts.Text(path))
	if err != nil {
		return workday.Date{}
	}
	return d
}

// shown is a fact in the words of the question that takes its value from it.
func (w writing) shown(path string) string {
	if q := questionOf(&w.item.Form, path); q != nil {
		return form.Shown{Lang: form.Zh}.Display(q, w.Answers[q.Key])
	}
	return w.Facts.Text(path)
}

// questionOf finds the question that takes its value from a fact.
func questionOf(f *form.Form, path string) *form.Question {
	for i := range f.Sections {
		for j := range f.Sections[i].Questions {
			if q := &f.Sections[i].Questions[j]; q.Source == path || q.Prefill == path {
				return q
			}
		}
	}
	return nil
}

// sections is the form as answered: what the applicant signed.
func (w writing) sections() []document.Section {
	shown := form.Shown{Lang: form.Zh, Material: w.material}
	var list []document.Section
	if told := w.item.SituateBy(w.Facts).Answers; len(told) > 0 {
		section := document.Section{Title: "办理情形"}
		for _, a := range told {
			section.Rows = append(section.Rows, [2]string{a.Situation.Ask.Zh, a.Option.Label.Zh})
		}
		list = append(list, section)
	}
	for _, s := range w.item.Form.Sections {
		section := document.Section{Title: s.Title.Zh}
		for i := range s.Questions {
			q := &s.Questions[i]
			if q.Kind == form.KindNote || q.Kind == form.KindDeclaration {
				continue
			}
			if text := shown.Display(q, w.Answers[q.Key]); text != "" {
				section.Rows = append(section.Rows, [2]string{q.Label.Zh, text})
			}
		}
		if len(section.Rows) > 0 {
			list = append(list, section)
		}
	}
	return list
}

func (w writing) material(id uuid.UUID) (form.MaterialFacts, bool) {
	u, ok := w.uploads[id]
	return u.Facts(), ok
}

func (w writing) materials() []document.Material {
	var list []document.Material
	for _, m := range Materials(w.item, w.Facts) {
		row := document.Material{Name: m.Name.Zh, Copies: m.Copies}
		switch m.Way {
		case catalog.Shared:
			row.Source = "免提交（" + m.Provider.Zh + "）"
		case catalog.Generated:
			row.Source = "系统生成"
		case catalog.Window:
			row.Source = "窗口核验原件"
		default:
			u, ok := w.uploadOf(m.Question)
			if !ok {
				continue
			}
			row.Source, row.Note, row.Digest = "上传", u.Name, u.SHA256
		}
		list = append(list, row)
	}
	return list
}

// Materials are those of an item that a case with these facts needs; what depends on answers stays.
func Materials(item *catalog.Item, facts form.Facts) []catalog.Material {
	value := func(path string) (v any) {
		_ = json.Unmarshal(facts[path], &v) // an unknown fact is no value
		return v
	}
	var list []catalog.Material
	for _, m := range item.Materials {
		if m.When == nil || !m.When.OverFacts("") || m.When.Holds(value) {
			list = append(list, m)
		}
	}
	return list
}

// uploadOf is the file that answers a question.
func (w writing) uploadOf(question string) (material.Material, bool) {
	u, ok := w.uploads[materialID(w.Answers[question])]
	return u, ok
}

// statement is what the applicant declared, word for word.
func (w writing) statement() string {
	var said []string
	for _, s := range w.item.Form.Sections {
		for _, q := range s.Questions {
			if q.Kind == form.KindDeclaration && (q.By == form.ByUnit && w.signer != "" || string(w.Answers[q.Key]) == "true") {
				said = append(said, q.Statement.Zh)
			}
		}
	}
	if w.signer != "" && w.ForUnit {
		said = append(said, w.unitWord())
	}
	return strings.Join(said, "\n")
}

func (w writing) signed() []document.Signed {
	at := w.Law.ReceivedAt
	if !w.Law.FinishedOn.IsZero() {
		at = w.Law.FinishedAt
	}
	role := "申请人"
	if w.byUnit() {
		role = "经办人"
	}
	list := []document.Signed{{Role: role, Name: w.Who.Name, At: at}}
	if w.signer != "" {
		list = append(list, document.Signed{Role: "法定代表人（授权人）", Name: w.signer, At: w.Law.ReceivedAt})
	}
	return list
}

func (w writing) grounds() []document.Ground { return w.groundsOf(w.Law.Grounds) }

func (w writing) groundsOf(codes []string) []document.Ground {
	var list []document.Ground
	for _, code := range codes {
		if g, ok := w.item.Ground(code); ok {
			list = append(list, document.Ground{Code: g.Code, Title: g.Title.Zh, Law: g.Law.Zh, Article: g.Article.Zh, Text: g.Text.Zh})
		}
	}
	return list
}

// registerNames are how documents name the sources of evidence.
var registerNames = map[Source]string{FromPopulation: "人口信息比对结果", FromHolder: "民用爆炸物品信息管理系统查询结果",
	FromUnit: "爆破作业单位许可证登记信息", FromCompany: "市场监管登记信息", FromHeadCompany: "市场监管登记信息",
	FromSecurity: "保安服务监管信息系统查询结果", FromGuards: "保安员条件比对结果", FromBackground: "违法犯罪人员信息比对结果"}

// evidence names what proves the failed points behind grounds.
func (w writing) evidence(grounds []string) []string {
	var list []string
	for _, c := range w.checks {
		if c.Mark != procedure.Fail || !slices.ContainsFunc(c.Grounds, func(g string) bool { return slices.Contains(grounds, g) }) {
			continue
		}
		switch {
		case c.ByHand:
			list = append(list, strings.TrimSuffix(fmt.Sprintf("%s：%s", c.Title.Zh, c.Note), "："))
		case c.Evidence.Request != "":
			list = append(list, fmt.Sprintf("%s（请求编号 %s）", registerNames[c.Evidence.Source], c.Evidence.Request))
		default:
			list = append(list, c.Title.Zh)
		}
	}
	return list
}
