package account

import (
	"slices"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Role is a role code of domain.md 0.4. Clerks hold roles at desks (Grant), persons hold them for enterprises (Membership); R-APP is
// what every natural person is for himself.
type Role string

const (
	Applicant     Role = "R-APP" // 申请人（自然人）
	Agent         Role = "R-ENT" // 企业经办人
	Legal         Role = "R-LEG" // 法定代表人、授权人
	Administrator Role = "R-ADM" // 企业管理员: manages members and cases, does not sign
	Receiver      Role = "R-REC" // 受理岗
	County        Role = "R-CTY" // 县级背景审查员
	Reviewer      Role = "R-REV" // 审查岗
	Verifier      Role = "R-VER" // 核查员
	LegalReviewer Role = "R-LAW" // 法制审核员
	Decider       Role = "R-DEC" // 审批人
	Leader        Role = "R-LDR" // 机关负责人
	Printer       Role = "R-PRN" // 制证员
	Deliverer     Role = "R-DLV" // 送达员
	Supervisor    Role = "R-SUP" // 督察员
	CaseManager   Role = "R-CAG" // 案管
	Publisher     Role = "R-PUB" // 信息公开员
	Archivist     Role = "R-ARC" // 归档员
	Editor        Role = "R-EDT" // 事项目录编辑员
	SystemAdmin   Role = "R-SYS" // 系统管理员
	SecurityAdmin Role = "R-SEC" // 安全管理员
	AuditAdmin    Role = "R-AUD" // 审计管理员
	PenaltySystem Role = "R-PEN" // 行政处罚系统: a machine that sends penalty decisions and may do nothing else
)

// clerkRoles are the roles that an officer may hold at a desk.
var clerkRoles = []Role{
	Receiver, County, Reviewer, Verifier, LegalReviewer, Decider, Leader, Printer, Deliverer, Supervisor, CaseManager, Publisher, Archivist, Editor,
	SystemAdmin, SecurityAdmin, AuditAdmin,
}

// adminRoles are the three separated powers (三员分立): none of them shares an account with another or sees cases.
var adminRoles = []Role{SystemAdmin, SecurityAdmin, AuditAdmin}

// CaseRoles are the clerk roles that may have to do with cases: all but the editors of the catalogue and the three administrators'
// (domain.md 0.4).
func CaseRoles() []Role {
	return slices.DeleteFunc(slices.Clone(clerkRoles), func(r Role) bool { return r == Editor || slices.Contains(adminRoles, r) })
}

// CheckGrants tells whether one account may hold these grants: only clerk roles, each at a desk, and an administrator's role
// alone (domain.md 0.4, 三员分立). Faults: ROLE_UNKNOWN, DESK_UNKNOWN (no desk named), ROLES_SEPARATED.
func CheckGrants(grants []Grant) error {
	admin := Role("")
	for _, g := range grants {
		if !slices.Contains(clerkRoles, g.Role) {
			return fault.New(fault.Invalid, "ROLE_UNKNOWN", "role", string(g.Role))
		}
		if g.Desk == "" {
			return fault.New(fault.Invalid, "DESK_UNKNOWN", "desk", g.Desk)
		}
		if slices.Contains(adminRoles, g.Role) {
			admin = g.Role
		}
	}
	if admin == "" {
		return nil
	}
	for _, g := range grants {
		if g.Role != admin {
			return fault.New(fault.Invalid, "ROLES_SEPARATED", "role", string(admin))
		}
	}
	return nil
}
