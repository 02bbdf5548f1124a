package simulator

import (
	"context"
	"strings"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// body is what 市场监管 and 保安服务监管信息系统 know of a unit beyond what every register does.
type body struct {
	kind        casework.CompanyKind
	venue       bool
	established int    // days from the base day
	headOffice  string // key
	security    string // 保安服务许可证编号
	status      casework.LicenceStatus
	scope       []string
}

// bodies by the unit's key; a unit without one is a plain company.
var bodies = map[string]body{
	"guards-hq": {kind: casework.LegalPerson, security: "湘公保服20110001号", status: casework.LicenceValid,
		scope: []string{"gate", "patrol", "guarding", "inspection", "technical"}},
	"guards-branch": {kind: casework.BranchOf, headOffice: "guards-hq", established: -8},
	"guards-new": {kind: casework.LegalPerson, security: "湘公保服20190016号", status: casework.LicenceValid,
		scope: []string{"gate", "patrol", "guarding", "escort"}},
	"guards-new-br":  {kind: casework.BranchOf, headOffice: "guards-new", established: -10},
	"guards-gone":    {kind: casework.LegalPerson, security: "湘公保服20140007号", status: casework.LicenceRevoked, scope: []string{"gate"}},
	"guards-gone-br": {kind: casework.BranchOf, headOffice: "guards-gone", established: -40},
	"karaoke":        {kind: casework.LegalPerson, venue: true},
	"shop":           {kind: casework.SoleTrader},
}

// filingUnits are those that have to do with guards.
func filingUnits() []Unit {
	unit := func(key, prefix, name, area, own, address, legal, agent string) Unit {
		return Unit{Key: key, Name: name, CreditCode: identity.MakeCreditCode(prefix, area, own), Area: area, Address: address, Legal: legal, Agent: agent}
	}
	return []Unit{
		unit("guards-hq", "91", "湖南安邦保安服务有限公司", "430104", "MA4L2001", "长沙市岳麓区金星中路221号", "legal-guards", "agent-guards"),
		unit("guards-branch", "91", "湖南安邦保安服务有限公司益阳分公司", "430923", "MA4L2002", "安化县东坪镇迎春路19号", "head-branch", ""),
		unit("guards-gone", "91", "湖南铁盾保安服务有限公司", "430104", "MA4L2003", "长沙市岳麓区枫林路8号", "legal-elsewhere", ""),
		unit("guards-gone-br", "91", "湖南铁盾保安服务有限公司益阳分公司", "430903", "MA4L2004", "益阳市赫山区康富路77号", "head-branch", ""),
		unit("property", "91", "益阳市绿洲物业服务有限公司", "430903", "MA4L2005", "益阳市赫山区康富北路36号", "legal-property", ""),
		unit("karaoke", "91", "益阳市金嗓子歌厅有限公司", "430902", "MA4L2006", "益阳市资阳区马良路5号", "legal-karaoke", ""),
		unit("shop", "92", "赫山区老街便民超市", "430903", "MA4L2007", "益阳市赫山区会龙路2号", "legal-karaoke", ""),
		unit("guards-new", "91", "益阳市白鹿塔保安服务有限公司", "430972", "MA4L2008", "益阳高新区云树路66号", "legal-guards-new", ""),
		unit("guards-new-br", "91", "益阳市白鹿塔保安服务有限公司安化分公司", "430923", "MA4L2009", "安化县东坪镇资江南路31号", "head-guards-new", ""),
	}
}

// whoFiles are the heads of those units.
func (b *builder) whoFiles() {
	b.citizen("legal-guards", "安卫国", male, 49, "湖南安邦保安服务有限公司法定代表人，设立了益阳分公司", "legal representative of a security company with a branch in Yiyang")
	b.citizen("agent-guards", "闵慧", female, 33, "湖南安邦保安服务有限公司经办人", "acts for the security company")
	b.citizen("head-branch", "邵志刚", male, 44, "安邦益阳分公司负责人", "head of the branch")
	b.citizen("legal-property", "蓝秋月", female, 42, "益阳市绿洲物业服务有限公司法定代表人，自己招保安", "legal representative of a property company with guards of its own")
	b.citizen("legal-karaoke", "金满堂", male, 46, "益阳市金嗓子歌厅有限公司法定代表人，依法不能自行招用保安", "owner of a karaoke venue, which may not recruit guards")
	b.citizen("legal-guards-new", "凌志远", male, 45, "益阳市白鹿塔保安服务有限公司法定代表人，本人和公司都还没有账户", "legal representative of a security company, neither has an account")
	b.citizen("head-guards-new", "晏小梅", female, 38, "白鹿塔保安公司安化分公司负责人，还没有账户", "head of that company's branch in Anhua, without an account")
}

type businesses struct{ *World }

func (w businesses) Company(ctx context.Context, creditCode string) (a casework.CompanyAnswer, err error) {
	if a.Reply, err = w.reply(ctx, Companies); err != nil {
		return a, err
	}
	u, ok := w.byCode[creditCode]
	if !ok {
		return a, nil
	}
	b := bodies[u.Key]
	a.Found, a.Name, a.CreditCode, a.Closed, a.Area, a.Address = true, u.Name, creditCode, u.Cancelled, u.Area, u.Address
	a.Kind, a.Venue, a.Established = casework.LegalPerson, b.venue, w.base.AddYears(-6)
	if b.kind != "" {
		a.Kind = b.kind
	}
	if strings.HasPrefix(creditCode, "92") {
		a.Kind = casework.SoleTrader
	}
	if b.established != 0 {
		a.Established = w.base.AddDays(b.established)
	}
	if hq, ok := w.unitKey[b.headOffice]; ok {
		a.HeadOffice = hq.CreditCode.String()
	}
	if head, ok := w.byKey[u.Legal]; ok {
		a.Head = head.Name
	}
	return a, nil
}

type security struct{ *World }

func (w security) Licence(ctx context.Context, creditCode string) (a casework.SecurityAnswer, err error) {
	if a.Reply, err = w.reply(ctx, Security); err != nil {
		return a, err
	}
	u, ok := w.byCode[creditCode]
	if !ok || bodies[u.Key].security == "" {
		return a, nil
	}
	b := bodies[u.Key]
	a.Found, a.Name, a.Number, a.Status, a.Scope = true, u.Name, b.security, b.status, b.scope
	return a, nil
}
