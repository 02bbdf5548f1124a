package casework

import (
	"context"
	"time"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// The registers that a renewal asks (domain.md 2.1, 6.8). They are called outside transactions. A register that does not answer returns a
// fault of kind Unavailable; that never stops a case: the point stays open for an officer (暂未返回, 人工核验). A register that knows
// nothing answers with Found false.

// Population is 人口库.
type Population interface {
	Person(ctx context.Context, idNumber string) (PersonAnswer, error)

	// Photo is the register's picture of a person who agreed to its use, as JPEG. NotFound when there is none.
	Photo(ctx context.Context, idNumber string) ([]byte, error)

	// Family is the people around an officer: his household, spouse, parents and children (回避).
	Family(ctx context.Context, idNumber string) (FamilyAnswer, error)
}

// Explosives is 民爆信息系统: licences of persons and units, training, employment, accidents, and the numbers of certificates.
type Explosives interface {
	Holder(ctx context.Context, idNumber string) (HolderAnswer, error)
	Unit(ctx context.Context, creditCode string) (UnitAnswer, error)

	// AllocateCertificateNumber gives the number of a new certificate; the same case gets the same number again.
	AllocateCertificateNumber(ctx context.Context, order NumberOrder) (NumberAnswer, error)
}

// Background is the comparison with police records; it tells results only, never records.
type Background interface {
	Compare(ctx context.Context, idNumber, name string) (BackgroundAnswer, error)
}

// Reply is the evidence of every answer: the register's own request number and the time of the answer.
type Reply struct {
	Request string    `json:"request"`
	At      time.Time `json:"at"`
	Found   bool      `json:"found"`
}

// PersonAnswer is what 人口库 says about a person.
type PersonAnswer struct {
	Reply
	Name       string       `json:"name"`
	Sex        string       `json:"sex"` // male, female
	Birth      workday.Date `json:"birth,omitzero"`
	Nation     string       `json:"nation"` // 民族
	Address    string       `json:"address"`
	Deceased   bool         `json:"deceased"`
	Incapable  bool         `json:"incapable"`            // a court has declared limited or no capacity (B2)
	PhotoTaken workday.Date `json:"photo_taken,omitzero"` // none: no photo
}

// HolderAnswer is what 民爆信息系统 says about a person.
type HolderAnswer struct {
	Reply
	Licences   []HeldLicence   `json:"licences"` // all ever held, whatever their status
	Training   []TrainingYear  `json:"training"`
	Accidents  []Accident      `json:"accidents"`
	Projects   []Project       `json:"projects"`
	Employment Employment      `json:"employment"`
	Education  string          `json:"education"` // junior … doctor, "" when not recorded
	Title      string          `json:"title"`     // 职称: none … senior
	Bans       []RegisteredBan `json:"bans"`      // 再次申请限制 known to other bureaus (B11)
}

// Category is 人员类别 of a blasting licence.
type Category string

// The four categories. The last three may not be held together (GA 53-2015 7.1.3).
const (
	Engineer    Category = "engineer" // 爆破工程技术人员
	Blaster     Category = "blaster"  // 爆破员
	SafetyClerk Category = "safety"   // 安全员
	StoreKeeper Category = "keeper"   // 保管员
)

// LicenceStatus is the status of a licence in its register.
type LicenceStatus string

// Statuses; a licence after its last day keeps LicenceValid, expiry follows from the date.
const (
	LicenceValid     LicenceStatus = "valid"
	LicencePunished  LicenceStatus = "punished"  // 吊销
	LicenceRevoked   LicenceStatus = "revoked"   // 撤销
	LicenceCancelled LicenceStatus = "cancelled" // 注销
)

// HeldLicence is a 爆破作业人员许可证.
type HeldLicence struct {
	Number     string        `json:"number"`
	Category   Category      `json:"category"`
	Grade      string        `json:"grade"` // A, B, C, D of engineers, else ""
	Status     LicenceStatus `json:"status"`
	FirstIssue workday.Date  `json:"first_issue"`
	ValidFrom  workday.Date  `json:"valid_from,omitzero"` // start of the present term
	ValidTo    workday.Date  `json:"valid_to"`
	Issuer     string        `json:"issuer"`      // 益阳市公安局
	IssuerArea string        `json:"issuer_area"` // its area code: 430900
}

// TrainingYear is continuing education in a calendar year, in 学时.
type TrainingYear struct {
	Year     int    `json:"year"`
	Hours    int    `json:"hours"`
	Provider string `json:"provider"`
}

// Accident is a 责任事故 (B9).
type Accident struct {
	On     workday.Date `json:"on"`
	Liable bool         `json:"liable"`
	What   string       `json:"what"`
}

// Project is a blasting project in which the person took part.
type Project struct {
	Name  string `json:"name"`
	Place string `json:"place"`
	Year  int    `json:"year"`
	Grade string `json:"grade"` // A, B, C, D
	Duty  string `json:"duty"`
}

// Employment is the person's present work.
type Employment struct {
	Unit       string `json:"unit"`
	CreditCode string `json:"credit_code"` // "": not employed
}

// RegisteredBan is a ban of 行政许可法 Art. 78 or 79.
type RegisteredBan struct {
	Basis string       `json:"basis"` // "78", "79"
	Until workday.Date `json:"until"` // first day on which he may apply again
}

// UnitAnswer is the 爆破作业单位许可证 of a unit.
type UnitAnswer struct {
	Reply
	Name       string        `json:"name"`
	CreditCode string        `json:"credit_code"`
	Number     string        `json:"number"`
	Status     LicenceStatus `json:"status"`
	ValidTo    workday.Date  `json:"valid_to,omitzero"`
	Area       string        `json:"area"` // of the address on the licence: 430921 …; other cities have other codes
	Address    string        `json:"address"`
	Head       string        `json:"head"` // 法定代表人
}

// BackgroundAnswer is the result of each comparison (B3, B4).
type BackgroundAnswer struct {
	Reply
	Criminal   bool `json:"criminal"`   // any criminal punishment, whatever the crime or its age (条例 Art. 6)
	Wanted     bool `json:"wanted"`     // 在逃
	Terror     bool `json:"terror"`     // 涉恐
	Drug       bool `json:"drug"`       // 涉毒
	Offence    bool `json:"offence"`    // other violations that make unsuitable
	Unrecorded bool `json:"unrecorded"` // 不在人口库
}

// NumberOrder asks the register for the number of a certificate.
type NumberOrder struct {
	CaseNumber string
	IDNumber   string
	Category   Category
	Previous   string // number of the certificate that is renewed
}

// NumberAnswer is an opaque number of 6 to 32 characters [0-9A-Z-].
type NumberAnswer struct {
	Reply
	Number string `json:"number"`
}
