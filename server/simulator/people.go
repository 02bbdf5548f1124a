package simulator

import (
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

const (
	male, female = identity.Male, identity.Female
	blaster      = casework.Blaster
	safety       = casework.SafetyClerk
	keeper       = casework.StoreKeeper
	engineer     = casework.Engineer
)

// everybody is the population. New people go to the end.
func everybody(base workday.Date, areas map[string]string) []Person {
	b := &builder{base: base, areas: areas}
	b.whoMayRenew()
	b.whoComesAtTheWrongTime()
	b.whoFails()
	b.whoSigns()
	b.whoFiles()
	b.whoIsSpecial()
	b.whoWaitedLong()
	return b.people
}

func (b *builder) whoMayRenew() {
	b.holder("citizen", "刘大山", male, blaster, "heshan", 60, "爆破员，到期前 60 天，可及时换证", "blaster, 60 days before expiry: in time")
	b.holder("minority", "阿依古丽·买买提", female, safety, "ziyang", 75, "安全员，少数民族姓名", "safety officer with a name of two parts", nation("维吾尔族"))
	b.holder("rare", "李𬭊", male, keeper, "anhua", 45, "保管员，姓名含生僻字", "storekeeper with a rare character in his name")
	b.holder("compound", "欧阳文轩", male, engineer, "heshan", 80, "爆破工程技术人员（中级/C），复姓", "engineer, grade C, with a compound surname")
	b.holder("engineer-a", "诸葛明远", male, engineer, "gaoxin", 66, "爆破工程技术人员（高级/A）", "engineer, grade A", grade("A"))
	b.holder("engineer-b", "谭雪梅", female, engineer, "taojiang", 52, "爆破工程技术人员（高级/B）", "engineer, grade B", grade("B"))
	b.holder("engineer-d", "莫小川", male, engineer, "yuanjiang", 70, "爆破工程技术人员（初级/D）", "engineer, grade D", grade("D"))
	b.holder("nanxian", "汤国庆", male, blaster, "nanxian", 58, "爆破员，南县", "blaster in Nanxian")
	b.holder("taojiang", "文伟", male, blaster, "taojiang", 64, "爆破员，桃江", "blaster in Taojiang")
	b.holder("yuanjiang", "卜小云", female, keeper, "yuanjiang", 72, "保管员，沅江", "storekeeper in Yuanjiang")
	b.holder("datonghu", "蒋建设", male, safety, "datonghu", 55, "安全员，大通湖", "safety officer in Datong Lake")
	b.holder("gaoxin", "肖志军", male, blaster, "gaoxin", 49, "爆破员，高新区", "blaster in the High-tech Zone")
	b.holder("first-term", "夏青", female, safety, "heshan", 68, "安全员，首次领证的一期", "safety officer in her first term", func(p *Person) {
		p.Licences[0].FirstIssue = p.Licences[0].ValidFrom
		p.Training = p.Training[1:] // the year of first issue is exempt
	})
	b.holder("old-photo", "易建平", male, blaster, "heshan", 63, "爆破员，人口库照片已超过两年，需要上传照片", "blaster whose register photo is too old", func(p *Person) {
		p.Photo = b.base.AddYears(-4)
	})
}

func (b *builder) whoComesAtTheWrongTime() {
	b.holder("last-day", "曹春生", male, blaster, "heshan", 30, "到期前 30 天：今天是及时申请的最后一天", "30 days before expiry: today is the last timely day")
	b.holder("late", "丁国强", male, blaster, "heshan", 20, "到期前 20 天：逾期申请，不受“视为准予”保护", "20 days before expiry: late, no deemed renewal")
	b.holder("very-late", "贺新民", male, keeper, "ziyang", 0, "今天到期", "expires today")
	b.holder("expired", "龚建成", male, blaster, "heshan", -10, "已过期 10 天：应初次申领", "expired 10 days ago: must apply anew")
	b.holder("window-opens", "孟丽", female, safety, "anhua", 90, "到期前 90 天：窗口今天开放", "90 days before expiry: the window opens today")
	b.holder("too-early", "姚远", male, blaster, "taojiang", 200, "到期前 200 天：尚未开放", "200 days before expiry: not yet open")
}

func (b *builder) whoFails() {
	b.holder("B1", "鲁海波", male, blaster, "heshan", 61, "B1：体检不合格（听力障碍）", "B1: the health certificate says hearing loss", func(p *Person) {
		p.Health.Finding = "双耳听力障碍，不适宜从事爆破作业"
	})
	b.holder("B1-old", "向红", female, keeper, "heshan", 62, "B1：体检证明已超过 6 个月", "B1: the health certificate is older than 6 months", func(p *Person) {
		p.Health.On = b.base.AddMonths(-8)
	})
	b.holder("B2", "康明", male, keeper, "anhua", 57, "B2：法院宣告限制民事行为能力", "B2: a court declared limited capacity", func(p *Person) { p.Incapable = true })
	b.holder("B3", "邓永革", male, blaster, "taojiang", 65, "B3：2009 年因过失犯罪受过刑事处罚", "B3: criminal punishment in 2009 for negligence", record(Record{Criminal: true}))
	b.holder("B4", "石磊", male, blaster, "nanxian", 59, "B4：在逃人员比中", "B4: wanted", record(Record{Wanted: true}))
	b.holder("B4-drug", "田阿勇", male, blaster, "anhua", 54, "B4：涉毒", "B4: drug use", record(Record{Drug: true}), nation("土家族"))
	b.holder("B4-terror", "柳成", male, safety, "heshan", 71, "B4：涉恐比中", "B4: terror link", record(Record{Terror: true}))
	b.holder("B4-offence", "高翔", male, keeper, "ziyang", 73, "B4：有其他不适宜从事爆破作业的违法记录", "B4: other offences that make unsuitable", record(Record{Offence: true}))
	b.holder("B4-unlisted", "伍立新", male, blaster, "yuanjiang", 74, "B4：不在人口库", "B4: not in the population register", func(p *Person) { p.Unlisted = true })
	b.holder("B5", "廖金山", male, blaster, "heshan", 56, "B5：已超过 60 周岁", "B5: older than 60", bornOn(b.base.AddYears(-60).AddDays(-40)))
	b.holder("B5-birthday", "彭寿田", male, blaster, "heshan", 56, "今天满 60 周岁：今天作出决定仍符合条件", "60 today: a decision today still qualifies", bornOn(b.base.AddYears(-60)))
	b.holder("B5-engineer", "万俟宏", male, engineer, "gaoxin", 51, "B5：技术人员已超过 70 周岁", "B5: engineer older than 70", bornOn(b.base.AddYears(-70).AddDays(-25)))
	b.holder("B6", "毛阿满", male, blaster, "nanxian", 67, "B6：学历低于初中（同等级换证不再审查，只作提示）", "B6: schooling below junior middle school", func(p *Person) { p.Education = "" })
	b.holder("B7", "钟建国", male, blaster, "heshan", 69, "B7：最近一年继续教育只有 12 学时", "B7: only 12 hours of training last year", hours(12))
	b.holder("B7-missing", "唐菊英", female, engineer, "gaoxin", 76, "B7：最近一年没有继续教育记录", "B7: no training last year", hours(0))
	b.holder("B8", "熊建军", male, blaster, "expired", 60, "B8：从业单位许可证已过期", "B8: the unit's licence has expired")
	b.holder("B8-revoked", "孙国富", male, blaster, "revoked", 60, "B8：从业单位许可证已被撤销", "B8: the unit's licence was revoked")
	b.holder("B8-unlicensed", "徐志刚", male, keeper, "unlicensed", 60, "B8：从业单位没有爆破作业单位许可证", "B8: the unit has no licence")
	b.holder("B8-unemployed", "罗春桃", female, safety, "", 60, "B8：没有从业单位", "B8: not employed")
	b.holder("B9", "雷振华", male, engineer, "anhua", 60, "B9：近 5 年有责任事故", "B9: liable for an accident in the last 5 years", func(p *Person) {
		p.Accidents = []casework.Accident{{On: b.base.AddYears(-2).AddDays(-45), Liable: true, What: "爆破飞石致人轻伤，负主要责任"}}
	})
	b.holder("B9-innocent", "何望", male, engineer, "anhua", 60, "有事故记录但无责任，可换证", "in an accident, but not liable", func(p *Person) {
		p.Accidents = []casework.Accident{{On: b.base.AddYears(-3), What: "运输途中车辆被追尾，无责任"}}
	})
	b.holder("B10", "余强", male, blaster, "heshan", 60, "B10：许可证已被吊销", "B10: the licence was withdrawn as a penalty", status(casework.LicencePunished))
	b.holder("B10-revoked", "周末生", male, keeper, "ziyang", 60, "B10：许可证已被撤销", "B10: the licence was revoked", status(casework.LicenceRevoked))
	b.holder("B10-concurrent", "段五一", male, blaster, "taojiang", 60, "同时持有爆破员和保管员许可证，不得兼任", "holds two of the three licences that exclude each other", func(p *Person) {
		second := b.licence(len(b.people)+500, keeper, 41)
		p.Licences = append(p.Licences, second)
	})
	b.holder("B11", "施伟", male, blaster, "heshan", 60, "B11：因提供虚假材料，一年内不得再次申请", "B11: banned for a year after false material", func(p *Person) {
		p.Bans = []casework.RegisteredBan{{Basis: "78", Until: b.base.AddDays(200)}}
	})
	b.holder("elsewhere", "韩江", male, blaster, "elsewhere", 60, "单位和发证机关都在长沙：应向长沙市公安局申请", "unit and licence belong to Changsha", func(p *Person) {
		p.Licences[0].Issuer, p.Licences[0].IssuerArea, p.Licences[0].Number = "长沙市公安局", "430100", "4301001320977"
	})
	b.holder("deceased", "尹老根", male, keeper, "nanxian", 60, "已死亡", "deceased", func(p *Person) { p.Deceased = true })
}

// whoSigns are legal representatives and agents of units.
func (b *builder) whoSigns() {
	b.citizen("legal-heshan", "周建国", male, 52, "益阳恒安爆破工程有限公司法定代表人，签署单位声明", "legal representative of Heng'an Blasting, signs for the unit")
	b.citizen("agent-heshan", "吴敏", female, 34, "益阳恒安爆破工程有限公司经办人", "agent of Heng'an Blasting")
	b.citizen("legal-ziyang", "胡资生", male, 49, "益阳市资江爆破工程有限公司法定代表人", "legal representative of Zijiang Blasting")
	b.citizen("legal-nanxian", "鄢洞庭", male, 55, "南县洞庭爆破服务有限公司法定代表人", "legal representative of Dongting Blasting")
	b.citizen("legal-taojiang", "符美华", female, 47, "桃江县桃花江矿业有限公司法定代表人", "legal representative of Taohuajiang Mining")
	b.citizen("legal-anhua", "夏雪峰", male, 58, "安化县雪峰民爆工程有限公司法定代表人", "legal representative of Xuefeng Blasting")
	b.citizen("legal-yuanjiang", "皮琼", female, 44, "沅江市琼湖爆破工程有限公司法定代表人", "legal representative of Qionghu Blasting")
	b.citizen("legal-datonghu", "金盆", male, 50, "大通湖金盆爆破技术服务有限公司法定代表人", "legal representative of Jinpen Blasting")
	b.citizen("legal-gaoxin", "司马宏", male, 46, "益阳高新宏远爆破科技有限公司法定代表人", "legal representative of Hongyuan Blasting")
	b.citizen("legal-expired", "鸿福", male, 60, "益阳市鸿达爆破有限公司法定代表人", "legal representative of Hongda Blasting")
	b.citizen("legal-revoked", "柘林", male, 53, "安化县柘溪爆破工程有限公司法定代表人", "legal representative of Zhexi Blasting")
	b.citizen("legal-elsewhere", "湘水生", male, 48, "长沙湘江爆破工程有限公司法定代表人", "legal representative of a unit in Changsha")
	b.citizen("legal-unlicensed", "清溪", female, 41, "益阳市清溪建材有限公司法定代表人", "legal representative of a unit without licence")
	b.citizen("newcomer", "盛夏", female, 27, "没有许可证、也没有账户，可用来注册", "has neither licence nor account: good for registering")
	b.citizen("legal-school", "魏文华", male, 51, "益阳市梓山湖学校法定代表人，本人和学校都还没有账户", "legal representative of Zishanhu School, neither has an account")
	b.citizen("accountant-school", "柳云", female, 36, "益阳市梓山湖学校会计，还没有账户", "accountant of Zishanhu School, without an account")
	b.citizen("legal-halted", "乔北川", male, 57, "益阳市桥北纺织厂法定代表人，工厂停业整顿，注册后不能提交", "legal representative of a suspended factory: registers, hands nothing in")
}

// whoIsSpecial are people whose cases and certificates have left the plain way already (server/samples_special.go).
func (b *builder) whoIsSpecial() {
	b.holder("expert", "龙腾云", male, blaster, "heshan", 63, "办件在专家评审，已延期", "a case under expert review, extended")
	b.holder("hearing", "易清明", male, safety, "taojiang", 61, "办件等待听证", "a case that waits for a hearing")
	b.holder("refused", "蔡小满", female, keeper, "taojiang", 66, "办件经集体讨论、法制审核，不予延续", "refused after discussion and legal review", hours(12))
	b.holder("withdrawn", "江秋林", male, keeper, "ziyang", 59, "办件已由申请人撤回", "withdrawn by the applicant")
	b.holder("terminated", "赵春耕", male, blaster, "anhua", 57, "办件已终止办理", "ended early: he has left the trade")
	b.holder("revoked", "陶立言", male, blaster, "heshan", 62, "许可证已被撤销", "a certificate that was revoked")
	b.holder("punished", "马宏图", male, blaster, "heshan", 58, "许可证已被吊销", "a certificate taken away by a penalty")
	b.holder("reissued", "涂知秋", female, keeper, "taojiang", 71, "许可证遗失后已补发，另有一份处罚待案管确认", "a lost certificate, issued again; a penalty waits to be confirmed")
	b.holder("cancelled", "祝长青", male, safety, "anhua", 69, "许可证已注销", "a certificate that was cancelled at his request")
}

// whoWaitedLong are people whose cases began weeks ago (server/samples_past.go).
func (b *builder) whoWaitedLong() {
	examined := func(days int) func(*Person) { return func(p *Person) { p.Health.On = b.base.AddDays(days) } }
	b.holder("lapsed", "成晚秋", female, keeper, "ziyang", 40, "补正逾期，已作退件处理", "the correction was not answered in time: returned", examined(-60))
	b.holder("deemed-renewed", "向前进", male, blaster, "ziyang", -1, "许可证届满前没有作出决定，视为准予延续", "not decided before the licence ended: deemed renewed", examined(-50))
	b.holder("deemed-accepted", "古丽娜尔·买买提", female, safety, "ziyang", 48, "五个工作日内没有告知补正，视为受理", "nothing said within five working days: deemed accepted", examined(-40), nation("维吾尔族"))
	b.holder("changed", "贺新程", male, blaster, "heshan", 50, "换了从业单位，许可证已变更", "a new employer: the certificate was changed", examined(-60), func(p *Person) {
		p.NextUnit, p.MovesOn = "ziyang", b.base.AddDays(-8)
	})
	b.holder("recused", "邱志同", male, blaster, "heshan", 58, "审查员申请回避，办件已移交他人", "the reviewer asked to be recused, the case was handed over", examined(-40))
	b.holder("heard", "邹永泉", male, safety, "taojiang", 56, "听证已定日期", "a hearing with its date", examined(-40))
	b.holder("leaves", "易安", female, blaster, "anhua", 53, "已提请终止办理，等待审批", "an early end was moved and waits for its approval", examined(-40))
	b.holder("unreached", "欧阳远航", male, keeper, "heshan", 59, "EMS 退回，短信也发不到", "the letter came back, text messages fail", examined(-40), func(p *Person) { p.NoSignal = true })
	b.holder("intended", "苏慕白", male, safety, "taojiang", 63, "拟不予延续，正在等待他陈述、申辩", "a refusal is intended: he may speak first", hours(10))
	b.holder("taken-back", "文致远", male, blaster, "heshan", 64, "许可证已被撤回，可以请求补偿", "a certificate that was withdrawn: he may claim compensation")
}
