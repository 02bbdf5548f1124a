package form

// Paths of the facts that a question may take its value from. The list is closed: an item cannot name a fact that nobody provides.
const (
	AccountName     = "account.name"      // 姓名 of the signed-in person
	AccountIDNumber = "account.id_number" // 公民身份号码
	AccountMobile   = "account.mobile"    // verified by SMS

	PersonName        = "person.name"         // as 人口库 has it
	PersonSex         = "person.sex"          // 男, 女
	PersonBirth       = "person.birth"        // date
	PersonNation      = "person.nation"       // 民族, as 人口库 words it
	PersonAddress     = "person.address"      // 户籍地址, one line
	PersonPhotoUsable = "person.photo_usable" // true: 人口库 has a photo not older than two years

	LicenceNumber     = "licence.number"      // 爆破作业人员许可证编号, opaque
	LicenceCategory   = "licence.category"    // "engineer", "blaster", "safety_officer", "storekeeper"
	LicenceGrade      = "licence.grade"       // "A" … "D", of engineers
	LicenceStatus     = "licence.status"      // "valid", …
	LicenceFirstIssue = "licence.first_issue" // date
	LicenceValidFrom  = "licence.valid_from"  // date
	LicenceValidTo    = "licence.valid_to"    // date
	LicenceIssuerArea = "licence.issuer_area" // area code of the body that issued it

	UnitName           = "unit.name"
	UnitCreditCode     = "unit.credit_code"
	UnitArea           = "unit.area" // code of the district where the unit is located
	UnitAddress        = "unit.address"
	UnitLicenceNumber  = "unit.licence_number"   // 爆破作业单位许可证编号, opaque
	UnitLicenceValidTo = "unit.licence_valid_to" // date
	UnitLicenceStatus  = "unit.licence_status"

	TrainingYears  = "training.years"  // years for which hours are due: [2024, 2025]
	TrainingRows   = "training.rows"   // [{"year": 2024, "hours": 24, "provider": "…"}]
	ProjectRows    = "projects.rows"   // [{"name": "…", "grade": "B", "from": date, "to": date}]
	AccidentsCount = "accidents.count" // of which the register knows
)

// FactPaths lists every path.
func FactPaths() []string {
	return []string{
		AccountName, AccountIDNumber, AccountMobile,
		PersonName, PersonSex, PersonBirth, PersonNation, PersonAddress, PersonPhotoUsable,
		LicenceNumber, LicenceCategory, LicenceGrade, LicenceStatus, LicenceFirstIssue, LicenceValidFrom, LicenceValidTo, LicenceIssuerArea,
		UnitName, UnitCreditCode, UnitArea, UnitAddress, UnitLicenceNumber, UnitLicenceValidTo, UnitLicenceStatus,
		TrainingYears, TrainingRows, ProjectRows, AccidentsCount,
	}
}
