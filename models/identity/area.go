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
