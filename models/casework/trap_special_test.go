package casework

import "github.com/yiyang-police/permit-portal/models/procedure"

// specials are the ways of a review that needs more than the reviewer: verification, questions, hearings, special procedures and 回避.
var specials = map[string]chain{
	"verified": {"2026-03-02T09:00:00+08:00", inReview, []link{
		{"T16", "verify_order", decides(reviewer, Decision{Act: procedure.ActAskVerify, Kind: procedure.VerifyField, Named: []string{checker1.Officer, checker2.Officer}, Reason: "查看储存库"})},
		{"T17a", "", encloses(checker1, Decision{Act: procedure.ActVerify, Record: "与申报一致", Unrelated: true})},
		{"T17", "verification", decides(checker2, Decision{Act: procedure.ActVerify, Unrelated: true})},
		{"T18", "explanation", decides(reviewer, asksWhy)}, {"T18a", "", answersWith(ApplicantReply{Act: procedure.ActExplain, Reason: "系笔误"})},
	}},
	"hearing on request": {"2026-03-09T10:00:00+08:00", inReview, []link{
		{"T19r", "hearing_right", decides(reviewer, tellsHearing)}, {"T19h", "special", answersWith(ApplicantReply{Act: procedure.ActRequestHearing, Reason: "要求听证"})},
		{"T19n", "hearing_notice", decides(reviewer, hearingDay)},
		{"T20", "hearing_record", func(w *world, c *chained) deed {
			w.at("2026-03-18 15:00")
			return encloses(chair, Decision{Act: procedure.ActFinishSpecial, Record: "各方陈述"})(w, c)
		}},
	}},
	"hearing waived": {"2026-03-02T09:00:00+08:00", inReview, []link{
		{"", "", decides(reviewer, tellsHearing)}, {"T19w", "", answersWith(ApplicantReply{Act: procedure.ActWaiveHearing})},
		{"", "", decides(reviewer, asksWhy)}, {"T18b", "", decides(reviewer, Decision{Act: procedure.ActDropExplanation, Reason: "已由民爆系统核实"})},
	}},
	"hearing lapsed": {"2026-03-02T09:00:00+08:00", inReview, []link{{"", "", decides(reviewer, tellsHearing)}, {"T19e", "", ends(procedure.K6)}}},
	"expert review": {"2026-03-09T10:00:00+08:00", inReview, []link{
		{"T19q", "", decides(reviewer, asksFor(procedure.ExpertReview))}, {"T19", "special", approvesSpecial},
		{"T20", "special_report", encloses(reviewer, Decision{Act: procedure.ActFinishSpecial, Record: "专家意见：可行"})},
		{"", "", decides(reviewer, asksFor(procedure.HearingExOfficio))}, {"T19", "hearing_announce", approvesSpecial}, {"T19n", "hearing_announce", decides(reviewer, hearingDay)},
	}},
	"recusals": {"2026-03-02T09:00:00+08:00", inReview, []link{
		{"T43", "", decides(reviewer, tooNear)},
		{"T44", "", aside(head, Decision{Act: procedure.ActDecideRecusal, Officer: reviewer.Officer, Agree: true, Reason: "属近亲属"})},
		{"", "", decides(chair, tooNear)}, {"T44e", "", ends(procedure.KQ)},
	}},
}

// Acts of a review.
var (
	asksWhy         = Decision{Act: procedure.ActAskExplanation, Reason: "两份证明为何不同"}
	tellsHearing    = Decision{Act: procedure.ActTellHearing, Reason: "涉及相邻单位"}
	tooNear         = Decision{Act: procedure.ActRecuse, Reason: "申请人系表弟"}
	approvesSpecial = decides(decider, Decision{Act: procedure.ActApprove})
)

func asksFor(kind procedure.SpecialKind) Decision {
	return Decision{Act: procedure.ActAskSpecial, Kind: string(kind), Basis: "《行政许可法》第四十五条", Days: 10, Reason: "涉及新工艺"}
}

// inReview is a renewal that waits for its reviewer.
func inReview(w *world) chained {
	w.enrol(head, chair, checker1, checker2)
	person := w.blaster(1, "2026-05-30")
	id := w.submit(person)
	w.review(id)
	return chained{id, person}
}
