package api_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// typedErrors are the errors that the specification names (domain.md 1.11): in which situation each is the answer, its HTTP status, and the
// words with which it tells what to do next. The errors of a form stand at their field, in an answer 422.
var typedErrors = []struct {
	code   string
	status int
	when   string // the situation, in the words of the law
	next   string // 下一步
	nextEn string
	meet   func(*errorWalk) refusedAct
}{
	{"CORRECTION_ONCE", 409, "补正一次后，收件人对当初就有的问题再次告知补正（第三十二条第四项，T07）", "请受理本件", "Accept the case", (*errorWalk).secondCorrection},
	{"DEEMED_ACCEPTED", 409, "五日内未告知补正，已视为受理后再要求补正（第三十二条第四项，T11）", "请继续审查", "Go on with the review", (*errorWalk).lateCorrection},
	{"K2_ENDED", 409, "二十日期限届满后，机关负责人才延长期限（第四十二条，T26）", "请尽快作出决定", "Decide without delay", (*errorWalk).lateExtension},
	{"NEED_LEADER", 403, "审批人自行延长期限（第四十二条，T26）", "请报机关负责人", "Refer it to the head", (*errorWalk).extensionByDecider},
	{"FOUR_EYES", 403, "同一民警换一个账号审批自己审查的办件（1.6）", "由他人办理", "Return it to the queue", (*errorWalk).oneOfficerTwice},
	{"LEASE_LOST", 409, "领取失效后，原领取人仍然保存决定（3.6）", "请回到队列重新领取", "claim again", (*errorWalk).lostClaim},
	{"NOT_COMPETENT", 409, "单位和原证都在长沙的爆破员，由本局受理（T05，2.1 管辖）", "不予受理决定并写明该机关", "Decide not to accept it", (*errorWalk).anotherCity},
	{"NOT_COMPETENT", 409, "设在长沙的分公司在本局备案，当即不予接收后，公司还要撤回（F3）", "向该机关申请", "apply there", (*errorWalk).branchElsewhere},
	{"BAN_ACTIVE", 409, "提供虚假材料被限制一年的人，一年内再次申请（第七十八条，K18）", "起可以再次申请", "you may apply again", (*errorWalk).banned},
	{"ITEM_CLOSED", 409, "有效期届满前九十日以前就申请延续（2.1）", "请届时再来", "come back on the first day", (*errorWalk).tooEarly},
	{"NO_SEAT", 422, "单位五个一年多次名额，为六个人申请（3.3）", "排队等候", "wait for a seat", (*errorWalk).sixthSeat},
	{"TYPE_MISMATCH", 422, "去香港却申请赴台商务签注（3.1）", "请改选", "Choose the kind", (*errorWalk).wrongType},
	{"LETTER_REQUIRED", 422, "登记备案的国家工作人员没有同意函（3.1）", "请上传同意函", "Upload the letter", (*errorWalk).noLetter},
	{"LEGAL_REVIEW_REQUIRED", 409, "未经法制审核，审批人改变审查意见作出不予许可（1.7）", "请先送法制审核", "Send the case to legal review", (*errorWalk).refusalWithoutLawyer},
	{"DUPLICATE_CASE", 409, "同一许可已有在办的申请，再次提交", "请到“我的办件”查看进度", "See its progress", (*errorWalk).twin},
	{"STALE_VERSION", 412, "按旧页面作决定，其间办件已被他人更新", "请刷新页面", "Reload the page", (*errorWalk).oldPage},
}

// refusedAct is an act that is refused each time.
type refusedAct struct {
	by *apptest.Client
	do func() *apptest.Answer
}

// Every typed error of the specification is met through the API where the law wants it, with its status, and says in both languages what comes next.
func TestTypedErrorsOfTheSpecification(t *testing.T) {
	t.Parallel()
	for _, e := range typedErrors {
		t.Run(e.code+" "+e.when, func(t *testing.T) {
			t.Parallel()
			app := apptest.New(t)
			act := e.meet(&errorWalk{t, app})
			for language, next := range map[string]string{"zh-CN": e.next, "en": e.nextEn} {
				act.by.Header.Set("Accept-Language", language)
				if words := wordsOf(t, act.do().Want(e.status), e.code); !strings.Contains(words, next) || strings.Contains(words, e.code) {
					t.Errorf("%s: %s does not say %q", language, words, next)
				}
			}
		})
	}
}

// wordsOf are the words of a typed error, whether it is about the whole request or about one field.
func wordsOf(t *testing.T, a *apptest.Answer, code string) string {
	t.Helper()
	var p struct {
		Code, Title string
		Errors      []struct{ Code, Detail string }
	}
	a.Into(&p)
	if p.Code == code {
		return p.Title
	}
	for _, f := range p.Errors {
		if p.Code == "INVALID_FIELDS" && f.Code == code {
			return f.Detail
		}
	}
	t.Fatalf("%s %s: no %s in %.800s", a.Method, a.Path, code, a.Body)
	return ""
}

// errorWalk brings a portal into the situations of the table.
type errorWalk struct {
	t   *testing.T
	app *apptest.App
}

func (w *errorWalk) as(login string) *apptest.Client { return w.app.Client().SignIn(login) }

// received is a renewal that was handed in today by a blaster and his unit.
func (w *errorWalk) received(person, legal string) (citizen, unit *apptest.Client, id string) {
	w.t.Helper()
	citizen, unit = w.as(person).Confirm(), w.as(legal).Confirm()
	id = citizen.Draft()
	citizen.Submit(id, unit)
	return citizen, unit, id
}

// again is a decision that an officer tries on a step he holds, as often as he likes.
func again(officer *apptest.Client, claim apptest.JSON, act string, more apptest.JSON) refusedAct {
	return refusedAct{officer, func() *apptest.Answer { return officer.Decide(claim, act, more) }}
}

var unclearCertificate = apptest.JSON{"reason": "材料不清晰", "defects": []apptest.JSON{{"where": "health_cert", "problem": "看不清", "mend": "重新扫描"}}}

func (w *errorWalk) secondCorrection() refusedAct {
	citizen, _, id := w.received("citizen", "legal-heshan")
	desk := w.as("shouli1")
	desk.Decide(desk.Claim(account.CityWindow, "intake"), "correct", unclearCertificate).Want(http.StatusCreated)
	citizen.Post("/api/v1/cases/"+id+"/correction", apptest.JSON{"answers": apptest.JSON{"health_hospital": "桃江县人民医院"}}).Want(http.StatusCreated)
	return again(desk, desk.Claim(account.CityWindow, "intake"), "correct", unclearCertificate)
}

func (w *errorWalk) lateCorrection() refusedAct {
	_, _, id := w.received("citizen", "legal-heshan")
	desk := w.as("shouli1")
	claim := desk.Claim(account.CityWindow, "intake")
	version := desk.Get("/api/v1/desk/cases/" + id).Want(http.StatusOK).JSON()["version"]
	w.app.Clock.Set(w.t, "2026-09-25T00:01:00+08:00") // K1 has ended with 2026-09-24
	desk = w.as("shouli1")
	return refusedAct{desk, func() *apptest.Answer {
		return desk.Post("/api/v1/desk/cases/"+id+"/decisions", apptest.JSON{"step_id": claim["step_id"], "fence": claim["fence"], "version": version, "act": "correct",
			"reason": "材料不清晰", "defects": unclearCertificate["defects"]})
	}}
}

// reviewed is a case that waits for its review.
func (w *errorWalk) reviewed() (id string) {
	w.t.Helper()
	_, _, id = w.received("citizen", "legal-heshan")
	desk, county := w.as("shouli1"), w.as("xian-heshan")
	desk.Decide(desk.Claim(account.CityWindow, "intake"), "accept", nil).Want(http.StatusCreated)
	county.Decide(county.Claim(account.CountySecurity("430903"), "county"), "county_opinion", apptest.JSON{"verdict": "grant", "reason": "经比对无异常"}).Want(http.StatusCreated)
	return id
}

// proposed is a case whose grant an officer has proposed.
func (w *errorWalk) proposed(by string) (id string) {
	w.t.Helper()
	id = w.reviewed()
	reviewer := w.as(by)
	claim := reviewer.Claim(account.CitySecurity, "review")
	reviewer.CheckOpen(claim)
	reviewer.Decide(claim, "propose", apptest.JSON{"verdict": "grant", "reason": "符合条件"}).Want(http.StatusCreated)
	return id
}

// extending is an officer who extends the limit of a case that he does not hold.
func (w *errorWalk) extending(login, id string) refusedAct {
	officer := w.as(login)
	return refusedAct{officer, func() *apptest.Answer {
		return officer.Decide(apptest.JSON{"case_id": id, "step_id": uuid.Nil, "fence": 0}, "extend", apptest.JSON{"reason": "需跨市核实"})
	}}
}

func (w *errorWalk) lateExtension() refusedAct {
	id := w.reviewed()
	w.app.Clock.Set(w.t, "2026-10-22T10:00:00+08:00") // K2 has ended with 2026-10-21
	return w.extending("juling1", id)
}

func (w *errorWalk) extensionByDecider() refusedAct {
	return w.extending("shenpi1", w.proposed("shencha1"))
}

// oneOfficerTwice lets the queue believe that 周建军 may have the step: the law looks at his police number all the same (A08).
func (w *errorWalk) oneOfficerTwice() refusedAct {
	w.proposed("shencha2")
	if _, err := w.app.DB.Pool().Exec(w.t.Context(), `UPDATE steps SET barred = '{}' WHERE state = 'QUEUED'`); err != nil {
		w.t.Fatal(err)
	}
	decider := w.as("shenpi2")
	return again(decider, decider.Claim(account.CitySecurity, "decision"), "grant", nil)
}

func (w *errorWalk) lostClaim() refusedAct {
	w.received("citizen", "legal-heshan")
	desk := w.as("shouli1")
	claim := desk.Claim(account.CityWindow, "intake")
	w.app.Clock.Advance(casework.LeaseFor + time.Minute)
	desk = w.as("shouli1")
	return again(desk, claim, "accept", nil)
}

func (w *errorWalk) anotherCity() refusedAct {
	w.received("elsewhere", "legal-elsewhere")
	desk := w.as("shouli1")
	return again(desk, desk.Claim(account.CityWindow, "intake"), "accept", nil)
}

// branchElsewhere is filed by the head of a security company, and not received at once: the address says whose it is (A11).
func (w *errorWalk) branchElsewhere() refusedAct {
	company, head := w.as("legal-guards").Confirm(), apptest.JSON{"name": "邵志刚", "id_number": "430903199003074515"}
	company.Put("/api/v1/me/acting", apptest.JSON{"enterprise_id": w.unitOf(company)}).Want(http.StatusNoContent)
	id := company.Post("/api/v1/drafts", apptest.JSON{"item": "430900-ZA-0011", "situations": apptest.JSON{"what": "branch", "licence": "valid"}}).Want(http.StatusCreated).Text("id")
	legal := w.app.World.Person("legal-guards")
	answers := apptest.JSON{"truth": true, "privacy": true, "br_uscc": "91430923MA4L20020L", "hq_name": "湖南安邦保安服务有限公司", "hq_uscc": "91430104MA4L200120",
		"hq_licence_no": "湘公保服20110001号", "hq_scope": []string{"gate", "patrol", "guarding"}, "hq_legal": apptest.JSON{"name": legal.Name, "id_number": legal.IDNumber.String()},
		"hq_legal_phone": "13873701111", "br_name": "湖南安邦保安服务有限公司长沙分公司", "br_est": "2026-09-09", "br_addr": apptest.JSON{"area": "other", "detail": "湖南省长沙市岳麓区金星路9号"},
		"br_head": head, "br_head_phone": "13873701112", "br_head_cv": "2012 年起从事保安管理工作，曾任项目经理", "services": []string{"gate", "patrol"}}
	company.Patch("/api/v1/drafts/"+id, apptest.JSON{"answers": answers}).Want(http.StatusOK)
	receipt := company.Post("/api/v1/drafts/"+id+"/submission", nil).Want(http.StatusCreated)
	if receipt.Text("state") != "NOT_ACCEPTED" {
		w.t.Fatalf("received: %s", receipt.Body)
	}
	return refusedAct{company, func() *apptest.Answer {
		return company.Post("/api/v1/cases/"+id+"/withdrawal", apptest.JSON{"reason": "不办了"})
	}}
}

func (w *errorWalk) banned() refusedAct { return w.starting("B11") }

func (w *errorWalk) tooEarly() refusedAct { return w.starting("too-early") }

func (w *errorWalk) starting(person string) refusedAct {
	citizen := w.as(person).Confirm()
	return refusedAct{citizen, func() *apptest.Answer { return citizen.Post("/api/v1/drafts", apptest.JSON{"item": apptest.Item}) }}
}

// journey is a request for people of an enterprise, or for one person himself; what is wrong is told when it is handed in.
func (w *errorWalk) journey(c *apptest.Client, persons ...any) refusedAct {
	w.t.Helper()
	trip := apptest.JSON{"destinations": []string{"hongkong"}, "reason": "U1", "departure": "2026-10-15", "return": "2026-10-18", "event_from": "2026-10-16",
		"event_to": "2026-10-17", "delivery": "self", "truth": true, "unit_name": "益阳资江商贸有限公司", "unit_code": "91430900MA4L0A1B7P",
		"host": apptest.JSON{"name": "香港南洋贸易有限公司", "contact": "陈先生", "phone": "00852-21234567", "address": "香港中环"}}
	path := c.Post("/api/v1/business/requests", apptest.JSON{"trip": trip, "persons": persons}).Want(http.StatusCreated).Header.Get("Location")
	for _, kind := range []string{"invitation", "assignment"} {
		c.Post(path+"/papers", apptest.JSON{"kind": kind, "dated": "2026-09-16", "chinese": true}).Want(http.StatusNoContent)
	}
	return refusedAct{c, func() *apptest.Answer { return c.Post(path+"/submission", apptest.JSON{}) }}
}

func traveller(kind string) apptest.JSON {
	return apptest.JSON{"household": "430903", "post": "经理", "relation": "owner", "doc_state": "valid", "doc_no": "C12345678", "doc_valid_to": "2031-06-30", "type": kind}
}

func (w *errorWalk) wrongType() refusedAct {
	return w.journey(w.as("compound").Confirm(), traveller("F"))
}

func (w *errorWalk) noLetter() refusedAct {
	return w.journey(w.as("citizen").Confirm(), traveller("once3m"))
}

// sixthSeat registers 恒安爆破 with six of its people; its tax gives five seats of 1年多次.
func (w *errorWalk) sixthSeat() refusedAct {
	agent := w.app.World.Person("agent-heshan")
	var roster []expedite.RosterPerson
	var people []any
	for _, key := range []string{"compound", "first-term", "old-photo", "last-day", "late", "B3", "B5", "B7", "B8", "B10", "B11", "agent-heshan", "legal-heshan"} {
		if p := w.app.World.Person(key); len(people) < 6 && !strings.HasSuffix(p.IDNumber.String(), "9") { // 人社 knows the others for too short a time
			roster = append(roster, expedite.RosterPerson{Name: p.Name, IDNumber: p.IDNumber.String(), Post: "商务经理", Relation: expedite.Staff, Mobile: p.Mobile})
			one := traveller("multi1y")
			one["name"], one["id_number"], one["mobile"], one["relation"] = p.Name, p.IDNumber.String(), p.Mobile, "staff"
			one["doc_no"] = "C1234567" + string(rune('0'+len(people)))
			people = append(people, one)
		}
	}
	page := w.app.Client().SignInPage("legal-heshan").Confirm()
	page.Put("/api/v1/me/acting", apptest.JSON{"enterprise_id": w.unitOf(page)})
	page.PostForm("/business/registration", url.Values{"scope": {"爆破作业项目设计施工"}, "with": {"hongkong"}, "partners": {"香港中建工程顾问有限公司"}, "promise": {"true"},
		"liaisons/0/name": {agent.Name}, "liaisons/0/id_number": {agent.IDNumber.String()}, "liaisons/0/mobile": {agent.Mobile}, "liaisons/0/authorised": {"2026-09-16"},
		"roster": {expedite.RosterLines(roster)}}).Want(http.StatusSeeOther)
	for _, step := range []struct {
		login, stage, act string
		more              apptest.JSON
	}{{"jing-shouli1", "intake", "accept", nil}, {"jing-shencha1", "review", "propose", apptest.JSON{"verdict": "grant", "reason": "属实"}}, {"jing-shenpi1", "decision", "done", nil}} {
		officer := w.as(step.login)
		claim := officer.Claim("430900-jing", step.stage)
		officer.CheckOpen(claim)
		officer.Decide(claim, step.act, step.more).Want(http.StatusCreated)
	}
	w.app.Clock.Advance(2 * time.Minute) // a second code may be sent
	legal := w.as("legal-heshan").Confirm()
	legal.Put("/api/v1/me/acting", apptest.JSON{"enterprise_id": w.unitOf(legal)}).Want(http.StatusNoContent)
	return w.journey(legal, people...)
}

func (w *errorWalk) unitOf(c *apptest.Client) string {
	w.t.Helper()
	return c.Get("/api/v1/enterprises").Want(http.StatusOK).Items()[0]["enterprise_id"].(string)
}

// refusalWithoutLawyer: the record was found only after the grant was proposed.
func (w *errorWalk) refusalWithoutLawyer() refusedAct {
	w.proposed("shencha1")
	if _, err := w.app.DB.Pool().Exec(w.t.Context(), `UPDATE checks SET mark = 'fail', note = '体检证明不真实' WHERE code = (SELECT code FROM checks ORDER BY code LIMIT 1)`); err != nil {
		w.t.Fatal(err)
	}
	decider := w.as("shenpi1")
	claim := decider.Claim(account.CitySecurity, "decision")
	var ground string
	for _, row := range decider.Get("/api/v1/desk/cases/" + claim["case_id"].(string)).Want(http.StatusOK).JSON()["checks"].([]any) {
		if check := row.(apptest.JSON); check["mark"] == "fail" {
			ground = check["code"].(string)
			if grounds, _ := check["grounds"].([]any); len(grounds) > 0 {
				ground = grounds[0].(string)
			}
		}
	}
	return again(decider, claim, "refuse", apptest.JSON{"grounds": []string{ground}, "reason": "体检证明不真实", "heard": "申请人放弃陈述申辩"})
}

func (w *errorWalk) twin() refusedAct {
	citizen, unit, _ := w.received("citizen", "legal-heshan")
	twin := citizen.Draft()
	citizen.Post("/api/v1/drafts/"+twin+"/submission", nil).Want(http.StatusCreated)
	return refusedAct{unit, func() *apptest.Answer {
		return unit.Post("/api/v1/unit/signatures/"+twin, apptest.JSON{"agreed": true})
	}}
}

func (w *errorWalk) oldPage() refusedAct {
	_, _, id := w.received("citizen", "legal-heshan")
	desk := w.as("shouli1")
	claim := desk.Claim(account.CityWindow, "intake")
	return refusedAct{desk, func() *apptest.Answer {
		return desk.Post("/api/v1/desk/cases/"+id+"/decisions", apptest.JSON{"step_id": claim["step_id"], "fence": claim["fence"], "version": 1, "act": "accept"})
	}}
}
