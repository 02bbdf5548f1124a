package casework

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// PenaltyImport is a penalty decision 行政处罚决定书 by which a certificate is 吊销, as the penalty system sends it (domain.md L7).
type PenaltyImport struct {
	Number    string       `json:"number"`    // 处罚决定书文号: names the decision, and makes sending it again harmless
	Licence   string       `json:"licence"`   // number of the certificate
	HolderID  string       `json:"holder_id"` // 公民身份号码 or 统一社会信用代码 of its holder: guards against a mistyped number, and is not kept
	Agency    string       `json:"agency"`    // who decided
	Law       string       `json:"law"`       // 《…》 without its marks
	Article   string       `json:"article"`   // 第四十八条第二款
	Facts     string       `json:"facts"`
	DecidedOn workday.Date `json:"decided_on"`
}

// PenaltyState is how far an imported penalty has come.
type PenaltyState string

// States of an imported penalty.
const (
	PenaltyWaiting   PenaltyState = "WAITING"   // for case management
	PenaltyConfirmed PenaltyState = "CONFIRMED" // the certificate is 吊销
	PenaltyRejected  PenaltyState = "REJECTED"  // nothing was done; it may be sent again, mended
)

// Penalty is an imported penalty and what became of it.
type Penalty struct {
	ID          uuid.UUID     `json:"id"`
	Number      string        `json:"number"`
	Certificate uuid.UUID     `json:"certificate_id"`
	Licence     string        `json:"licence"`
	Title       string        `json:"title"`
	Agency      string        `json:"agency"`
	Law         string        `json:"law"`
	Article     string        `json:"article"`
	Facts       string        `json:"facts"`
	DecidedOn   workday.Date  `json:"decided_on"`
	ReceivedAt  time.Time     `json:"received_at"`
	State       PenaltyState  `json:"state"`
	Reason      string        `json:"reason,omitempty"`
	CaseID      uuid.NullUUID `json:"-"`
	RuledAt     time.Time     `json:"-"`
	RuledBy     string        `json:"-"`

	digest []byte
}

// PenaltyRuling is case management's word on an imported penalty.
type PenaltyRuling struct {
	Confirm bool   `json:"confirm"`
	Reason  string `json:"reason"` // why not
}

var (
	penaltyNumber = regexp.MustCompile(`^[\p{Han}（）()A-Z0-9]{2,40}〔20\d{2}〕[1-9]\d{0,7}号$`)
	lawArticle    = regexp.MustCompile(`^第[〇零一二三四五六七八九十百]+条(之[一二三四五六七八九十]+)?(第[一二三四五六七八九十]+款)?(第[一二三四五六七八九十]+项)?$`)
)

// tidied is what was sent without space around its words.
func (p PenaltyImport) tidied() PenaltyImport {
	for _, text := range []*string{&p.Number, &p.Licence, &p.HolderID, &p.Agency, &p.Law, &p.Article, &p.Facts} {
		*text = strings.TrimSpace(*text)
	}
	p.Licence, p.HolderID, p.Law = strings.ToUpper(p.Licence), strings.ToUpper(p.HolderID), strings.Trim(p.Law, "《》")
	return p
}

// check finds every fault that shows without looking anything up. Only a 公安机关 takes away the certificates of this portal (民用爆炸物品安全管理条例
// 第四十八条; 保安服务管理条例 第四十二条).
func (p PenaltyImport) check(today workday.Date) error {
	var faults []fault.Field
	for _, t := range [][2]string{{"/number", p.Number}, {"/licence", p.Licence}, {"/holder_id", p.HolderID}, {"/agency", p.Agency}, {"/law", p.Law},
		{"/article", p.Article}, {"/facts", p.Facts}} {
		if t[1] == "" {
			faults = append(faults, fault.OneField(t[0], "REQUIRED"))
		}
		faults = append(faults, checkText(t[0], t[1])...)
	}
	wrong := func(pointer, value, code string, right bool) {
		if value != "" && !right {
			faults = append(faults, fault.OneField(pointer, code))
		}
	}
	wrong("/number", p.Number, "PENALTY_NUMBER", penaltyNumber.MatchString(p.Number))
	wrong("/agency", p.Agency, "AGENCY_NOT_POLICE", strings.Contains(p.Agency, "公安"))
	wrong("/article", p.Article, "ARTICLE_FORM", lawArticle.MatchString(p.Article))
	switch {
	case p.DecidedOn.IsZero():
		faults = append(faults, fault.OneField("/decided_on", "REQUIRED"))
	case p.DecidedOn.After(today):
		faults = append(faults, fault.OneField("/decided_on", "DATE_IN_FUTURE"))
	}
	return fault.Fields(faults...)
}

func (p PenaltyImport) digest() []byte {
	raw, _ := json.Marshal(p) // strings and dates always marshal
	sum := sha256.Sum256(raw)
	return sum[:]
}

// measure is the registration of the confirmed penalty.
func (p Penalty) measure() Measure {
	year, month, day := p.DecidedOn.YMD()
	return Measure{Certificate: p.Certificate, Measure: procedure.Punish, Ground: "PENALTY", Penalty: p.Number,
		Facts: fmt.Sprintf("%s于%d年%d月%d日依据《%s》%s作出行政处罚决定：%s", p.Agency, year, month, day, p.Law, p.Article, p.Facts)}
}
