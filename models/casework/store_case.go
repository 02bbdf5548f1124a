package casework

import (
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/live"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// record is the row of a case with the names it needs.
type record struct {
	ID          uuid.UUID
	Number      string
	QueryCode   string
	ItemCode    string
	ItemVersion int
	PersonID    uuid.UUID
	UnitCode    string
	UnitName    string
	ForUnit     bool // the unit itself applies, and the person acts for it
	Area        string
	Subject     string
	Procedure   string        // "" is the item's own; "licence" for a case about a certificate, "compensation" for what it cost
	Certificate uuid.NullUUID // that it is about
	Origin      uuid.NullUUID // the case from which it follows: of compensation, that of the measure
	Answers     form.Answers
	Facts       form.Facts
	Law         procedure.Case
	Host        Host
	StartedAt   time.Time
	ReceivedAt  time.Time
	UpdatedAt   time.Time
	SettleAt    time.Time
	Version     int
	Head        journal.Head

	Who                   // of the applicant
	Concerned   bool      // an enterprise handed it in for one of its people, who is the applicant
	Enterprise  uuid.UUID // account of the unit, zero while it has none
	UnitArea    string    // of that account, as registered
	UnitHead    string    // its 法定代表人
	UnitState   account.Standing
	UnitReason  string       // why it is suspended or closed
	OwnBanUntil workday.Date // of bans that this portal gave
}

const caseColumns = `c.id, coalesce(c.number, ''), coalesce(c.query_code, ''), c.item_code, c.item_version, c.person_id, c.unit_code, c.unit_name,
	c.for_unit, c.area, coalesce(c.subject, ''), c.procedure, c.certificate_id, c.origin_id, c.answers, c.facts, c.law, c.host_officer, c.host_name, c.host_desk, c.started_at, c.received_at, c.updated_at,
	c.settle_at, c.version, c.journal_seq, c.journal_digest, c.concerned_id <> '', coalesce(NULLIF(c.concerned_name, ''), p.name),
	coalesce(NULLIF(c.concerned_id, ''), p.id_number), coalesce(NULLIF(c.concerned_mobile, ''), p.mobile), e.id, coalesce(e.area, ''), coalesce(e.legal_name, ''),
	coalesce(e.state, ''), coalesce(e.state_reason, ''),
	(SELECT max(b.until) FROM bans b WHERE b.id_number = coalesce(NULLIF(c.concerned_id, ''), p.id_number) AND b.item_code = c.item_code)`

const caseTables = ` FROM cases c JOIN people p ON p.id = c.person_id LEFT JOIN enterprises e ON e.credit_code = c.unit_code `

// sight is who may see a case: a condition with its values, part of every query for a case.
type sight struct {
	where string
	args  []any
}

// selectCase reads a case that may be seen, else NOT_FOUND. With lock the row is held until the end of the transaction.
func selectCase(tx *db.Tx, id uuid.UUID, see sight, lock bool) (*record, error) {
	query := "SELECT " + caseColumns + caseTables + "WHERE c.id = ? AND (" + see.where + ")"
	if lock {
		query += " FOR UPDATE OF c"
	}
	r, err := scanCase(tx.Raw(query, append([]any{id}, see.args...)...).Row())
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return r, err
}

func casesSeen(tx *db.Tx, ids []uuid.UUID, see sight) (map[uuid.UUID]bool, error) {
	names := make(texts, len(ids))
	for i, id := range ids {
		names[i] = id.String()
	}
	rows, err := tx.Raw("SELECT c.id"+caseTables+"WHERE c.id = ANY(?::uuid[]) AND ("+see.where+")", append([]any{names}, see.args...)...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	seen := map[uuid.UUID]bool{}
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		seen[id] = true
	}
	return seen, rows.Err()
}

func scanCase(row *sql.Row) (*record, error) {
	r := &record{}
	var answers, facts, law []byte
	var received, settle sql.NullTime
	var enterprise uuid.NullUUID
	err := row.Scan(&r.ID, &r.Number, &r.QueryCode, &r.ItemCode, &r.ItemVersion, &r.PersonID, &r.UnitCode, &r.UnitName,
		&r.ForUnit, &r.Area, &r.Subject, &r.Procedure, &r.Certificate, &r.Origin, &answers, &facts, &law, &r.Host.Officer, &r.Host.Name, &r.Host.Desk, &r.StartedAt, &received, &r.UpdatedAt,
		&settle, &r.Version, &r.Head.Seq, &r.Head.Digest, &r.Concerned, &r.Who.Name, &r.Who.IDNumber, &r.Who.Mobile, &enterprise,
		&r.UnitArea, &r.UnitHead, &r.UnitState, &r.UnitReason, &r.OwnBanUntil)
	if err != nil {
		return nil, err
	}
	r.ReceivedAt, r.SettleAt, r.Enterprise = local(received.Time), local(settle.Time), enterprise.UUID
	r.StartedAt, r.UpdatedAt = local(r.StartedAt), local(r.UpdatedAt)
	return r, errors.Join(json.Unmarshal(answers, &r.Answers), json.Unmarshal(facts, &r.Facts), json.Unmarshal(law, &r.Law))
}

func insertCase(tx *db.Tx, r *record) error {
	answers, facts, law, err := r.marshal()
	if err != nil {
		return err
	}
	about := Who{}
	if r.Concerned {
		about = r.Who
	}
	return tx.Exec(`
INSERT INTO cases (id, item_code, item_version, person_id, unit_code, unit_name, for_unit, area, subject, state, answers, facts, law, started_at,
                   updated_at, journal_seq, journal_digest, concerned_id, concerned_name, concerned_mobile)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.ItemCode, r.ItemVersion, r.PersonID, r.UnitCode, r.UnitName, r.ForUnit, r.Area, r.Subject, r.Law.State, answers, facts, law, tx.Now, tx.Now,
		r.Head.Seq, r.Head.Digest, about.IDNumber, about.Name, about.Mobile).Error
}

// updateCase writes the whole row if nobody changed it since it was read: STALE_VERSION otherwise, DUPLICATE_CASE when another undecided case
// is about the same licence.
func updateCase(tx *db.Tx, r *record, settleAt time.Time) error {
	answers, facts, law, err := r.marshal()
	if err != nil {
		return err
	}
	k, _ := r.Law.Governing()
	res := tx.Exec(`
UPDATE cases SET number = NULLIF(?, ''), query_code = NULLIF(?, ''), unit_code = ?, unit_name = ?, area = ?, subject = NULLIF(?, ''),
       state = ?, sub_state = ?, verdict = ?, deemed = ?, answers = ?, facts = ?, law = ?, clock = ?, due = ?, calendar = ?, settle_at = ?,
       host_officer = ?, host_name = ?, host_desk = ?, received_at = ?, updated_at = ?, journal_seq = ?, journal_digest = ?, version = version + 1
 WHERE id = ? AND version = ?`,
		r.Number, r.QueryCode, r.UnitCode, r.UnitName, r.Area, r.Subject,
		r.Law.State, r.Law.SubState, r.Law.Verdict, r.Law.DeemedAccepted || r.Law.DeemedRenewed, answers, facts, law, k.Kind, k.Due, k.Calendar, nullTime(settleAt),
		r.Host.Officer, r.Host.Name, r.Host.Desk, nullTime(r.ReceivedAt), tx.Now, r.Head.Seq, r.Head.Digest, r.ID, r.Version)
	switch {
	case db.IsUnique(res.Error, "cases_undecided"):
		return fault.New(fault.Conflict, "DUPLICATE_CASE").Because(res.Error)
	case res.Error != nil:
		return res.Error
	case res.RowsAffected != 1:
		return stale()
	}
	r.Version++
	r.changed(tx)
	return nil
}

func stale() error { return fault.New(fault.Stale, "STALE_VERSION") }

// updateAnswers writes a draft's answers alone, which is what saving does most, and the day on which its applicant is to be reminded.
func updateAnswers(tx *db.Tx, id uuid.UUID, version int, answers form.Answers, remind workday.Date) error {
	raw, err := json.Marshal(answers)
	if err != nil {
		return err
	}
	res := tx.Exec(`UPDATE cases SET answers = ?, remind_on = ?, updated_at = ?, version = version + 1 WHERE id = ? AND version = ?`, string(raw), remind, tx.Now, id, version)
	if res.Error == nil && res.RowsAffected != 1 {
		return stale()
	}
	return res.Error
}

func (r *record) marshal() (answers, facts, law string, err error) {
	a, errA := json.Marshal(r.Answers)
	f, errF := json.Marshal(r.Facts)
	l, errL := json.Marshal(r.Law)
	return string(a), string(f), string(l), errors.Join(errA, errF, errL)
}

// deleteDraft removes a draft that was never received, with the answers of registers; its journal stays.
func deleteDraft(tx *db.Tx, id uuid.UUID, see sight) error {
	res := tx.Exec(`DELETE FROM cases c WHERE c.id = ? AND c.number IS NULL AND c.sub_state = '' AND (`+see.where+`)`, append([]any{id}, see.args...)...)
	if res.Error == nil && res.RowsAffected == 0 {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	return res.Error
}

// updateHead stores the end of the journal's chain when nothing else of the case changes.
func updateHead(tx *db.Tx, r *record) error {
	tx.Changed(live.Case(r.ID))
	res := tx.Exec(`UPDATE cases SET journal_seq = ?, journal_digest = ? WHERE id = ?`, r.Head.Seq, r.Head.Digest, r.ID)
	if res.Error == nil && res.RowsAffected != 1 {
		return fault.New(fault.NotFound, "NOT_FOUND")
	}
	return res.Error
}

// nextSequence counts the cases of an area, item and day.
func nextSequence(tx *db.Tx, area, item string, day workday.Date) (n int, err error) {
	err = tx.Raw(`
INSERT INTO case_sequences (area, item, day, last) VALUES (?, ?, ?, 1)
ON CONFLICT (area, item, day) DO UPDATE SET last = case_sequences.last + 1
RETURNING last`, area, item, day).Row().Scan(&n)
	return n, err
}

func insertBan(tx *db.Tx, r *record, basis string, until workday.Date) error {
	return tx.Exec(`INSERT INTO bans (id_number, item_code, basis, since, until, case_id) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.IDNumber, r.ItemCode, basis, tx.Today(), until, r.ID).Error
}

// selectBan is the ban on a person that ends last, with its basis; no date where this portal gave none.
func selectBan(tx *db.Tx, idNumber, item string) (basis string, until workday.Date, err error) {
	err = tx.Raw(`SELECT basis, until FROM bans WHERE id_number = ? AND item_code = ? ORDER BY until DESC LIMIT 1`, idNumber, item).Row().Scan(&basis, &until)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return basis, until, err
}

// owner sees his own cases, and those of the enterprises for which he may act in the item.
func owner(a account.Actor) sight {
	if len(a.Enterprises) == 0 {
		return himself(a)
	}
	whole, limited := memberships(a)
	own := himself(a)
	return sight{own.where + ` OR c.for_unit AND (c.unit_code = ANY(?::text[]) OR c.unit_code || ' ' || c.item_code = ANY(?::text[]))`,
		append(own.args, whole, limited)}
}

// himself sees what a person applies for in his own name, and what an enterprise handed in for him.
func himself(a account.Actor) sight {
	return sight{"NOT c.for_unit AND c.person_id = ? OR c.concerned_id <> '' AND c.concerned_id = ?", []any{a.PersonID, a.IDNumber}}
}

// doing sees what a person has begun himself: in his own name, and for enterprises for which he still acts.
func doing(a account.Actor) sight {
	whole, limited := memberships(a)
	return sight{`c.person_id = ? AND (NOT c.for_unit OR c.unit_code = ANY(?::text[]) OR c.unit_code || ' ' || c.item_code = ANY(?::text[]))`,
		[]any{a.PersonID, whole, limited}}
}

// signer sees what his units have to sign or have signed.
func signer(a account.Actor) sight {
	var codes texts
	for _, m := range a.Enterprises {
		if m.Role == account.Legal {
			codes = append(codes, m.CreditCode)
		}
	}
	return sight{"c.unit_code = ANY(?::text[]) AND (c.number IS NOT NULL OR c.sub_state <> '')", []any{codes}}
}

// party sees what an owner sees and, of his units, what they have signed.
func party(a account.Actor) sight {
	own := owner(a)
	var codes texts
	for _, m := range a.Enterprises {
		codes = append(codes, m.CreditCode)
	}
	return sight{own.where + " OR NOT c.for_unit AND c.unit_code = ANY(?::text[]) AND (c.number IS NOT NULL OR c.sub_state <> '')", append(own.args, codes)}
}

// memberships are the credit codes for which the person may act in every item, and "code item" where it is limited.
func memberships(a account.Actor) (whole, limited texts) {
	for _, m := range a.Enterprises {
		if len(m.Scope) == 0 {
			whole = append(whole, m.CreditCode)
		}
		for _, item := range m.Scope {
			limited = append(limited, m.CreditCode+" "+item)
		}
	}
	return whole, limited
}

// officer sees cases that have or had a step at one of his desks in his role; supervisors and the head of the agency see all received ones.
func officer(a account.Actor) sight {
	if a.HasAny(account.Supervisor, account.CaseManager, account.Leader) {
		return sight{"c.number IS NOT NULL", nil}
	}
	return handler(a)
}

// handler sees cases that have or had a step at one of his desks in his role.
func handler(a account.Actor) sight {
	var places texts
	for _, s := range procedure.Stages() {
		for _, d := range a.Desks(account.Role(procedure.StageRole(s))) {
			places = append(places, d+" "+string(s))
		}
	}
	return sight{"EXISTS (SELECT FROM steps s WHERE s.case_id = c.id AND s.desk || ' ' || s.stage = ANY(?::text[]))", []any{places}}
}

// anybody is the system's own sight.
var anybody = sight{"true", nil}

// texts is a text[] parameter; a plain slice would be spread over several placeholders.
type texts []string

// Value writes the array's text form.
func (t texts) Value() (driver.Value, error) {
	quoted := make([]string, len(t))
	for i, s := range t {
		quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	}
	return "{" + strings.Join(quoted, ",") + "}", nil
}

func nullTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

func local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(workday.Zone)
}
