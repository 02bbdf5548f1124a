package catalog

import (
	"fmt"
	"slices"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// derive fills what a file leaves out because it follows from what it says. What is written stays as it is written.
func derive(i *Item) {
	deriveHead(i)
	deriveProcedure(i)
	deriveUploads(i)
	if i.Online() {
		deriveDecision(i)
	}
	deriveWays(i)
}

// Online tells whether the item can be applied for here; else the person is told what to bring to which window.
func (i *Item) Online() bool { return i.OnlineDepth > 1 }

func deriveHead(i *Item) {
	if i.Status == "" {
		i.Status = Published
	}
	if i.IntakeBody.IsZero() {
		i.IntakeBody = i.Body
	}
	if i.DecisionBody.IsZero() {
		i.DecisionBody = i.Body
	}
	if i.Limits.Start.IsZero() {
		i.Limits.Start = fromAcceptance
	}
	for n := range i.Materials {
		if m := &i.Materials[n]; m.Copies == 0 && m.Way != Shared {
			m.Copies = 1
		}
	}
	if i.Limits.Statutory.Unit == workday.Now || i.Limits.Promised.Unit == workday.Now {
		i.OnTheSpot = true
	}
	if i.Online() && i.OnlineDepth < 4 && i.Visits == 0 {
		i.Visits = 1
	}
	if !i.Online() && i.Visits == 0 {
		i.Visits = 1
	}
}

var fromAcceptance = form.Text{
	Zh: "自受理之日起计算（受理当日不计，法定节假日不计，调休上班日计入）",
	En: "Counted from the day of acceptance (that day and public holidays not counted, make-up working days counted)",
}

// deriveProcedure gives the procedure its lengths; they stand in the limits and nowhere else.
func deriveProcedure(i *Item) {
	if !i.Online() {
		return
	}
	p := &i.Procedure
	p.Statutory, p.Promised, p.Payment = i.Limits.Statutory, i.Limits.Promised, i.Fee.Charged
	if p.Code == procedure.Service().Code || p.Code == procedure.Filing().Code {
		p.OnTheSpot = p.OnTheSpot || i.OnTheSpot
	}
	if d := i.Limits.Delivery; d.Unit == workday.WorkingDays && p.DeliveryDays == 0 {
		p.DeliveryDays = d.N
	}
	if i.Limits.Delivery.IsZero() {
		i.Limits.Delivery = workday.Limit{N: p.WithDefaults().DeliveryDays, Unit: workday.WorkingDays}
	}
	if i.OnlineDepth < 4 && p.Visit == "" {
		p.Visit = procedure.VisitBeforeDecision
	}
}

// uploadSection holds the questions that are made for materials.
const uploadSection = "materials"

// deriveUploads asks for every material that is uploaded and has no question of its own, before the declarations.
func deriveUploads(i *Item) {
	var made []form.Question
	for n := range i.Materials {
		m := &i.Materials[n]
		if m.Way != Upload || m.Question != "" {
			continue
		}
		m.Question = m.Key
		if q, written := i.Form.Question(m.Key); written && isUpload(q.Kind) {
			continue
		}
		q := form.Question{Key: m.Key, Kind: form.KindFile, Label: m.Name, Hint: m.Shows, Show: m.When}
		if m.Need == Required {
			q.Required = form.Requirement{Always: m.When == nil, When: m.When}
		}
		made = append(made, q)
	}
	if len(made) == 0 || len(i.Form.Sections) == 0 {
		return
	}
	if s, written := i.Form.Section(uploadSection); written {
		s.Questions = append(s.Questions, made...)
		return
	}
	s := form.Section{Key: uploadSection, Title: uploadTitle, Note: uploadNote, Questions: made}
	s.Show = shownWhen(made)
	i.Form.Sections = slices.Insert(i.Form.Sections, uploadPlace(i), s)
}

var (
	uploadTitle = form.Text{Zh: "上传材料", En: "Materials"}
	uploadNote  = form.Text{
		Zh: "PDF、OFD、JPG 或者 PNG，每个不超过 10 MB，不要加密。多页的请合并成一个 PDF。",
		En: "PDF, OFD, JPG or PNG, at most 10 MB each, without a password. Put several pages into one PDF.",
	}
)

// shownWhen is the condition under which any of the questions is asked; nil when one always is.
func shownWhen(questions []form.Question) *form.Condition {
	var any []form.Condition
	for _, q := range questions {
		if q.Show == nil {
			return nil
		}
		any = append(any, *q.Show)
	}
	if len(any) == 1 {
		return &any[0]
	}
	return &form.Condition{Any: any}
}

// uploadPlace is the number of the section with the declarations, or the end of the form.
func uploadPlace(i *Item) int {
	for n, s := range i.Form.Sections {
		if slices.ContainsFunc(s.Questions, func(q form.Question) bool { return q.Key == "truth" && q.Kind == form.KindDeclaration }) {
			return n
		}
	}
	return len(i.Form.Sections)
}

// deriveWays says how one applies and gets the result, from how far the item is online and what the form offers.
func deriveWays(i *Item) {
	if len(i.Channels) == 0 {
		i.Channels = []string{"window"}
		if i.Online() {
			i.Channels = []string{"online", "window"}
		}
	}
	if len(i.Delivery) > 0 {
		return
	}
	if q, asked := i.Form.Question("deliver"); asked {
		for _, o := range q.Options {
			if slices.Contains(deliveries, o.Value) {
				i.Delivery = append(i.Delivery, o.Value)
			}
		}
	}
	if len(i.Delivery) == 0 && i.OnlineDepth == 4 {
		i.Delivery = []string{"electronic"}
	} else if len(i.Delivery) == 0 {
		i.Delivery = []string{"counter"}
	}
}

// deriveDecision makes the grounds and the checklist from the conditions, and the documents from the procedure.
func deriveDecision(i *Item) {
	if len(i.Grounds) == 0 && len(i.LegalBasis) > 0 {
		for _, c := range i.Guide.Conditions {
			g := Ground{Code: c.Code, Title: c.Title, Law: c.Law, Article: c.Article, Text: notMet(c)}
			if g.Law.IsZero() {
				g.Law, g.Article = i.LegalBasis[0].Law, i.LegalBasis[0].Article
			}
			i.Grounds = append(i.Grounds, g)
		}
	}
	if len(i.Checks) == 0 {
		i.Grounds = append(i.Grounds, commonGrounds(i)...)
		i.Checks = checksOf(i)
	}
	if p, known := procedure.Named(i.Procedure.Code); known && len(i.Documents) == 0 {
		for _, kind := range p.Papers() {
			if slices.Contains(documentKinds, kind) { // those of special moves come about in few cases and are worded by the house
				i.Documents = append(i.Documents, Document{Kind: string(kind)})
			}
		}
	}
}

// commonGrounds are what a refusal stands on where a point of every checklist fails. Their codes are those of the points, but for false material,
// which the law of permits has an article of its own for (行政许可法 第七十八条).
func commonGrounds(i *Item) []Ground {
	if i.Procedure.Code != procedure.Permit().Code {
		return nil
	}
	law := form.Text{Zh: "中华人民共和国行政许可法", En: "Administrative Licensing Law"}
	return []Ground{
		{Code: "identity", Law: law, Article: form.Text{Zh: "第三十一条第一款", En: "Article 31(1)"}, Title: form.Text{Zh: "人证不一致或者代理未经授权", En: "Identity or authority not proved"},
			Text: form.Text{Zh: "申请人申请行政许可，应当如实向行政机关提交有关材料和反映真实情况，并对其申请材料实质内容的真实性负责。", En: "An applicant hands in true material, tells the true state of affairs and answers for it."}},
		{Code: "complete", Law: law, Article: form.Text{Zh: "第三十八条第一款", En: "Article 38(1)"}, Title: form.Text{Zh: "申请材料不齐全或者不符合法定形式", En: "Material missing or not in legal form"},
			Text: form.Text{Zh: "申请人的申请符合法定条件、标准的，行政机关应当依法作出准予行政许可的书面决定。", En: "A permit is granted where the application meets the conditions and standards of the law."}},
		{Code: procedure.FalseMaterial, Law: law, Article: form.Text{Zh: "第七十八条", En: "Article 78"}, Title: form.Text{Zh: "隐瞒情况或者提供虚假材料", En: "Concealment or false material"},
			Text: form.Text{Zh: "行政许可申请人隐瞒有关情况或者提供虚假材料申请行政许可的，行政机关不予受理或者不予行政许可，并给予警告。", En: "Whoever conceals facts or hands in false material is not accepted or refused, and warned."}},
	}
}

// notMet is the sentence of a refusal for want of a condition.
func notMet(c Condition) form.Text {
	t := form.Text{Zh: fmt.Sprintf("不符合“%s”的条件：%s", c.Title.Zh, c.Text.Zh)}
	if c.Title.En != "" && c.Text.En != "" {
		t.En = fmt.Sprintf("The condition “%s” is not met: %s", c.Title.En, c.Text.En)
	}
	return t
}

// checksOf is what a clerk looks at: who applies, whether it belongs here, whether all is there and true, and every condition. A
// procedure without review settles everything where it is received.
func checksOf(i *Item) []Check {
	stages := i.Procedure.Stages()
	review := string(procedure.StageReview)
	if !slices.Contains(stages, procedure.StageReview) && len(stages) > 0 {
		review = string(stages[0])
	}
	intake := string(procedure.StageIntake)
	if !slices.Contains(stages, procedure.StageIntake) && len(stages) > 0 {
		intake = string(stages[0])
	}
	checks := []Check{
		{Code: "identity", Word: CheckIdentity, Stage: intake, Title: form.Text{Zh: "人证一致", En: "Identity"},
			How: form.Text{Zh: "姓名、号码与人口库或者法人库一致，代办的有授权。", En: "Name and number equal the register; an agent is authorised."}},
		{Code: "jurisdiction", Word: CheckJurisdiction, Stage: intake, Title: form.Text{Zh: "属于本机关管辖", En: "Jurisdiction"},
			How: form.Text{Zh: "事项和地域属于本机关。不属于的，告知有权机关。", En: "Matter and place belong to this authority; otherwise the competent one is named."}},
		{Code: "complete", Word: CheckComplete, Stage: intake, Title: form.Text{Zh: "材料齐全", En: "Complete"},
			How: form.Text{Zh: "清单中要求的材料都有，清晰可读，符合法定形式。缺的一次告知。", En: "Everything on the list is there, legible and in legal form; what is missing is told at one time."}},
		{Code: "genuine", Word: CheckGenuine, Stage: review, Title: form.Text{Zh: "材料真实", En: "Genuine"},
			How: form.Text{Zh: "材料与共享数据核对一致，没有伪造、变造。", En: "The materials agree with the registers and are not forged."}},
	}
	if i.Procedure.Code == procedure.Permit().Code {
		checks[0].Grounds, checks[2].Grounds, checks[3].Grounds = []string{"identity"}, []string{"complete"}, []string{procedure.FalseMaterial}
	}
	for _, c := range i.Guide.Conditions {
		check := Check{Code: c.Code, Word: CheckCondition, Stage: review, Title: c.Title, How: c.Verified, Grounds: []string{c.Code}}
		if c.Stage == string(procedure.StageIntake) {
			check.Stage = intake
		}
		if check.How.IsZero() {
			check.How = c.Text
		}
		checks = append(checks, check)
	}
	return checks
}
