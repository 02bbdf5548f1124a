package casework

import (
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// TestEveryRowIssuesThePapersOfTheLaw walks the 文书 columns of domain.md 1.4, 1.4b and 1.5: each paper that they name is issued by its row, and
// has the name that they give it. T35 is the archive's package and L3 a notice; both are checked beside the table.
func TestEveryRowIssuesThePapersOfTheLaw(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		row   procedure.MoveID
		kind  procedure.DocumentKind
		title string
	}{
		{"T02", procedure.DocApplication, "申请书"}, {"T03", procedure.DocReceipt, "收取行政许可申请材料凭证"},
		{"T04", procedure.DocNotNeeded, "不受理告知书"}, {"T05", procedure.DocNotAccepted, "不予受理行政许可申请决定书"},
		{"T05b", procedure.DocNotAccepted, "不予受理行政许可申请决定书"}, {"T05b", procedure.DocWarning, "警告"},
		{"T07", procedure.DocCorrection, "补正告知书"}, {"T07b", procedure.DocCorrection, "补正告知书"},
		{"T08", procedure.DocCorrectedReceipt, "补正材料收件凭证"}, {"T09", procedure.DocLapse, "退件告知书"},
		{"T10", procedure.DocAcceptance, "行政许可受理通知书"}, {"T11", procedure.DocDeemedAcceptance, "视为受理告知"},
		{"T11", procedure.DocAcceptance, "受理通知书"}, {"T12", procedure.DocGrant, "准予行政许可决定书"}, {"T12", procedure.DocRefusal, "不予行政许可决定书"},
		{"T13", procedure.DocRouting, "内部流转单"}, {"T14", procedure.DocCountyOpinion, "背景审查意见"}, {"T16", procedure.DocVerifyOrder, "核查通知"},
		{"T17", procedure.DocVerification, "行政许可核查工作记录"}, {"T18", procedure.DocExplanation, "补充说明函"},
		{"T19", procedure.DocSpecial, "行政许可特别程序（所需时间）告知书"}, {"T19r", procedure.DocHearingRight, "行政许可权利告知书"},
		{"T45", procedure.DocThirdParty, "利害关系人权利告知书"},
		{"T28a", procedure.DocRefusalNotice, "拟不予行政许可告知书"},
		{"T19", procedure.DocHearingAnnounce, "听证公告"}, {"T19n", procedure.DocHearingNotice, "听证通知书"}, {"T19n", procedure.DocHearingAnnounce, "听证公告"},
		{"T20", procedure.DocHearingRecord, "听证笔录"}, {"T20", procedure.DocSpecialReport, "意见书"}, {"T21", procedure.DocToLegal, "送审单"},
		{"T22", procedure.DocLegalOpinion, "重大行政许可法制审核意见书"}, {"T23", procedure.DocCollective, "集体讨论记录"},
		{"T24", procedure.DocApproval, "行政许可审批表"}, {"T25", procedure.DocReturn, "退回意见"}, {"T26", procedure.DocExtension, "行政许可延期决定通知书"},
		{"T27", procedure.DocGrant, "准予行政许可决定书"}, {"T28", procedure.DocRefusal, "不予行政许可决定书"}, {"T29", procedure.DocWithdrawal, "撤回"},
		{"T30", procedure.DocTermination, "终止办理告知书"}, {"T31", procedure.DocCertificate, "许可证"}, {"T32", procedure.DocDelivery, "送达回证"},
		{"T33", procedure.DocReturned, "退件记录"}, {"T34", procedure.DocDeemedRenewal, "视为准予延续确认书"},

		{"F01", procedure.DocReceipt, "备案材料收件凭证"}, {"F02", procedure.DocCorrection, "备案材料补正告知书"},
		{"F03", procedure.DocNotAccepted, "不予接收备案告知书"}, {"F05", procedure.DocFiled, "备案回执"}, {"F06", procedure.DocNotFiled, "不予备案告知书"},
		{"F07", procedure.DocReferral, "逾期备案线索移送单"}, {"F08", procedure.DocFilingChanged, "备案变更回执"}, {"F09", procedure.DocFilingEnded, "撤销备案回执"},

		{"L05a", procedure.DocMeasureNotice, "告知书"}, {"L05", procedure.DocRevocation, "撤销行政许可决定书"}, {"L06", procedure.DocTakenBack, "撤回行政许可决定书"},
		{"L07", procedure.DocPunished, "吊销"}, {"L08", procedure.DocCancellation, "注销行政许可决定书"}, {"L09", procedure.DocReissue, "补发许可证件"},
		{"L09", procedure.DocCertificate, "许可证"}, {"L10", procedure.DocChange, "准予变更行政许可决定书"},
		{"L05f", procedure.DocLegalOpinion, "法制审核意见书"}, {"L05g", procedure.DocCollective, "集体讨论记录"},

		{"C04", procedure.DocClaimReceipt, "收讫凭证"}, {"C18", procedure.DocClaimLacks, "补正告知书"}, {"C06", procedure.DocClaimWithdrawal, "撤回"}, {"C07", procedure.DocToLegal, "送审单"},
		{"C12", procedure.DocCollective, "集体讨论记录"}, {"C14", procedure.DocCompensation, "行政许可补偿决定书"}, {"C15", procedure.DocDamages, "行政赔偿决定书"},
		{"C16", procedure.DocNoCompensation, "不予行政许可补偿决定书"}, {"C17", procedure.DocNoDamages, "不予行政赔偿决定书"}, {"C32", procedure.DocDelivery, "送达回证"},

		{"E03", procedure.DocReceipt, "收件凭证"}, {"E07", procedure.DocCorrection, "补正告知书"}, {"E10", procedure.DocAcceptance, "受理通知书"},
		{"E29", procedure.DocIssued, "签发结果告知书"}, {"E29", procedure.DocNotIssued, "不予签发告知书"}, {"E30", procedure.DocWithdrawal, "撤回申请确认书"},
		{"S03", procedure.DocReceipt, "收件凭证"}, {"S27", procedure.DocDone, "办结通知书"}, {"S28", procedure.DocDeclined, "不予"},
	} {
		p, power := table(c.row)
		if !slices.ContainsFunc(p.Moves, func(m procedure.Move) bool { return m.ID == c.row && slices.Contains(m.Papers, c.kind) }) {
			t.Errorf("%s does not issue %s", c.row, c.kind)
		}
		if title := document.TitleOf(document.Kind(c.kind), power); !strings.Contains(title, c.title) {
			t.Errorf("%s: %s is called %q, not %q", c.row, c.kind, title, c.title)
		}
	}
	if renewed := document.TitleOf(document.Grant, ""); renewed != "准予延续行政许可决定书" {
		t.Errorf("a renewal is granted by %q", renewed)
	}
	for _, k := range []notice.Kind{notice.LicenceEnding, notice.LicenceNearEnd, notice.LicenceExpired} {
		if !k.Known() {
			t.Errorf("L3: nobody writes %s", k)
		}
	}
}

// table is the procedure of a row and the power whose words its papers use.
func table(row procedure.MoveID) (*procedure.Procedure, string) {
	switch row[0] {
	case 'F':
		return procedure.Filing(), "filing"
	case 'S':
		return procedure.Service(), "service"
	case 'E':
		return procedure.Endorsement(), "endorsement"
	case 'L':
		return procedure.LicenceProcedure(), "permit"
	case 'C':
		return procedure.CompensationProcedure(), "permit"
	}
	return procedure.Permit(), "permit"
}

// Every paper that a table names can be composed, and only the Bureau's own have no number and are kept from the applicant.
func TestPapersThatStayInTheFileHaveNoNumber(t *testing.T) {
	t.Parallel()
	internal := []document.Kind{document.Routing, document.CountyOpinion, document.VerifyOrder, document.VerifyRecord, document.ToLegal,
		document.LegalOpinion, document.Collective, document.Approval, document.Return, document.Returned}
	for _, code := range procedure.Codes() {
		p, _ := procedure.Named(code)
		for _, paper := range p.Papers() {
			k := document.Kind(paper)
			if !k.Known() {
				t.Errorf("%s: nobody composes %s", code, k)
			}
			if k.Internal() != slices.Contains(internal, k) || k.Internal() && k.Mark() != "" {
				t.Errorf("%s: internal %v, marked %q", k, k.Internal(), k.Mark())
			}
		}
	}
}
