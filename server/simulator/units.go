package simulator

import (
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// units lists the enterprises: one with a valid licence in each of the eight areas, and those whose employees cannot renew.
func units(base workday.Date) []Unit {
	unit := func(key, name, area, own, address, legal, agent string, days int) Unit {
		return Unit{
			Key: key, Name: name, CreditCode: identity.MakeCreditCode("91", area, own), Area: area, Address: address, Legal: legal, Agent: agent,
			Licence: area + "0130" + own[4:], Status: casework.LicenceValid, ValidTo: base.AddDays(days),
		}
	}
	list := []Unit{
		unit("ziyang", "益阳市资江爆破工程有限公司", "430902", "MA4L1001", "益阳市资阳区长春西路88号", "legal-ziyang", "", 610),
		unit("heshan", "益阳恒安爆破工程有限公司", "430903", "MA4L1002", "益阳市赫山区桃花仑西路216号", "legal-heshan", "agent-heshan", 745),
		unit("nanxian", "南县洞庭爆破服务有限公司", "430921", "MA4L1003", "南县南洲镇兴盛大道15号", "legal-nanxian", "", 400),
		unit("taojiang", "桃江县桃花江矿业有限公司", "430922", "MA4L1004", "桃江县桃花江镇芙蓉路302号", "legal-taojiang", "", 880),
		unit("anhua", "安化县雪峰民爆工程有限公司", "430923", "MA4L1005", "安化县东坪镇资江南路67号", "legal-anhua", "", 365),
		unit("yuanjiang", "沅江市琼湖爆破工程有限公司", "430981", "MA4L1006", "沅江市琼湖街道新源路9号", "legal-yuanjiang", "", 530),
		unit("datonghu", "大通湖金盆爆破技术服务有限公司", "430971", "MA4L1007", "大通湖区河坝镇银海路31号", "legal-datonghu", "", 290),
		unit("gaoxin", "益阳高新宏远爆破科技有限公司", "430972", "MA4L1008", "益阳高新区云树路108号", "legal-gaoxin", "", 700),
		unit("expired", "益阳市鸿达爆破有限公司", "430903", "MA4L1009", "益阳市赫山区金山南路41号", "legal-expired", "", -15),
		unit("revoked", "安化县柘溪爆破工程有限公司", "430923", "MA4L1011", "安化县柘溪镇坝前街3号", "legal-revoked", "", 420),
		unit("elsewhere", "长沙湘江爆破工程有限公司", "430104", "MA4L1012", "长沙市岳麓区望城坡街道12号", "legal-elsewhere", "", 500),
		unit("school", "益阳市梓山湖学校", "430903", "MA4L1014", "益阳市赫山区梓山湖路8号", "legal-school", "", 0),
		unit("halted", "益阳市桥北纺织厂", "430902", "MA4L1015", "益阳市资阳区五一路60号", "legal-halted", "", 0),
		unit("unlicensed", "益阳市清溪建材有限公司", "430903", "MA4L1013", "益阳市赫山区谢林港镇清溪村", "legal-unlicensed", "", 0),
	}
	for i := range list {
		switch list[i].Key {
		case "revoked":
			list[i].Status = casework.LicenceRevoked
		case "school":
			list[i].CreditCode = identity.MakeCreditCode("12", "430903", "MA4L1014")
			list[i].Kind, list[i].Business = "事业单位", "九年一贯制义务教育"
		case "halted":
			list[i].Suspended, list[i].Reason = true, "因消防安全隐患被责令停业整顿"
		}
		switch list[i].Key {
		case "unlicensed", "school", "halted":
			list[i].Licence, list[i].Status, list[i].ValidTo = "", "", workday.Date{}
		}
	}
	return list
}
