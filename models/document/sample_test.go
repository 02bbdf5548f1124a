package document

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

var house = House{
	Agency: "益阳市公安局", Prefix: "益公", PermitSeal: "益阳市公安局行政许可专用章",
	Reviewer: "益阳市人民政府", ReviewOnline: "https://xzfy.example.gov.cn", Court: "益阳市赫山区人民法院", Phone: "0737-4000000",
}

var issued = time.Date(2026, 9, 17, 9, 0, 0, 0, workday.Zone)

func day(s string) workday.Date { return workday.MustParse(s) }

// sample is a case with a rare character in the holder's name (U+2CB4A).
func sample() Facts {
	return Facts{
		CaseNumber: "430900ZA2220260917000017", QueryCode: "48213057", ItemName: "爆破作业人员许可（到期换证）", ItemCode: "430900-ZA-0022",
		Applicant:  Party{Name: "张𬭊", Sex: "男", ID: "430903198605124515", IDMasked: "430903********4515"},
		Unit:       Party{Name: "湖南资江爆破工程有限公司", ID: "91430900MA4L000000"},
		Officer:    Officer{Name: "李卫国", PoliceNo: "090217", Desk: "治安管理支队", Phone: "0737-4000001"},
		ReceivedAt: issued, AcceptedOn: day("2026-09-18"), DecisionDue: day("2026-10-23"), PromisedDue: day("2026-10-09"),
		IntakeDue: day("2026-09-24"), CorrectionDue: day("2026-10-16"), DecidedOn: day("2026-09-30"),
		Materials: []Material{
			{Name: "《爆破作业人员许可证》换证申请表", Copies: 1, Source: "系统生成", Digest: "66c7f0f462eeedd9d1f2d46bdc10e4e24167c487"},
			{Name: "居民身份证", Copies: 1, Source: "免提交（人口库）"},
			{Name: "近期免冠照片", Copies: 1, Source: "上传", Digest: "a1b2c3d4e5f60718293a4b5c6d7e8f90"},
			{Name: "体检证明", Copies: 1, Source: "上传", Digest: "0f1e2d3c4b5a69788796a5b4c3d2e1f0"},
		},
		Sections: []Section{
			{Title: "申请人", Rows: [][2]string{{"姓名", "张𬭊"}, {"公民身份号码", "430903198605124515"}, {"手机号码", "13800005678"}, {"现住址", "湖南省益阳市赫山区桃花仑东路1号"}}},
			{Title: "从业情况", Rows: [][2]string{{"人员类别", "爆破员"}, {"从业单位", "湖南资江爆破工程有限公司"}, {"继续教育记录", "2024年 24学时 湖南省爆破工程协会\n2025年 20学时 湖南省爆破工程协会\n2026年 20学时 湖南省爆破工程协会"}}},
		},
		Statement: "本人承诺所填写的内容和提交的材料真实、有效，本人未受过刑事处罚，没有不适合从事爆破作业的情形，并愿意承担因虚假陈述产生的法律责任。",
		Signed:    []Signed{{Role: "申请人", Name: "张𬭊", At: issued}, {Role: "法定代表人（授权人）", Name: "王建设", At: issued}},
		Defects: []Defect{
			{What: "体检证明", Problem: "出具日期为2026年1月3日，距收件日超过六个月", Mend: "上传县级以上医院在六个月内出具的体检证明"},
			{What: "继续教育记录（2025年）", Problem: "学时为12，少于规定的20学时", Mend: "补足学时后更正记录，或者上传继续教育证明"},
		},
		Round: 1, Findings: "经查，申请人张𬭊于2025年3月11日因故意伤害罪被判处有期徒刑一年，缓刑一年六个月，判决已经发生法律效力。",
		Evidence: []string{"刑事判决书（2025）湘0903刑初101号", "违法犯罪人员信息系统比对结果（请求编号 20260918-000311）"},
		Reason:   "申请人不符合从事爆破作业的法定条件。",
		Grounds: []Ground{{Code: "B3", Title: "曾受过刑事处罚", Law: "民用爆炸物品安全管理条例", Article: "第六条",
			Text: "无民事行为能力人、限制民事行为能力人或者曾因犯罪受过刑事处罚的人，不得从事民用爆炸物品的生产、销售、购买、运输和爆破作业。"}},
		CompetentAgency: "长沙市公安局", CompetentHow: "可以通过湖南政务服务网在线提出申请。",
		Licence: Licence{Number: "4309002023000123", Category: "爆破员", Scope: "爆破员岗位", ValidFrom: day("2023-11-02"), ValidTo: day("2026-11-01"),
			NewFrom: day("2026-11-02"), NewTo: day("2029-11-01"), FirstOn: day("2017-11-02"), IssuedOn: day("2026-09-30"),
			Verify: "http://127.0.0.1:8080/verify/ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
		Delivery: Handover{Papers: []Paper{{"准予延续行政许可决定书", "益公治许续〔2026〕3号"}, {"爆破作业人员许可证", "4309002023000123"}}, Way: "电子送达",
			Place: "申请人平台空间", Recipient: "张𬭊", At: issued},
		Proceeding: Proceeding{What: "专家评审", Basis: "《民用爆炸物品安全管理条例》第三十三条", Days: 12, From: day("2026-09-21"), Until: day("2026-11-04"),
			To: day("2026-10-12"), On: day("2026-10-30"), At: time.Date(2026, 10, 30, 9, 30, 0, 0, workday.Zone), Was: day("2026-10-21"), Place: "益阳市公安局三楼会议室", Record: "专家组一致认为，申请人具备相应能力。",
			Result: "准予许可", Clerks: []string{"杨建平（警号090107）"}, Voices: [][3]string{{"杨建平（警号090107）", "准予许可", ""}, {"周建军（警号090110）", "不予许可", "培训学时存疑"}},
			Papers: []string{"现场照片1.jpg"}, Waybill: "1092837465100", Phone: "9月18日10时电话联系，无人接听"},
		Warning: Warning{Card: "red", To: "治安管理支队", What: "该办件在法定期限内未作出决定。", Basis: "《中华人民共和国行政许可法》第四十二条", AnswerDue: day("2026-09-17")},
	}
}

// portrait is a picture with a white ground in the size of the licence's.
func portrait(t testing.TB) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 358, 441))
	for y := range 441 {
		for x := range 358 {
			m.Set(x, y, color.White)
			if dx, dy := x-179, y-190; dx*dx+dy*dy < 90*90 || y > 300 && dx*dx < 130*130 {
				m.Set(x, y, color.RGBA{120, 130, 150, 255})
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func authority(t testing.TB) *Authority {
	t.Helper()
	a, err := OpenAuthority(t.TempDir(), house.Agency, house.PermitSeal)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// printed is a signed sample of a kind.
func printed(t testing.TB, a *Authority, k Kind, photo []byte) []byte {
	t.Helper()
	n := ""
	if k.Mark() != "" {
		n = number(house.Prefix, "治", k.Mark(), 2026, 128)
	}
	f := sample()
	f.Remedies = house.tells(f)
	l, err := Compose(k, n, day("2026-09-17"), f, house)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := a.Print(l, photo, house.Agency, issued)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}
