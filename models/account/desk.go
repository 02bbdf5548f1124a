package account

// Desk is a unit at which officers work. Desks form a tree: 益阳市公安局, its detachments and window, the eight county bureaus and their
// brigades (domain.md 0.3). The end of a code is its trade: zhi 治安, hu 户政, jiao 交警, jing 出入境, wang 网安, jin 禁毒, jian 监所, xing
// 刑侦, fa 法制, ban 窗口, du 督察. They are seeded by migration and never deleted.
type Desk struct {
	Code   string // "430900", "430900-zhi", "430921-zhi"
	Parent string // "" for the root
	Area   string // one of the nine area codes; the last two are never derived from an ID number
	Name   string
	NameEn string
	Mark   string // 机关代字 in document numbers: 治, 境, 法, 督, 办; "" where no documents are issued
	Body   string // the authority in whose name the desk issues documents
}

// Codes of the desks that procedures name.
const (
	City           = "430900"
	CitySecurity   = "430900-zhi"  // 治安管理支队
	CityExitEntry  = "430900-jing" // 出入境管理支队
	CityLegal      = "430900-fa"   // 法制支队
	CitySupervise  = "430900-du"   // 督察支队
	CityWindow     = "430900-ban"  // 政务服务（审批）窗口
	securitySuffix = "-zhi"
)

// CountySecurity is the code of the 治安大队 of a county area.
func CountySecurity(area string) string { return area + securitySuffix }
