package casework

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Companies is 市场监管 with the licences of entertainment venues: what a filing is compared with (domain.md 2.2, 2.3).
type Companies interface {
	Company(ctx context.Context, creditCode string) (CompanyAnswer, error)
}

// Security is 保安服务监管信息系统: licences of security companies.
type Security interface {
	Licence(ctx context.Context, creditCode string) (SecurityAnswer, error)
}

// CompanyKind is whether a body stands for itself.
type CompanyKind string

// Kinds of bodies.
const (
	LegalPerson CompanyKind = "legal"
	BranchOf    CompanyKind = "branch"
	SoleTrader  CompanyKind = "sole" // 个体工商户
)

// CompanyAnswer is what 市场监管 says about a body.
type CompanyAnswer struct {
	Reply
	Name        string       `json:"name"`
	CreditCode  string       `json:"credit_code"`
	Kind        CompanyKind  `json:"kind"`
	Closed      bool         `json:"closed"` // 注销 or 吊销
	Area        string       `json:"area"`   // six digits, anywhere in the country
	Address     string       `json:"address"`
	Head        string       `json:"head"` // 法定代表人, of a branch 负责人
	Established workday.Date `json:"established,omitzero"`
	HeadOffice  string       `json:"head_office"` // credit code, of a branch
	Venue       bool         `json:"venue"`       // 娱乐经营许可证, 歌舞 or 游艺
}

// SecurityAnswer is the licence of a security company.
type SecurityAnswer struct {
	Reply
	Name   string        `json:"name"`
	Number string        `json:"number"` // 保安服务许可证编号
	Status LicenceStatus `json:"status"`
	Scope  []string      `json:"scope"` // values of the services that the licence allows
}

// Guards is 保安服务监管信息系统 with the comparison of police records: the guards of a roster, asked for together (domain.md 2.4).
type Guards interface {
	Guards(ctx context.Context, idNumbers []string) (GuardsAnswer, error)
}

// GuardsAnswer is what the registers say of guards. Somebody without a record has not been compared.
type GuardsAnswer struct {
	Reply
	Records []roster.Record `json:"records"`
}
