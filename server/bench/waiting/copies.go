package waiting

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
)

// Token is what every identifier of the n-th copy is made of, and of no other: twelve digits.
func Token(n int) string { return fmt.Sprintf("%012d", firstToken+n) }

const firstToken = 700_000_000_000

// Form is the id of the n-th copy.
func Form(n int) uuid.UUID { return uuid.MustParse(formPrefix + Token(n)) }

const (
	formPrefix     = "0198c3a0-0000-7000-8000-"
	materialPrefix = "0198c3a0-0000-7000-9000-"
	accountPrefix  = "0198c3a0-0000-7000-a000-"
	ownUnitPrefix  = "914309"
)

// Copy makes the copies first, first+1 … of the form: each renews a licence of its own. Their unit is that of the first form, which has an
// account in the demonstration; or with ownUnit each has another, for which Signer signs, who then is a person of the portal.
func (r *Room) Copy(ctx context.Context, first, count int, ownUnit bool) error {
	from, to := firstToken+first, firstToken+first+count-1
	steps := []step{
		{copyCases, []any{from, to, r.form, r.licence, r.unit, r.material.String(), formPrefix, materialPrefix, ownUnit, ownUnitPrefix}},
		{copyMaterials, []any{from, to, r.material, formPrefix, materialPrefix}},
	}
	if ownUnit {
		steps = append(steps, step{makeSigners, []any{from, to, accountPrefix, signerName}})
	}
	return r.insert(ctx, steps...)
}

// step is a statement of a loader.
type step struct {
	sql  string
	args []any
}

// insert runs the statements in one transaction.
func (r *Room) insert(ctx context.Context, steps ...step) error {
	tx, err := r.app.DB.Pool().Begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // nothing after the commit
	for _, s := range steps {
		if _, err := tx.Exec(ctx, s.sql, s.args...); err != nil {
			return fmt.Errorf("copies: %w", err)
		}
	}
	return tx.Commit(ctx)
}

const copyCases = `
WITH copies AS MATERIALIZED (
     SELECT n::text AS token, c.*, CASE WHEN $9 THEN $10 || n ELSE $5 END AS new_unit
       FROM cases c, generate_series($1::bigint, $2::bigint) n WHERE c.id = $3)
INSERT INTO cases (id, item_code, item_version, person_id, unit_code, unit_name, area, subject, state, sub_state, answers, facts, law, clock, due,
                   settle_at, calendar, started_at, updated_at, version, journal_seq, journal_digest)
SELECT ($7 || token)::uuid, item_code, item_version, person_id, new_unit, unit_name, area, '4' || token, state, sub_state,
       replace(replace(replace(answers::text, $6, $8 || token), $4, '4' || token), $5, new_unit)::jsonb,
       replace(replace(facts::text, $4, '4' || token), $5, new_unit)::jsonb,
       law, clock, due, settle_at, calendar, started_at, updated_at, version, 0, ''
  FROM copies`

const copyMaterials = `
INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, pages, sha256, created_at, attached_at, touched_at)
SELECT ($5 || n)::uuid, owner_id, ($4 || n)::uuid, question, photo, max_bytes, name, bytes, state, mime, pages, sha256, created_at, attached_at, touched_at
  FROM materials, generate_series($1::bigint, $2::bigint) n WHERE id = $3`

const makeSigners = `
INSERT INTO people (id, id_number, name, typed_name, mobile, verified_at, created_at)
SELECT ($3 || n)::uuid, 'signer ' || n, $4, $4, 'of ' || n, now(), now() FROM generate_series($1::bigint, $2::bigint) n`

const signerName = "周建国"

// Signer may sign for the unit of the n-th copy, when each has its own.
func Signer(n int) account.Actor {
	return account.Actor{
		Kind: account.KindPerson, AccountID: uuid.MustParse(accountPrefix + Token(n)), PersonID: uuid.MustParse(accountPrefix + Token(n)), Name: signerName,
		Assurance: account.AssuranceStep, Terminal: "127.0.0.1",
		Enterprises: []account.Membership{{CreditCode: ownUnitPrefix + Token(n), Name: "益阳恒安爆破工程有限公司", Role: account.Legal}},
	}
}
