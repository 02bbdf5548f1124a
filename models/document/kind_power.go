package document

// power words the documents of what is no renewal: an item's 事项类型 as it stands in Facts.Power. "" is the renewal of a licence.
type power struct {
	mark   string // first character of the 文种代字
	matter string // what the applicant has handed in
	noun   string // what it is called in titles
}

// The marks other than 许 and 备 are the portal's own additions to the table of domain.md 1.8, which has none for these powers.
var powers = map[string]power{
	"permit":       {"许", "行政许可申请", "行政许可"},
	"filing":       {"备", "备案材料", "备案"},
	"confirmation": {"确", "行政确认申请", "行政确认"},
	"service":      {"服", "公共服务申请", "公共服务"},
	"reward":       {"奖", "行政奖励申请", "行政奖励"},
	"benefit":      {"给", "行政给付申请", "行政给付"},
	"endorsement":  {"签", "出入境证件申请", "出入境证件"},
	"other":        {"办", "办理申请", "办理"},
}

// familyOf is what the house knows about a kind of a power; ok is false for a kind that nobody composes.
func familyOf(k Kind, word string) (f family, ok bool) {
	if f, ok = specialFamilies[k]; ok {
		return f, true
	}
	if f, ok = families[k]; word == "" && ok {
		return f, true
	}
	p, known := powers[word]
	if !known {
		p = powers["other"]
	}
	if g, general := p.families(word)[k]; general {
		return g, true
	}
	return f, ok
}

// families are the documents that a power words in its own way; a permit keeps those that cite 行政许可法.
func (p power) families(word string) map[Kind]family {
	all := map[Kind]family{
		Application:   {p.noun + "申请书", "", sealNone, false, composeApplication},
		Lapse:         {p.noun + "申请退件告知书", p.mark + "退", sealPermit, true, composeLapse},
		Done:          {"办结通知书", p.mark + "结", sealBureau, false, composeDone},
		Declined:      {"不予" + p.noun + "决定书", p.mark + "不", sealBureau, true, composeDeclined},
		IssuedResult:  {"签发结果告知书", p.mark + "准", sealBureau, false, composeIssued},
		NotIssued:     {"不予签发告知书", p.mark + "不", sealBureau, true, composeNotIssued},
		Filed:         {"备案回执", "备", sealBureau, false, composeFiled},
		NotFiled:      {"不予备案告知书", "备不", sealBureau, true, composeNotFiled},
		FilingChanged: {"备案变更回执", "备变", sealBureau, false, composeFilingChanged},
		FilingEnded:   {"撤销备案回执", "备销", sealBureau, false, composeFilingEnded},
		Referral:      {"逾期备案线索移送单", "备移", sealBureau, false, composeReferral},
	}
	if word == "permit" {
		all[Grant] = family{"准予行政许可决定书", "许准", sealBureau, false, composePermit}
		all[Refusal] = family{"不予行政许可决定书", "许不", sealBureau, true, composeDeclined}
		return all
	}
	for k, f := range map[Kind]family{
		Receipt:          {p.noun + "材料收件凭证", "收", sealBureau, false, p.composeReceipt},
		Correction:       {p.noun + "材料补正告知书", p.mark + "补", sealBureau, false, p.composeCorrection},
		CorrectedReceipt: {"补正材料收件凭证", "收", sealBureau, false, p.composeReceipt},
		Acceptance:       {p.noun + "受理通知书", p.mark + "受", sealBureau, false, p.composeAcceptance},
		DeemedAcceptance: {"视为受理告知书", p.mark + "受", sealBureau, false, p.composeDeemedAcceptance},
		NotAccepted:      {"不予受理" + p.noun + "申请决定书", p.mark + "不受", sealBureau, true, p.composeNotAccepted},
		Lapse:            {p.noun + "申请退件告知书", p.mark + "退", sealBureau, true, composeLapse},
		Withdrawal:       {"撤回申请确认书", p.mark + "撤", sealBureau, false, composeWithdrawal},
		Delivery:         {"送达回证", "送", sealBureau, false, composeDelivery},
	} {
		all[k] = f
	}
	if word == "filing" {
		all[Application] = family{"备案表", "", sealNone, false, composeApplication}
		all[NotAccepted] = family{"不予接收备案告知书", "备不受", sealBureau, true, p.composeNotAccepted}
		all[Lapse] = family{"备案材料退件告知书", "备退", sealBureau, true, composeLapse}
		all[Withdrawal] = family{"撤回备案材料确认书", "备撤", sealBureau, false, composeWithdrawal}
	}
	return all
}

// TitleOf is the Chinese name of a kind for an item of a power, "" for an unknown kind.
func TitleOf(k Kind, power string) string {
	f, _ := familyOf(k, power)
	return f.title
}
