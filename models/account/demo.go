package account

import (
	"fmt"
	"slices"

	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// DemoPassword opens every demo account. Production refuses to start while such accounts exist.
const DemoPassword = "Yiyang-demo-2026"

// DemoPerson is somebody of the simulated population who gets an account.
type DemoPerson struct {
	Name     string
	IDNumber string
	Mobile   string
	Note     string // what he is good for, for the list that is printed
}

// DemoUnit is an enterprise of the simulated register that is registered already.
type DemoUnit struct {
	CreditCode string
	Name       string
	Address    string
	Area       string
	Legal      DemoPerson   // 法定代表人
	Members    []DemoMember // authorised and accepted
}

// DemoMember acts for a DemoUnit.
type DemoMember struct {
	Person DemoPerson
	Role   Role
	Until  workday.Date
}

// Demo is who gets accounts besides the clerks.
type Demo struct {
	People []DemoPerson
	Units  []DemoUnit
}

// everybody lists all persons of the demo once, by ID number.
func (d Demo) everybody() []DemoPerson {
	var all []DemoPerson
	seen := map[string]bool{}
	add := func(p DemoPerson) {
		if !seen[p.IDNumber] {
			seen[p.IDNumber] = true
			all = append(all, p)
		}
	}
	for _, p := range d.People {
		add(p)
	}
	for _, u := range d.Units {
		add(u.Legal)
		for _, m := range u.Members {
			add(m.Person)
		}
	}
	return all
}

// keys are the ID numbers, logins and credit codes of everything that is seeded.
func (d Demo) keys() []string {
	var keys []string
	for _, p := range d.everybody() {
		keys = append(keys, p.IDNumber)
	}
	for _, c := range demoClerks {
		keys = append(keys, c.Login)
	}
	for _, u := range d.Units {
		keys = append(keys, u.CreditCode)
	}
	return keys
}

// DemoAccount is one line of the list that is printed at start.
type DemoAccount struct {
	Login    string // a person's mobile number, a clerk's login
	Password string
	Name     string
	Roles    []Role // of clerks
	Desk     string // of clerks
	Note     string // of persons
}

// DemoAccounts lists what SeedDemo makes: persons first, then clerks.
func DemoAccounts(d Demo) []DemoAccount {
	var list []DemoAccount
	for _, p := range d.everybody() {
		list = append(list, DemoAccount{Login: p.Mobile, Password: DemoPassword, Name: p.Name, Note: p.Note})
	}
	for _, c := range demoClerks {
		a := DemoAccount{Login: c.Login, Password: DemoPassword, Name: c.Name, Desk: c.Grants[0].Desk}
		for _, g := range c.Grants {
			if !slices.Contains(a.Roles, g.Role) {
				a.Roles = append(a.Roles, g.Role)
			}
		}
		list = append(list, a)
	}
	return list
}

// demoClerks has somebody for every stage, a county reviewer for every area, and 周建军 twice: one officer with an account for
// reviewing and one for deciding, who must still not do both in one case (domain.md 1.6, A08).
var demoClerks = func() []NewClerk {
	clerk := func(seq int, login, name, desk string, roles ...Role) NewClerk {
		c := NewClerk{
			Login: login, Name: name, PoliceNo: fmt.Sprintf("09%04d", seq), Mobile: fmt.Sprintf("13973700%03d", seq), Password: DemoPassword,
			IDNumber: identity.MakeIDNumber("430900", workday.NewDate(1980, 1, 1).AddDays(97*seq), 700+seq).String(),
		}
		for _, r := range roles {
			c.Grants = append(c.Grants, Grant{Role: r, Desk: desk})
		}
		return c
	}
	also := func(c NewClerk, role Role, desk string) NewClerk {
		c.Grants = append(c.Grants, Grant{Role: role, Desk: desk})
		return c
	}
	return []NewClerk{
		clerk(101, "shouli1", "刘芳", CityWindow, Receiver),
		clerk(102, "shouli2", "曾丽华", CityWindow, Receiver),
		clerk(103, "shencha1", "陈志强", CitySecurity, Reviewer),
		clerk(104, "shencha2", "周建军", CitySecurity, Reviewer),
		clerk(104, "shenpi2", "周建军", CitySecurity, Decider),
		clerk(105, "shenpi1", "黄卫国", CitySecurity, Decider),
		clerk(106, "fazhi1", "谭静", CityLegal, LegalReviewer),
		clerk(107, "juling1", "杨建平", City, Leader),
		also(clerk(108, "zhizheng1", "龚小红", CitySecurity, Printer), Deliverer, CityWindow),
		clerk(109, "anguan1", "夏敏", CityWindow, CaseManager),
		clerk(110, "ducha1", "李铁军", CitySupervise, Supervisor),
		clerk(126, "hecha1", "罗刚", CitySecurity, Verifier),
		clerk(127, "hecha2", "熊伟", CitySecurity, Verifier),
		clerk(111, "xian-ziyang", "蔡勇", CountySecurity("430902"), County),
		clerk(112, "xian-heshan", "郭伟", CountySecurity("430903"), County),
		clerk(113, "xian-nanxian", "孟辉", CountySecurity("430921"), County),
		clerk(114, "xian-taojiang", "符斌", CountySecurity("430922"), County),
		clerk(115, "xian-anhua", "姚波", CountySecurity("430923"), County),
		clerk(116, "xian-yuanjiang", "薛峰", CountySecurity("430981"), County),
		clerk(117, "xian-datonghu", "彭涛", CountySecurity("430971"), County),
		clerk(118, "xian-gaoxin", "邓凯", CountySecurity("430972"), County),
		clerk(119, "xitong1", "曹阳", City, SystemAdmin),
		clerk(120, "anquan1", "贺琳", City, SecurityAdmin),
		clerk(121, "shenji1", "丁岚", City, AuditAdmin),
		clerk(122, "bianji1", "苏婷", CityWindow, Editor),
		clerk(123, "bianji2", "田野", CityWindow, Editor),
		clerk(124, "gongkai1", "蒋雯", City, Publisher),
		clerk(125, "guidang1", "汤斌", City, Archivist),
		everywhere(clerk(131, "hu-shouli1", "唐洁", ""), []string{"hu"}, Receiver, Printer, Deliverer),
		everywhere(clerk(132, "hu-shencha1", "袁志刚", ""), []string{"hu"}, Reviewer),
		everywhere(clerk(133, "hu-shenpi1", "肖建华", ""), []string{"hu"}, Decider),
		everywhere(clerk(134, "jiao-shouli1", "胡慧", ""), []string{"jiao"}, Receiver, Printer, Deliverer),
		everywhere(clerk(135, "jiao-shencha1", "何军", ""), []string{"jiao"}, Reviewer),
		everywhere(clerk(136, "jiao-shenpi1", "高建国", ""), []string{"jiao"}, Decider),
		everywhere(clerk(137, "jing-shouli1", "林娟", ""), []string{"jing"}, Receiver, Printer, Deliverer),
		everywhere(clerk(145, "jing-shouli2", "彭丽", ""), []string{"jing"}, Receiver),
		everywhere(clerk(146, "jing-shouli3", "向阳", ""), []string{"jing"}, Receiver),
		everywhere(clerk(157, "jing-hecha1", "夏宁", ""), []string{"jing"}, Verifier), // a result is verified by who did not review it
		everywhere(clerk(138, "jing-shencha1", "朱明", ""), []string{"jing"}, Reviewer, Verifier),
		everywhere(clerk(139, "jing-shenpi1", "马卫东", ""), []string{"jing"}, Decider),
		everywhere(clerk(140, "ban-shouli1", "郑艳", ""), []string{"ban"}, Receiver, Deliverer),
		everywhere(clerk(141, "zhi-shencha1", "梁伟", ""), []string{"zhi"}, Reviewer, Printer),
		everywhere(clerk(142, "zhi-shenpi1", "宋立新", ""), []string{"zhi"}, Decider),
		everywhere(clerk(143, "zonghe-shencha1", "韩磊", ""), otherTrades, Reviewer, Printer),
		everywhere(clerk(144, "zonghe-shenpi1", "冯国强", ""), otherTrades, Decider),
	}
}()

// DemoOfficer is the ID number of a clerk of the demonstration, "" for an unknown login.
func DemoOfficer(login string) string {
	for _, c := range demoClerks {
		if c.Login == login {
			return c.IDNumber
		}
	}
	return ""
}

// otherTrades share two officers of the demonstration: 网安, 禁毒, 监所, 刑侦, 法制.
var otherTrades = []string{"wang", "jin", "jian", "xing", "fa"}

// everywhere gives a clerk of the demonstration his roles at the desks of a trade in the city and in every county, so that a case finds
// somebody wherever its applicant lives.
func everywhere(c NewClerk, trades []string, roles ...Role) NewClerk {
	for _, area := range identity.Areas() {
		for _, trade := range trades {
			for _, r := range roles {
				c.Grants = append(c.Grants, Grant{Role: r, Desk: area.String() + "-" + trade})
			}
		}
	}
	return c
}
