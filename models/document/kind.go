package document

import (
	"maps"
	"slices"
)

// Kind names a sort of 文书. Its value is stored with the document and used in addresses, so it never changes.
type Kind string

// The documents of the permit procedure (domain.md 1.4) and of supervision (1.10).
const (
	Application      Kind = "application"       // 行政许可申请书, frozen at submission (T02)
	Receipt          Kind = "receipt"           // 收件凭证 (T03)
	Correction       Kind = "correction"        // 补正告知书 (T07)
	CorrectedReceipt Kind = "corrected_receipt" // 补正材料收件凭证 (T08)
	Acceptance       Kind = "acceptance"        // 受理通知书 (T10)
	DeemedAcceptance Kind = "deemed_acceptance" // 视为受理告知 (T11)
	NotNeeded        Kind = "not_needed"        // 不受理告知书 (T04)
	NotAccepted      Kind = "not_accepted"      // 不予受理决定书 (T05)
	Grant            Kind = "grant"             // 准予延续决定书 (T27)
	Refusal          Kind = "refusal"           // 不予延续决定书 (T28)
	DeemedRenewal    Kind = "deemed_renewal"    // 视为准予延续确认书 (T34)
	Lapse            Kind = "lapse"             // 退件告知书 (T09)
	Withdrawal       Kind = "withdrawal"        // 撤回申请确认书 (T29)
	Delivery         Kind = "delivery"          // 送达回证 (T32)
	Card             Kind = "card"              // 督办单 (1.10)
	Certificate      Kind = "certificate"       // 爆破作业人员许可证 (T31)
)

// The documents of the other procedures: filings (domain.md 1.5), services, endorsements (3.10).
const (
	Filed         Kind = "filed"          // 备案回执 (F5)
	NotFiled      Kind = "not_filed"      // 不予备案告知书 (F6)
	FilingChanged Kind = "filing_changed" // 备案变更回执 (F8)
	FilingEnded   Kind = "filing_ended"   // 撤销备案回执 (F9)
	Referral      Kind = "referral"       // 逾期备案线索移送单 (F7)
	Done          Kind = "done"           // 办结通知书
	Declined      Kind = "declined"       // 不予办理决定书
	IssuedResult  Kind = "issued"         // 签发结果告知书
	NotIssued     Kind = "not_issued"     // 不予签发告知书
)

// seal is which seal a document carries (domain.md 6.4): the special permit seal for intake (行政许可法 第三十二条), the Bureau's
// seal for decisions and certificates (第三十九条), none for the applicant's own paper.
type seal int

const (
	sealNone seal = iota
	sealPermit
	sealBureau
)

// family is what the house knows about a kind before it sees a fact.
type family struct {
	title   string
	mark    string // 文种代字 (domain.md 1.8); empty: the document has no 文书号 of its own
	seal    seal
	adverse bool // prints the remedies block (domain.md 1.10)
	compose func(f Facts, l *Letter)
}

// The marks 告, 视, 退 and 撤 are the portal's own additions to the table of domain.md 1.8, which has none for these kinds.
var families = map[Kind]family{
	Application:      {"爆破作业人员许可证换证申请表", "", sealNone, false, composeApplication},
	Receipt:          {"收取行政许可申请材料凭证", "收", sealPermit, false, composeReceipt},
	Correction:       {"行政许可申请材料补正告知书", "许补", sealPermit, false, composeCorrection},
	CorrectedReceipt: {"补正材料收件凭证", "收", sealPermit, false, composeCorrectedReceipt},
	Acceptance:       {"行政许可受理通知书", "许受", sealPermit, false, composeAcceptance},
	DeemedAcceptance: {"视为受理告知书", "许受", sealPermit, false, composeDeemedAcceptance},
	NotNeeded:        {"行政许可不受理告知书", "许告", sealPermit, true, composeNotNeeded},
	NotAccepted:      {"不予受理行政许可申请决定书", "许不受", sealPermit, true, composeNotAccepted},
	Grant:            {"准予延续行政许可决定书", "许续", sealBureau, false, composeGrant},
	Refusal:          {"不予延续行政许可决定书", "许不续", sealBureau, true, composeRefusal},
	DeemedRenewal:    {"视为准予延续确认书", "许视", sealBureau, false, composeDeemedRenewal},
	Lapse:            {"行政许可申请退件告知书", "许退", sealPermit, true, composeLapse},
	Withdrawal:       {"撤回行政许可申请确认书", "许撤", sealPermit, false, composeWithdrawal},
	Delivery:         {"送达回证", "送", sealPermit, false, composeDelivery},
	Card:             {"行政审批督办单", "督", sealBureau, false, composeCard},
	Certificate:      {"爆破作业人员许可证", "", sealBureau, false, composeCertificate},
}

// Known reports whether k is a kind this package can compose.
func (k Kind) Known() bool { _, ok := familyOf(k, "other"); return ok }

// Title is the Chinese name of the kind, "" for an unknown one.
func (k Kind) Title() string {
	if f, ok := specialFamilies[k]; ok {
		return f.title
	}
	if f, ok := families[k]; ok {
		return f.title
	}
	return TitleOf(k, "other")
}

// Adverse tells whether a paper of the kind goes against its addressee and prints his remedies (domain.md 1.10).
func (k Kind) Adverse() bool {
	f, _ := familyOf(k, "other")
	return f.adverse
}

// AdverseKinds are the kinds that print remedies, of all powers, in order.
func AdverseKinds() []Kind {
	kinds := slices.AppendSeq(slices.Collect(maps.Keys(families)), maps.Keys(specialFamilies))
	kinds = slices.AppendSeq(kinds, maps.Keys(powers["other"].families("other")))
	slices.Sort(kinds)
	return slices.DeleteFunc(slices.Compact(kinds), func(k Kind) bool { return !k.Adverse() })
}

// Mark is the 文种代字 that stands in the document's number, "" when the kind is not numbered.
func (k Kind) Mark() string {
	if f, ok := specialFamilies[k]; ok {
		return f.mark
	}
	return families[k].mark
}
