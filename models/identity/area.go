package identity

// Area is one of the nine areas of 益阳市 that the portal serves (domain.md 0.3). It is never derived from an ID number.
type Area struct{ text }

// Yiyang is the city itself, whose bureau decides.
var Yiyang = Area{text{"430900"}}

type areaName struct{ code, zh, en string }

// areaNames has the city first; 大通湖区 and 高新区 have statistical codes outside GB/T 2260.
var areaNames = []areaName{
	{"430900", "益阳市", "Yiyang City"},
	{"430902", "资阳区", "Ziyang District"},
	{"430903", "赫山区", "Heshan District"},
	{"430921", "南县", "Nanxian County"},
	{"430922", "桃江县", "Taojiang County"},
	{"430923", "安化县", "Anhua County"},
	{"430981", "沅江市", "Yuanjiang City"},
	{"430971", "大通湖区", "Datong Lake District"},
	{"430972", "高新区", "High-tech Zone"},
}

// Areas lists the city and its eight areas in the official order.
func Areas() []Area {
	areas := make([]Area, len(areaNames))
	for i, a := range areaNames {
		areas[i] = Area{text{a.code}}
	}
	return areas
}

// Districts lists the eight areas in which an address or a unit can lie.
func Districts() []Area { return Areas()[1:] }

// ParseArea reads one of the nine codes; anything else is AREA_UNKNOWN.
func ParseArea(s string) (Area, error) {
	s = fold(s)
	for _, a := range areaNames {
		if a.code == s {
			return Area{text{s}}, nil
		}
	}
	return Area{}, invalid("AREA_UNKNOWN")
}

// Zh is the Chinese name.
func (a Area) Zh() string { return a.name().zh }

// En is the English name.
func (a Area) En() string { return a.name().en }

func (a Area) name() areaName {
	for _, n := range areaNames {
		if n.code == a.v {
			return n
		}
	}
	return areaName{}
}

// UnmarshalText accepts what ParseArea accepts.
func (a *Area) UnmarshalText(raw []byte) error { return unmarshal(a, raw, ParseArea) }

// prefectures are the cities of Hunan by the first four digits of their codes (GB/T 2260).
var prefectures = map[string]string{
	"4301": "长沙市", "4302": "株洲市", "4303": "湘潭市", "4304": "衡阳市", "4305": "邵阳市", "4306": "岳阳市", "4307": "常德市", "4308": "张家界市", "4309": "益阳市",
	"4310": "郴州市", "4311": "永州市", "4312": "怀化市", "4313": "娄底市", "4331": "湘西土家族苗族自治州",
}

// Bureau names the public security bureau of the city in which an area of six digits lies, as letters name it; beyond Hunan by what it is.
func Bureau(area string) string {
	if len(area) == 6 {
		if city, known := prefectures[area[:4]]; known {
			return city + "公安局"
		}
	}
	return "单位所在地设区的市级公安机关"
}
