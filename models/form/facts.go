package form

// Paths of the facts that a question may take its value from. The list is closed: an item cannot name a fact that nobody provides.
const (
	AccountName        = "account.name"         // 姓名 of the signed-in person
	AccountIDNumber    = "account.id_number"    // 公民身份号码
	AccountSex         = "account.sex"          // "male", "female"
	AccountBirth       = "account.birth"        // date
	AccountNation      = "account.nation"       // 民族, as 人口库 words it
	AccountMobile      = "account.mobile"       // verified by SMS
	AccountAddress     = "account.address"      // Address, when a former case knows it
	AccountPhotoUsable = "account.photo_usable" // true: 人口库 has a photo not older than two years

	LicenceNumber      = "licence.number"       // 爆破作业人员许可证编号, opaque
	LicenceCategory    = "licence.category"     // "engineer", "blaster", "safety", "keeper"
	LicenceGrade       = "licence.grade"        // "A" … "D", of engineers
	LicenceFirstIssued = "licence.first_issued" // date
	LicenceValidFrom   = "licence.valid_from"   // date
	LicenceValidTo     = "licence.valid_to"     // date
	LicenceIssuer      = "licence.issuer"       // body that issued it

	UnitName            = "unit.name"
	UnitCreditCode      = "unit.credit_code"
	UnitLicenceNumber   = "unit.licence_number"   // 爆破作业单位许可证编号, opaque
	UnitLicenceValidTo  = "unit.licence_valid_to" // date
	UnitArea            = "unit.area"             // code of the district where the unit is located
	UnitRepresentative  = "unit.representative"   // name of the legal representative
	TrainingYears       = "training.years"        // years for which hours are due: ["2024", "2025"]
	TrainingRecords     = "training.records"      // [{"year": "2024", "hours": 24, "provider": "…"}]
	ProjectRecords      = "projects.records"      // [{"name", "place", "year", "grade", "duty"}]
	EducationLevel      = "education.level"       // as on the register: "junior" … "doctor"
	EducationTitle      = "education.title"       // 职称: "none" … "senior"
	EnterpriseName      = "enterprise.name"       // the enterprise that the person acts for
	EnterpriseCode      = "enterprise.credit_code"
	EnterpriseRepresent = "enterprise.representative"
)

// FactPaths lists every path.
func FactPaths() []string {
	return []string{
		AccountName, AccountIDNumber, AccountSex, AccountBirth, AccountNation, AccountMobile, AccountAddress, AccountPhotoUsable,
		LicenceNumber, LicenceCategory, LicenceGrade, LicenceFirstIssued, LicenceValidFrom, LicenceValidTo, LicenceIssuer,
		UnitName, UnitCreditCode, UnitLicenceNumber, UnitLicenceValidTo, UnitArea, UnitRepresentative,
		TrainingYears, TrainingRecords, ProjectRecords, EducationLevel, EducationTitle,
		EnterpriseName, EnterpriseCode, EnterpriseRepresent,
	}
}
