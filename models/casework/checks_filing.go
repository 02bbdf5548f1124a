package casework

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// The points of a filing (domain.md 2.2, 2.3). Their words know these questions of a form: unit_type, legal, br_name, br_head, br_est, hq_name,
// hq_legal, hq_licence_no, services, areas.

func init() {
	for word, see := range map[string]func(inspection) seen{
		catalog.CheckFiler: filer, catalog.CheckFiledPlace: filedPlace, catalog.CheckFiledMatch: filedMatch,
		catalog.CheckHeadOffice: headOffice, catalog.CheckScope: servicesInScope, catalog.CheckAreas: areasOfService,
		catalog.CheckGuards: guardsQualify,
	} {
		checkWords[word] = func(in inspection) seen {
			if in.law.Filing == procedure.EndsIt { // nothing is filed any more
				return seen{procedure.NotApplicable, Evidence{Key: "filing_ends"}}
			}
			return see(in)
		}
	}
}

// filer: a legal person that may recruit guards of its own (保安服务管理条例 第十三条).
func filer(in inspection) seen {
	c := in.Company
	switch {
	case c == nil:
		return silent(FromCompany)
	case !c.Found:
		return open(proof("company_unknown", FromCompany, c.Reply))
	case c.Closed:
		return fail(proof("company_closed", FromCompany, c.Reply))
	case c.Venue:
		return fail(proof("company_venue", FromCompany, c.Reply))
	case c.Kind != LegalPerson:
		return fail(proof("company_not_legal", FromCompany, c.Reply))
	default:
		return pass(proof("company_legal", FromCompany, c.Reply, "name", c.Name))
	}
}

// filedPlace: the address of what is filed lies in one of the eight areas.
func filedPlace(in inspection) seen {
	if ours(in.area) {
		return pass(Evidence{Key: "area_given", Params: map[string]any{"area": in.area}})
	}
	return fail(Evidence{Key: "area_elsewhere"})
}

// filedMatch: what was filed equals the register of enterprises; an officer decides about differences.
func filedMatch(in inspection) seen {
	rows := compared(in)
	if len(rows) == 0 {
		return silent(FromCompany)
	}
	e := Evidence{Key: "filed_matches", Source: FromCompany, Request: in.Company.Request, At: in.Company.At}
	if slices.ContainsFunc(rows, func(c Compared) bool { return !c.Same }) {
		e.Key = "filed_differs"
		return open(e)
	}
	return pass(e)
}

// headOffice: the head company's 保安服务许可证 is in force, and it is the licence that was named.
func headOffice(in inspection) seen {
	s := in.Security
	switch {
	case s == nil:
		return silent(FromSecurity)
	case !s.Found:
		return fail(proof("security_unknown", FromSecurity, s.Reply))
	case s.Status != LicenceValid:
		return fail(proof("security_not_in_force", FromSecurity, s.Reply, "status", string(s.Status)))
	case s.Number != in.text("hq_licence_no") || s.Name != in.text("hq_name"):
		return open(proof("security_differs", FromSecurity, s.Reply, "number", s.Number, "name", s.Name))
	default:
		return pass(proof("security_in_force", FromSecurity, s.Reply, "number", s.Number))
	}
}

// servicesInScope: a branch does what the head company's licence allows (武装守护押运 included only if it stands there).
func servicesInScope(in inspection) seen {
	s := in.Security
	if s == nil || !s.Found {
		return silent(FromSecurity)
	}
	var services, beyond []string
	_ = json.Unmarshal(in.answers["services"], &services) // nothing chosen is nothing beyond
	for _, service := range services {
		if !slices.Contains(s.Scope, service) {
			beyond = append(beyond, service)
		}
	}
	if len(beyond) > 0 {
		return fail(proof("scope_exceeded", FromSecurity, s.Reply, "services", strings.Join(beyond, "、")))
	}
	return pass(proof("scope_kept", FromSecurity, s.Reply))
}

// areasOfService: guards of one's own work on one's own premises; only a 物业服务企业 guards a property area (条例 第十五条) and keeps order
// there (domain.md 2.3).
func areasOfService(in inspection) seen {
	var rows []struct {
		Type string `json:"type"`
	}
	_ = json.Unmarshal(in.answers["areas"], &rows) // the form asks for one at least
	for _, r := range rows {
		if r.Type == "property" && in.text("unit_type") != "property" {
			return fail(Evidence{Key: "areas_foreign"})
		}
	}
	var posts []string
	_ = json.Unmarshal(in.answers["posts"], &posts) // the form asks for one at least
	if slices.Contains(posts, "order") && in.text("unit_type") != "property" {
		return fail(Evidence{Key: "areas_order"})
	}
	return pass(Evidence{Key: "areas_own"})
}

// text is a plain answer.
func (in inspection) text(question string) (s string) {
	_ = json.Unmarshal(in.answers[question], &s) // another kind of answer is no text
	return s
}

// named is the name in the answer to a question about a person.
func (in inspection) named(question string) string {
	var p struct {
		Name string `json:"name"`
	}
	_ = json.Unmarshal(in.answers[question], &p)
	return p.Name
}

// Compared is one line of what was filed beside what a register says.
type Compared struct {
	Label    form.Text `json:"label"`
	Filed    string    `json:"filed"`
	Register string    `json:"register"`
	Same     bool      `json:"same"`
}

// compared lays what was filed beside the registers; nothing for what no register has answered.
func compared(in inspection) []Compared {
	if in.Company == nil || !in.Company.Found || in.options.Register.List == "" {
		return nil
	}
	rows := []Compared{}
	add := func(question, zh, en, filed, register string) {
		if _, asked := in.form.Question(question); !asked && question != "" || register == "" || filed == "" {
			return
		}
		rows = append(rows, Compared{form.Text{Zh: zh, En: en}, filed, register, sameName(filed, register) || squeezed(filed) == squeezed(register)})
	}
	c := in.Company
	if row, ok := in.comparedPlace(); ok {
		rows = append(rows, row)
	}
	if in.options.Register.Subject == "" {
		add("", "单位名称", "Name of the unit", in.unitName, c.Name)
		add("legal", "法定代表人（主要负责人）", "Legal representative", in.named("legal"), c.Head)
		return rows
	}
	add("br_name", "分公司名称", "Name of the branch", in.text("br_name"), c.Name)
	add("br_head", "分公司负责人", "Head of the branch", in.named("br_head"), c.Head)
	add("br_est", "设立日期", "Established on", in.text("br_est"), c.Established.String())
	add("hq_uscc", "总公司代码", "Code of the head company", in.text("hq_uscc"), c.HeadOffice)
	if s := in.Security; s != nil && s.Found {
		add("hq_name", "总公司名称", "Name of the head company", in.text("hq_name"), s.Name)
		add("hq_licence_no", "保安服务许可证编号", "Licence number", in.text("hq_licence_no"), s.Number)
	}
	if h := in.HeadCompany; h != nil && h.Found {
		add("hq_legal", "总公司法定代表人", "Head company's representative", in.named("hq_legal"), h.Head)
	}
	return rows
}

// comparedPlace lays the typed address beside the registered one. They agree when both lie in the same county; a street is for the officer to read.
func (in inspection) comparedPlace() (row Compared, ok bool) {
	q, asked := in.form.Question(in.options.Area)
	if !asked || in.Company.Address == "" {
		return row, false
	}
	filed := form.Shown{Lang: form.Zh}.Display(q, in.answers[q.Key])
	same := in.area == in.Company.Area || !ours(in.area) && !ours(in.Company.Area)
	return Compared{form.Text{Zh: "住所（管辖）", En: "Address and jurisdiction"}, filed, in.Company.Address, same}, filed != ""
}

// squeezed leaves of a name what matters when two are compared: half-width brackets are full-width ones, blanks do not count.
func squeezed(s string) string {
	return strings.NewReplacer("(", "（", ")", "）", " ", "", "　", "").Replace(s)
}

// prefecture finds the city in an address outside 益阳: 湖南省长沙市岳麓区… → 长沙市.
var prefecture = regexp.MustCompile(`^(?:[\p{Han}]{2,8}?(?:省|自治区))?([\p{Han}]{2,8}?(?:市|自治州|地区|盟))`)

// bar tells why a filing is not this body's, as far as the form and the registers leave no doubt (F3); nil when they do.
func bar(in inspection, checks []catalog.Check) *procedure.Bar {
	asks := func(word string) bool {
		return slices.ContainsFunc(checks, func(c catalog.Check) bool { return c.Word == word })
	}
	if c := in.Company; asks(catalog.CheckFiler) {
		code, _ := identity.ParseCreditCode(in.unitCode)
		switch {
		case c != nil && c.Found && c.Venue:
			return &procedure.Bar{Code: procedure.BarVenue, Competent: "具有《保安服务许可证》的保安服务公司",
				Reason: "你单位是娱乐场所。《保安服务管理条例》第十三条第二款规定，娱乐场所应当依照《娱乐场所管理条例》的规定，从保安服务公司聘用保安员，不得自行招用保安员。",
				How:    "请与保安服务公司签订保安服务合同，并在娱乐场所治安备案中填写保安员配备情况。"}
		case c != nil && c.Found && c.Kind != LegalPerson || strings.HasPrefix(code.String(), "92"):
			return &procedure.Bar{Code: procedure.BarNoLegalPerson, Competent: "所属的法人单位所在地设区的市级公安机关",
				Reason: "自行招用保安员的单位应当具有法人资格（《保安服务管理条例》第十三条第一款第一项）。分支机构、个体工商户不能以自己的名义备案。",
				How:    "分支机构由其法人单位备案；个体工商户请从保安服务公司聘用保安员。"}
		}
	}
	if asks(catalog.CheckFiledPlace) && !ours(in.area) {
		b := &procedure.Bar{Code: procedure.BarElsewhere, Competent: "所在地设区的市级公安机关",
			Reason: "备案由所在地设区的市级公安机关接收（《保安服务管理条例》第十二条、第十四条），你单位报送的地址不在益阳市。",
			How:    "可以登录当地政务服务平台网上办理。"}
		if q, ok := in.form.Question(in.options.Area); ok {
			var a form.Address
			_ = json.Unmarshal(in.answers[q.Key], &a) // no address names no city
			if m := prefecture.FindStringSubmatch(strings.TrimSpace(a.Detail)); m != nil {
				b.Competent = m[1] + "公安局"
			}
		}
		return b
	}
	return nil
}
