package casework

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// specialWords are the special procedures as documents name them (行政许可法 第四十五条).
var specialWords = map[procedure.SpecialKind]string{procedure.HearingOnRequest: "听证", procedure.HearingExOfficio: "听证",
	procedure.Inspection: "检验", procedure.Testing: "检测", procedure.Quarantine: "检疫", procedure.Appraisal: "鉴定", procedure.ExpertReview: "专家评审"}

// closedWords are the reasons for which a hearing is not public, as its notice tells them.
var closedWords = map[string]string{"state_secret": "国家秘密", "trade_secret": "商业秘密", "privacy": "个人隐私"}

var endWords = map[string]string{procedure.EndDead: "申请人死亡或者丧失行为能力", procedure.EndDissolved: "申请人（法人或者其他组织）依法终止",
	procedure.EndGone: "申请许可的标的已经消失", procedure.EndRepealed: "该行政许可事项已经依法取消"}

// banArticles are what a 再次申请限制 stands on, by the basis that is stored with it.
var banArticles = map[string]string{"78": "《中华人民共和国行政许可法》第七十八条", "79": "《中华人民共和国行政许可法》第七十九条"}

var verifyWords = map[string]string{procedure.VerifyField: "实地核查", procedure.VerifyOnline: "线上核查"}

var verdictWords = map[procedure.Verdict]string{procedure.Grant: "准予许可", procedure.Refuse: "不予许可"}

// proceeding is what the documents of special moves say, and the words of reason that stand in them.
func (w writing) proceeding(kind procedure.DocumentKind, f *document.Facts) {
	p := &f.Proceeding
	law := w.Law
	switch kind {
	case procedure.DocWarning:
		p.Until = bannedUntil(w.item, w.today)
		if m := w.motion; m != nil { // before acceptance (T05b)
			f.Reason, f.Heard, p.Record = m.Reason, m.Heard, m.Basis
		} else {
			f.Reason, f.Heard, f.Told = w.decision.Reason, w.decision.Heard, w.told()
			p.Record = strings.Join(w.evidence([]string{procedure.FalseMaterial}), "；")
		}
	case procedure.DocNotAccepted:
		if m := w.motion; m != nil && m.Act == procedure.ActAskNotAccept {
			f.Reason = m.Reason
			if m.Kind == procedure.NotAcceptFalse {
				p.Basis, p.Until = banArticles["78"], bannedUntil(w.item, w.today)
			}
		}
	case procedure.DocAcceptance, procedure.DocDeemedAcceptance:
		p.What = knownSpecials(w.item.Special)
	case procedure.DocExplanation:
		e := law.Explanations[len(law.Explanations)-1]
		f.Reason, p.Until = e.Question, e.Until
	case procedure.DocVerifyOrder, procedure.DocVerification:
		v := law.Verifications[len(law.Verifications)-1]
		f.Reason, p.What, p.Record, p.On, p.Papers = v.What, verifyWords[v.Kind], v.Record, v.DoneOn, w.names(v.Pictures)
		p.Clerks = clerkNames(v.Officers...)
	case procedure.DocSpecial, procedure.DocSpecialReport, procedure.DocHearingAnnounce, procedure.DocHearingNotice, procedure.DocHearingRecord:
		s := law.Specials[len(law.Specials)-1]
		f.Reason, p.What, p.Basis, p.Days = s.Reason, specialWords[s.Kind], s.Basis, s.Days
		p.From, p.Until, p.To, p.On, p.Place, p.Record, p.Papers = s.From, s.Expected, s.To, s.HearingOn, s.Place, s.Record, w.names(s.Pictures)
		p.Clerks = clerkNames(s.Chair)
		p.Asked, p.Closed = s.Kind == procedure.HearingOnRequest, closedWords[s.Closed]
		if s.HearingAt != "" {
			p.At = s.Begins()
		}
	case procedure.DocHearingRight:
		f.Reason, p.Until = w.decision.Reason, w.end(procedure.K6)
	case procedure.DocThirdParty:
		t := law.ThirdParties[len(law.ThirdParties)-1]
		f.Reason, p.What, p.Place, p.Until = t.Interest, t.Name, t.Reach, t.Until
	case procedure.DocRefusalNotice:
		w.refusalNotice(f)
	case procedure.DocLegalOpinion:
		w.legalOpinion(f)
	case procedure.DocCollective:
		w.collective(p)
	case procedure.DocExtension:
		f.Reason, p.Was, p.Until = law.Extension.Reason, law.Extension.Was, law.Extension.Due
	case procedure.DocDecideAgain:
		w.again(f)
	case procedure.DocTermination:
		p.What = endWords[law.EndedFor]
		if m := w.motion; m != nil {
			f.Reason = m.Reason
		}
	case procedure.DocReturned:
		a := law.Attempts[len(law.Attempts)-1]
		f.Reason, p.Waybill, p.Phone, p.On, p.Days, p.Clerks = a.Reason, a.Waybill, a.Phone, a.On, len(law.Attempts), clerkNames(a.By)
	}
}

// others are the third parties with their words, as the decision tells them.
func (w writing) others() (list []string) {
	for _, t := range w.Law.ThirdParties {
		words := strings.TrimRight(t.Words, "。；")
		switch {
		case t.Answer == "":
			words = "逾期未提出意见"
		case t.Answer == procedure.ThirdPartyDeclines:
			words = "放弃陈述、申辩和要求听证的权利"
		}
		list = append(list, t.Name+"："+words)
	}
	return list
}

func (w writing) legalOpinion(f *document.Facts) {
	o := w.Law.LegalView
	if o == nil {
		return
	}
	f.Reason, f.Proceeding.What, f.Proceeding.On = o.Text, w.verdictWord(o.Verdict), o.On
	f.Proceeding.Clerks = clerkNames(procedure.Clerk{Officer: o.Officer, Name: o.Name})
	switch {
	case o.Agree:
		f.Proceeding.Result = "同意"
	case w.Law.State == procedure.Deciding:
		f.Proceeding.Result = "不同意"
	default:
		f.Proceeding.Result = "退回补充审查"
	}
}

func (w writing) collective(p *document.Proceeding) {
	c := w.Law.Collective
	p.On, p.Record, p.Clerks, p.Result = c.On, c.Record, clerkNames(c.Chair), w.verdictWord(c.Verdict)
	if c.Cast {
		p.Result += "（票数相等，由主持人决定）"
	}
	for _, m := range c.Members {
		p.Voices = append(p.Voices, [3]string{clerkNames(m.Clerk)[0], w.verdictWord(m.Verdict), m.Text})
	}
}

func clerkNames(list ...procedure.Clerk) []string {
	var names []string
	for _, c := range list {
		if c.Officer != "" {
			names = append(names, c.Name+"（警号"+c.Officer+"）")
		}
	}
	return names
}

// names are the file names of attached materials.
func (w writing) names(ids []string) []string {
	var list []string
	for _, id := range ids {
		if key, err := uuid.Parse(id); err == nil {
			if u, ok := w.uploads[key]; ok && !slices.Contains(list, u.Name) {
				list = append(list, u.Name)
			}
		}
	}
	return list
}

// specialFacts are the day and the words of the notices of special moves.
func (w *work) specialFacts(kind procedure.NoticeKind, f *notice.Facts) {
	switch kind {
	case procedure.TellExplain:
		e := w.Law.Explanations[len(w.Law.Explanations)-1]
		f.Due, f.Text = e.Until, e.Question
	case procedure.TellSpecial, procedure.TellHearingAsked, procedure.TellHearing:
		s := w.Law.Specials[len(w.Law.Specials)-1]
		f.Due, f.Reason, f.Text = s.Expected, s.Reason, specialWords[s.Kind]
		if kind == procedure.TellHearing {
			f.On, f.Time, f.Place, f.Chair = s.HearingOn, s.HearingAt, s.Place, s.Chair.Name
		}
	case procedure.TellThirdParty:
		t := w.Law.ThirdParties[len(w.Law.ThirdParties)-1]
		f.Due = t.Until
	case procedure.TellHearingRight:
		f.Due = w.end(procedure.K6)
	case procedure.TellRefusalNotice:
		i, _ := w.Law.Intent()
		f.Due, f.Reason = w.end(procedure.KH), i.Reason
	case procedure.TellExtended:
		f.Due, f.Reason = w.Law.Extension.Due, w.Law.Extension.Reason
	case procedure.TellDecideAgain:
		r, _ := w.Law.Redecision()
		f.Due, f.Reason, f.Text = w.end(procedure.K2), r.Ruling.Summary, r.Ruling.Words()
	case procedure.TellTerminated:
		f.Reason = endWords[w.Law.EndedFor]
	}
}

// specialStages are the special procedures that an item's file names (特殊环节), as its acceptance tells them (T10).
var specialStages = map[string]string{"hearing": "听证", "appraisal": "鉴定", "inspection": "检验", "testing": "检测", "quarantine": "检疫",
	"expert_review": "专家评审", "tender": "招标", "auction": "拍卖"}

func knownSpecials(list []string) string {
	words := make([]string, len(list))
	for i, s := range list {
		words[i] = specialStages[s]
	}
	return strings.Join(words, "、")
}
