package procedure

// HouseRule is what stands behind a row that no article asks for: the Bureau's own rule, marked [D] in the specification.
const HouseRule = "本局规则"

// Law is the article on which a row stands, HouseRule where it is the Bureau's own.
func (m Move) Law() string { return m.ID.Law() }

// Law is the article on which a row stands, HouseRule where it is the Bureau's own; "" for no row.
func (id MoveID) Law() string { return laws[id] }

// Articles that stand behind many rows.
const (
	lawForm      = "行政许可法 第二十九条"
	lawVoucher   = "行政许可法 第三十二条第二款"
	lawOtherBody = "行政许可法 第三十二条第一款第二项"
	lawOnSpotFix = "行政许可法 第三十二条第一款第三项"
	lawNotice    = "行政许可法 第三十二条第一款第四项"
	lawAccept    = "行政许可法 第三十二条第一款第五项"
	lawFalse     = "行政许可法 第七十八条、第七十九条"
	lawVerify    = "行政许可法 第三十四条第三款"
	lawSpecial   = "行政许可法 第四十五条"
	lawHearing   = "行政许可法 第四十七条"
	lawHeld      = "行政许可法 第四十八条"
	lawReview    = "行政许可法 第三十四条"
	lawLegal     = "国办发〔2018〕118号"
	lawDeliver   = "行政许可法 第四十四条"
	lawRecusal   = "行政许可法 第四十八条第一款第三项（参照）"
	lawFee       = "行政许可法 第五十八条、第五十九条"
	lawCard      = "行政许可法 第三十九条"
	lawAgain     = "行政复议法 第六十四条；行政诉讼法 第七十条、第七十一条"
	lawArchive   = "国办发〔2023〕26号"

	lawGuards  = "保安服务管理条例 第十二条、第十四条；其他备案依各自的设定依据"
	lawItem    = "事项的设定依据"
	lawByAnaly = "行政许可法 第三十二条（参照）"

	lawBorder = "出境入境管理法 第九条、第十条"
	lawNoExit = "护照法 第十三条；往来港澳办法 第十三条；往来台湾办法 第十二条"
	lawUrgent = "护照法 第六条；往来台湾办法 第九条"
	lawNation = "出境入境管理法 第四条"

	lawRevoke   = "行政许可法 第六十九条"
	lawTakeBack = "行政许可法 第八条第二款"
	lawCancel   = "行政许可法 第七十条"
	lawChange   = "行政许可法 第四十九条"
	lawHearHim  = "行政许可法 第七条"
	lawThird    = "行政许可法 第三十六条、第四十七条"

	lawRedress  = "行政许可法 第八条第二款、第六十九条第四款、第七十六条"
	lawDamages  = "国家赔偿法 第十三条"
	lawClaimFor = "国家赔偿法 第三十九条（补偿参照）"
	lawLacks    = "国家赔偿法 第十二条第四款（补偿参照）"
	lawAskFor   = "国家赔偿法 第十二条（补偿参照）"
	lawHearLoss = "国家赔偿法 第十三条第一款（补偿参照）"
	lawPayment  = "国家赔偿法 第三十七条（补偿参照）"
)

// laws are the articles behind the rows; a filing, service or endorsement has besides them the law of its item. What the law says of permits and
// the Bureau follows for other matters is marked 参照.
var laws = map[MoveID]string{
	"T01": lawForm, "T01a": HouseRule, "T01b": HouseRule, "T01c": HouseRule, "T01d": HouseRule, "T02": lawForm, "T03": lawVoucher,
	"T04": "行政许可法 第三十二条第一款第一项", "T05": lawOtherBody, "T05b": lawFalse, "T05q": lawFalse, "T06": lawOnSpotFix, "T06a": lawOnSpotFix,
	"T06b": lawOnSpotFix, "T07": lawNotice, "T07q": lawNotice, "T07b": lawNotice, "T08": lawAccept, "T09": HouseRule, "T10": lawAccept, "T11": lawNotice,
	"T12": "行政许可法 第三十四条第二款", "T12q": "行政许可法 第三十四条第二款", "T12l": "国办发〔2018〕118号", "T13": "行政许可法 第三十五条", "T14": "行政许可法 第三十五条", "T15": lawReview,
	"T16": lawVerify, "T17": lawVerify, "T17a": lawVerify, "T18": "行政许可法 第三十六条", "T18a": "行政许可法 第三十六条", "T18b": HouseRule,
	"T19": lawSpecial, "T19q": lawSpecial, "T19r": lawHearing, "T19h": lawHearing, "T19w": lawHearing, "T19e": lawHearing, "T19n": lawHeld,
	"T20": "行政许可法 第四十五条、第四十八条", "T21": lawLegal, "T21b": lawLegal, "T22": lawLegal, "T23": lawLegal, "T23a": lawLegal, "T23b": lawLegal,
	"T24": lawReview, "T25": HouseRule, "T26": "行政许可法 第四十二条", "T27": "行政许可法 第三十八条第一款", "T28": "行政许可法 第三十八条第二款",
	"T28a": lawHearHim, "T28b": lawHearHim, "T28c": lawHearHim, "T28d": lawHearHim,
	"T29": HouseRule, "T30": HouseRule, "T30q": HouseRule, "T31": lawCard, "T31a": lawCard, "T32": lawDeliver, "T32a": lawDeliver, "T38": lawDeliver, "T33": HouseRule,
	"T34": "行政许可法 第五十条第二款", "T34a": "行政许可法 第五十条第二款", "T34p": "行政许可法 第五十条、第七十条", "T45": lawThird, "T45a": lawThird, "T45h": lawHearing, "T45e": lawThird, "T37": lawAgain, "T40": HouseRule, "T41": lawFee, "T42": HouseRule, "T43": lawRecusal, "T44": lawRecusal, "T44e": HouseRule,

	"F00": lawGuards, "F00a": HouseRule, "F00b": HouseRule, "F00c": HouseRule, "F00d": HouseRule, "F01": lawGuards, "F01a": lawGuards, "F01b": lawByAnaly,
	"F02": lawByAnaly, "F02a": lawByAnaly, "F02b": HouseRule, "F03": "保安服务管理条例 第十二条、第十三条", "F04": lawByAnaly, "F05": lawGuards, "F05a": lawGuards,
	"F06": "保安服务管理条例 第十三条、第十六条、第十七条", "F07": "保安服务管理条例 第四十二条", "F08": lawGuards, "F08a": lawGuards, "F09": "保安服务管理条例 第十四条第二款",
	"F09a": "保安服务管理条例 第十四条第二款", "F10": HouseRule, "F11": HouseRule, "F12": HouseRule, "F12a": HouseRule, "F12b": HouseRule, "F38": HouseRule, "F13": HouseRule, "F40": HouseRule, "F43": lawRecusal, "F44": lawRecusal, "F44e": HouseRule, "F41": HouseRule,

	"S01": lawItem, "S02": lawItem, "S03": lawByAnaly, "S03a": lawByAnaly, "S05": lawByAnaly, "S07": lawByAnaly, "S08": lawByAnaly, "S09": HouseRule,
	"S10": lawByAnaly, "S11": lawByAnaly, "S12a": lawItem, "S15": HouseRule, "S24": lawItem, "S25": HouseRule, "S27": lawItem,
	"S28": lawItem, "S29": HouseRule, "S31": HouseRule, "S32a": HouseRule, "S32": HouseRule, "S32b": HouseRule, "S33": HouseRule, "S38": HouseRule, "S40": HouseRule, "S43": lawRecusal, "S44": lawRecusal, "S44e": HouseRule, "S41": HouseRule,

	"E01": lawBorder, "E02": lawBorder, "E03": lawVoucher, "E05": lawOtherBody, "E06": lawUrgent, "E07": lawNotice, "E08": lawAccept, "E09": HouseRule,
	"E10": lawAccept, "E11": lawNotice, "E12": HouseRule, "E15": lawReview, "E24": lawReview, "E25": HouseRule, "E27": lawNation, "E28": lawNation,
	"E29": lawNoExit, "E30": HouseRule, "E31": HouseRule, "E32": lawDeliver, "E32a": lawDeliver, "E33": HouseRule, "E38": lawDeliver, "E40": lawBorder, "E41": lawFee, "E42": HouseRule, "E43": HouseRule, "E44": lawRecusal, "E45": lawRecusal, "E45e": HouseRule,
	"E46": HouseRule, "E47": lawLegal,

	"T35": lawArchive, "F35": lawArchive, "S35": lawArchive, "E35": lawArchive, "L35": lawArchive,

	"L04a": lawCancel + "第一项", "L05": lawRevoke, "L05a": lawHearHim, "L05b": lawHearHim, "L05c": lawHearHim, "L05d": lawRevoke, "L05e": HouseRule,
	"L05f": lawLegal, "L05g": lawLegal, "L05h": HouseRule, "L05i": lawHearing, "L05j": lawHearing, "L05k": lawHeld, "L05l": lawHeld, "L05m": lawLegal, "L05n": HouseRule, "L06": lawTakeBack, "L06f": lawLegal, "L07": lawCancel + "第四项", "L07e": lawCancel + "第四项", "L08": lawCancel,
	"L08a": lawCancel, "L08b": lawCancel + "第六项", "L08d": lawCancel, "L09": lawCard, "L09a": lawCard, "L09b": HouseRule, "L10": lawChange, "L10a": lawChange,
	"L10n": lawChange, "L10w": HouseRule, "L32": lawDeliver, "L32a": lawDeliver, "L33": HouseRule, "L38": lawDeliver, "L43": lawRecusal, "L44": lawRecusal, "L44e": HouseRule,

	"C01": lawRedress, "C02": lawRedress, "C03": lawClaimFor, "C04": lawAskFor, "C05": lawHearLoss, "C06": HouseRule, "C07": lawHearLoss, "C08": lawHearLoss,
	"C09": lawLegal, "C10": lawLegal, "C11": lawLegal, "C12": lawLegal, "C13": HouseRule, "C18": lawLacks, "C14": lawTakeBack, "C15": lawDamages, "C16": lawTakeBack, "C17": lawDamages,
	"C32": "国家赔偿法 第十三条（补偿参照）", "C32a": "国家赔偿法 第十三条（补偿参照）", "C32b": HouseRule, "C38": HouseRule, "C33": lawPayment, "C35": lawArchive, "C43": lawRecusal, "C44": lawRecusal, "C44e": HouseRule,
}
