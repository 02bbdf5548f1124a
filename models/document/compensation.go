package document

import (
	"strings"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// The documents of compensation for a measure against a certificate (domain.md 1.4b, 1.7; 行政许可法 第八条第二款, 第六十九条第四款, 第七十六条).
const (
	ClaimReceipt    Kind = "claim_receipt"    // 补偿、赔偿请求收讫凭证
	ClaimLacks      Kind = "claim_lacks"      // 补偿、赔偿请求补正告知书
	ClaimWithdrawal Kind = "claim_withdrawal" // 撤回补偿、赔偿请求确认书
	Compensation    Kind = "compensation"     // 行政许可补偿决定书
	NoCompensation  Kind = "no_compensation"  // 不予行政许可补偿决定书
	Damages         Kind = "damages"          // 行政赔偿决定书
	NoDamages       Kind = "no_damages"       // 不予行政赔偿决定书
)

// The marks are the portal's own: domain.md 1.8 has none for these kinds.
func init() {
	for kind, f := range map[Kind]family{
		ClaimReceipt:    {"补偿、赔偿请求收讫凭证", "偿收", sealPermit, false, composeClaimReceipt},
		ClaimLacks:      {"补偿、赔偿请求补正告知书", "偿补", sealPermit, false, composeClaimLacks},
		ClaimWithdrawal: {"撤回补偿、赔偿请求确认书", "偿撤", sealPermit, false, composeClaimWithdrawal},
		Compensation:    {"行政许可补偿决定书", "许偿", sealBureau, true, composeAward},
		NoCompensation:  {"不予行政许可补偿决定书", "许不偿", sealBureau, true, composeAward},
		Damages:         {"行政赔偿决定书", "许赔", sealBureau, true, composeAward},
		NoDamages:       {"不予行政赔偿决定书", "许不赔", sealBureau, true, composeAward},
	} {
		families[kind] = f
	}
}

// AboutDamages tells the decisions to which 国家赔偿法 gives its own time for a lawsuit.
func (k Kind) AboutDamages() bool { return k == Damages || k == NoDamages }

// Loss is what a document says about a claim for compensation. Amounts are in yuan with two digits, as they are printed.
type Loss struct {
	Word      string       `json:"word,omitempty"`  // 补偿, 赔偿
	Paper     string       `json:"paper,omitempty"` // the decision that caused it, with its number
	Claimed   string       `json:"claimed,omitempty"`
	Reason    string       `json:"reason,omitempty"` // the claimant's
	Proofs    []string     `json:"proofs,omitempty"` // names of the files
	ClaimedOn workday.Date `json:"claimed_on,omitzero"`
	ClaimDue  workday.Date `json:"claim_due,omitzero"` // last day to claim again
	Lacks     string       `json:"lacks,omitempty"`    // what the claim lacks, as it was told
	Awarded   string       `json:"awarded,omitempty"`  // "" for nothing
	Opinion   string       `json:"opinion,omitempty"`  // why so much
}

// damages tells 赔偿 from 补偿.
func (l Loss) damages() bool { return l.Word == "赔偿" }

// basis are the articles on which a decision stands.
func (l Loss) basis() string {
	if l.damages() {
		return "《中华人民共和国行政许可法》第六十九条第四款、第七十六条和《中华人民共和国国家赔偿法》第十三条"
	}
	return "《中华人民共和国行政许可法》第八条第二款"
}

func composeClaimReceipt(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）因%s提出的%s请求及下列材料，本机关已于%s收讫（办件编号：%s）。", f.Loss.Paper, f.Loss.Word, chineseDate(f.Loss.ClaimedOn), f.CaseNumber)
	l.pairs([2]string{"请求金额", f.Loss.Claimed + "元"}, [2]string{"损失和理由", f.Loss.Reason})
	if len(f.Loss.Proofs) > 0 {
		l.head("收到的证明材料")
		l.list(f.Loss.Proofs...)
	}
	l.say("本机关听取你（单位）的意见后，在%s前作出决定。决定之前可以在本平台补充意见，也可以撤回请求。", chineseDate(f.DecisionDue))
	if f.Loss.damages() {
		l.say("本机关在上述期限内未作出是否赔偿的决定的，你（单位）可以自期限届满之日起三个月内依法提起诉讼（《中华人民共和国国家赔偿法》第十四条第一款）。")
	}
}

// composeClaimLacks tells everything that a claim lacks at once (国家赔偿法 第十二条第四款).
func composeClaimLacks(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）因%s提出的%s请求，本机关已于%s收讫（办件编号：%s）。经审查，申请材料不齐全。根据《中华人民共和国国家赔偿法》第十二条第四款的规定%s，现一次性告知需要补正的全部内容：",
		f.Loss.Paper, f.Loss.Word, chineseDate(f.Loss.ClaimedOn), f.CaseNumber, map[bool]string{false: "（补偿参照办理）"}[f.Loss.damages()])
	l.stress("%s", sentence(f.Loss.Lacks))
	l.say("请在本平台办件页面“补充意见和证明”提交，也可以到受理窗口提交。补正不改变你（单位）提出请求的日期；本机关仍在%s前作出决定，未补正的，根据已有的材料决定。", chineseDate(f.DecisionDue))
}

func composeClaimWithdrawal(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）撤回了因%s提出的%s请求（办件编号：%s）。", f.Loss.Paper, f.Loss.Word, f.CaseNumber)
	l.reason("理由", f.Reason)
	l.say("在%s前（含当日），你（单位）可以再次提出请求。", l.limit(f.Loss.ClaimDue))
}

// composeAward decides on a claim: facts, the claimant's view, reasons, the amount or none (国家赔偿法 第十三条).
func composeAward(f Facts, l *Letter) {
	loss := f.Loss
	l.address(f)
	l.head("一、请求")
	l.say("你（单位）持有的%s因%s失去效力。%s，你（单位）请求%s%s元，理由是：%s", f.Matter.called(), loss.Paper, chineseDate(loss.ClaimedOn), loss.Word, loss.Claimed,
		sentence(loss.Reason))
	if len(loss.Proofs) > 0 {
		l.say("你（单位）提交的证明材料：%s。", strings.Join(loss.Proofs, "、"))
	}
	l.head("二、听取意见")
	l.say("%s", sentence(f.Heard))
	l.head("三、理由和依据")
	l.say("%s", sentence(loss.Opinion))
	if f.Matter.Discussed {
		l.say("本决定经本机关负责人集体讨论。")
	}
	if f.Reason != "" && f.Reason != loss.Opinion {
		l.say("%s", sentence(f.Reason))
	}
	l.head("四、决定")
	if loss.Awarded == "" {
		l.stress("根据%s的规定，本机关决定：不予%s。", loss.basis(), loss.Word)
		return
	}
	l.stress("根据%s的规定，本机关决定：%s%s人民币%s元。", loss.basis(), loss.Word, f.Applicant.Name, loss.Awarded)
	l.say("款项由财政部门支付。本机关自本决定送达之日起七日内向财政部门提出支付申请，财政部门自收到支付申请之日起十五日内支付%s。",
		map[bool]string{true: "（《中华人民共和国国家赔偿法》第三十七条）", false: "（参照《中华人民共和国国家赔偿法》第三十七条）"}[loss.damages()])
}

// sentence is a text that ends like one.
func sentence(text string) string {
	if text = strings.TrimSpace(text); text == "" || strings.HasSuffix(text, "。") || strings.HasSuffix(text, "！") {
		return text
	}
	return text + "。"
}
