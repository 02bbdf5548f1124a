package document

import (
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// Facts is everything a document says, as it stood when the document was issued. It is stored beside the document and never read
// again from the case: a letter of last year reads the same tomorrow. Each kind uses the part it needs and leaves the rest empty.
type Facts struct {
	CaseNumber string `json:"case_number,omitempty"` // 办件编号
	QueryCode  string `json:"query_code,omitempty"`  // 查询码, on the receipt only
	ItemName   string `json:"item_name,omitempty"`   // 事项名称
	ItemCode   string `json:"item_code,omitempty"`
	Title      string `json:"title,omitempty"` // replaces the kind's own title where the item words it otherwise

	Power    string       `json:"power,omitempty"`    // 事项类型, which words the letter; "" is the renewal of a licence
	Basis    []string     `json:"basis,omitempty"`    // what the item stands on: 《…》第…条
	Outcome  Outcome      `json:"outcome,omitzero"`   // what the applicant gets
	Agency   string       `json:"agency,omitempty"`   // the bureau that decides, where it is not the city's
	Reviewer string       `json:"reviewer,omitempty"` // its 行政复议机关
	Remedies Remedies     `json:"remedies,omitzero"`  // of an adverse paper, as they were told with it
	Final    string       `json:"final,omitempty"`    // the rule by which there are none
	HeardOn  workday.Date `json:"heard_on,omitzero"`  // day of the hearing on whose record a decision stands (行政许可法 第四十八条第二款)

	Applicant Party   `json:"applicant"`
	Unit      Party   `json:"unit,omitzero"` // 从业单位
	Officer   Officer `json:"officer,omitzero"`

	ReceivedAt    time.Time    `json:"received_at,omitzero"` // the moment of receipt
	AcceptedOn    workday.Date `json:"accepted_on,omitzero"`
	Deemed        bool         `json:"deemed,omitempty"`      // accepted because nobody answered in time
	DecisionDue   workday.Date `json:"decision_due,omitzero"` // effective decision due date (domain.md 1.3)
	PromisedDue   workday.Date `json:"promised_due,omitzero"`
	Provisional   bool         `json:"provisional,omitempty"`   // a limit that the paper tells lay in a year without an official calendar; Issue sets it
	IntakeDue     workday.Date `json:"intake_due,omitzero"`     // end of K1
	CorrectionDue workday.Date `json:"correction_due,omitzero"` // end of K9
	DecidedOn     workday.Date `json:"decided_on,omitzero"`

	Sections  []Section  `json:"sections,omitempty"`  // the frozen form, for the application
	Materials []Material `json:"materials,omitempty"` // what was handed in or fetched
	Statement string     `json:"statement,omitempty"` // the declaration that the applicant accepted, word for word
	Signed    []Signed   `json:"signed,omitempty"`    // who signed the application and when
	UnitSeal  Party      `json:"unit_seal,omitzero"`  // the enterprise whose head confirmed it: its e-seal signs the paper

	Defects []Defect `json:"defects,omitempty"`
	Round   int      `json:"round,omitempty"` // 1 for the correction notice that the law allows once; 2 marks the exception (T07b)

	Reason   string   `json:"reason,omitempty"`   // the clerk's words
	Findings string   `json:"findings,omitempty"` // 查明的事实
	Evidence []string `json:"evidence,omitempty"` // what proves it
	Grounds  []Ground `json:"grounds,omitempty"`
	Others   []string `json:"others,omitempty"` // each third party and what he said (行政许可法 第三十六条)
	Heard    string   `json:"heard,omitempty"`  // how the applicant was heard, or the answer to his statement (行政许可法 第七条)
	Warns    bool     `json:"warns,omitempty"`  // a warning comes with the refusal, a penalty (行政许可法 第七十八条)
	Told     Told     `json:"told,omitzero"`    // of the intended decision, and what he said

	CompetentAgency string `json:"competent_agency,omitempty"` // who is competent, for 不予受理
	CompetentHow    string `json:"competent_how,omitempty"`    // where to find it

	Licence  Licence  `json:"licence,omitzero"`
	Delivery Handover `json:"delivery,omitzero"`
	Warning  Warning  `json:"warning,omitzero"`

	Proceeding Proceeding `json:"proceeding,omitzero"` // what special moves say beyond the rest
	Matter     Matter     `json:"matter,omitzero"`     // the certificate, in letters about what becomes of it
	Loss       Loss       `json:"loss,omitzero"`       // a claim for compensation
	Filing     Filing     `json:"filing,omitzero"`
}

// Outcome is the item's result as this case has it.
type Outcome struct {
	Name        string       `json:"name,omitempty"`
	Validity    string       `json:"validity,omitempty"`
	Certificate bool         `json:"certificate,omitempty"` // a certificate follows
	Number      string       `json:"number,omitempty"`      // in the other system
	Source      string       `json:"source,omitempty"`      // that system
	Until       workday.Date `json:"until,omitzero"`
	Text        string       `json:"text,omitempty"` // its words
}

// Remedies are where an addressee may turn (行政复议法 第二十条, 第二十二条; 行政诉讼法 第十八条).
type Remedies struct {
	Reviewer string `json:"reviewer,omitempty"` // 行政复议机关
	Online   string `json:"online,omitempty"`   // where reconsideration can be asked for online
	Court    string `json:"court,omitempty"`
}

// Party is a person or unit as the document names it.
type Party struct {
	Name     string `json:"name,omitempty"`
	IsUnit   bool   `json:"is_unit,omitempty"` // an enterprise; letters then say 你单位
	Sex      string `json:"sex,omitempty"`
	ID       string `json:"id,omitempty"` // 公民身份号码 or 统一社会信用代码, as it shall be printed
	IDMasked string `json:"id_masked,omitempty"`
	Mobile   string `json:"mobile,omitempty"`
	Address  string `json:"address,omitempty"`
}

// Officer is the host officer, named on every notice (执法公示, domain.md 1.7).
type Officer struct {
	Name     string `json:"name,omitempty"`
	PoliceNo string `json:"police_no,omitempty"`
	Desk     string `json:"desk,omitempty"`
	Phone    string `json:"phone,omitempty"`
}

// Section is a part of the frozen form; each row is a label and the answer as shown on the check page, in Chinese.
type Section struct {
	Title string      `json:"title"`
	Rows  [][2]string `json:"rows"`
}

// Material is a line of the list of materials. Source says how it came: 上传, 免提交（共享数据）, 系统生成.
type Material struct {
	Name   string `json:"name"`
	Copies int    `json:"copies"`
	Source string `json:"source"`
	Note   string `json:"note,omitempty"`
	Digest string `json:"digest,omitempty"` // SHA-256 of the file, hexadecimal
}

// Signed is one signature under the application.
type Signed struct {
	Role string    `json:"role"` // 申请人, 法定代表人（授权人）
	Name string    `json:"name"`
	At   time.Time `json:"at"`
}

// Defect is one thing to mend: what, which problem, how (行政许可法 第三十二条第一款第四项).
type Defect struct {
	What    string `json:"what"`
	Problem string `json:"problem"`
	Mend    string `json:"mend"`
}

// Ground is a legal ground: the rule it breaks and the article's words.
type Ground struct {
	Code    string `json:"code"` // B3
	Title   string `json:"title"`
	Law     string `json:"law"`
	Article string `json:"article"`
	Text    string `json:"text,omitempty"`
}

// Licence is the certificate the case is about: the old term, and after a grant the new one.
type Licence struct {
	Number    string       `json:"number,omitempty"`
	NewNumber string       `json:"new_number,omitempty"` // only when the register allocated another one
	Category  string       `json:"category,omitempty"`   // 爆破员
	Grade     string       `json:"grade,omitempty"`      // 高级/A …, empty for the three
	Scope     string       `json:"scope,omitempty"`      // 作业范围
	ValidFrom workday.Date `json:"valid_from,omitzero"`
	ValidTo   workday.Date `json:"valid_to,omitzero"`
	NewFrom   workday.Date `json:"new_from,omitzero"`
	NewTo     workday.Date `json:"new_to,omitzero"`
	FirstOn   workday.Date `json:"first_on,omitzero"`
	IssuedOn  workday.Date `json:"issued_on,omitzero"`
	Verify    string       `json:"verify,omitempty"` // address in the QR
	Photo     string       `json:"photo,omitempty"`  // blob key of the JPEG
}

// Handover is what the 送达回证 records.
type Handover struct {
	Papers    []Paper   `json:"papers,omitempty"`
	Way       string    `json:"way,omitempty"` // 电子送达, 邮政快递, 窗口自取
	Place     string    `json:"place,omitempty"`
	Recipient string    `json:"recipient,omitempty"`
	At        time.Time `json:"at,omitzero"`
	Waybill   string    `json:"waybill,omitempty"`
	Note      string    `json:"note,omitempty"`

	SpaceAt  time.Time `json:"space_at,omitzero"`  // electronically: the papers could be opened in the applicant's space
	TextedAt time.Time `json:"texted_at,omitzero"` // the short message was sent
	Mobile   string    `json:"mobile,omitempty"`   // to which, masked
	ReadAt   time.Time `json:"read_at,omitzero"`   // he had opened one of them by then
	Reader   string    `json:"reader,omitempty"`
}

// Paper is one served document.
type Paper struct {
	Title  string `json:"title"`
	Number string `json:"number"`
}

// Warning is what a 督办单 says. Card is yellow or red.
type Warning struct {
	Card      string       `json:"card,omitempty"`
	To        string       `json:"to,omitempty"` // desk or officer that must answer
	What      string       `json:"what,omitempty"`
	Basis     string       `json:"basis,omitempty"`
	AnswerDue workday.Date `json:"answer_due,omitzero"`
}
