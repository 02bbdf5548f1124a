// Package waiting makes many finished forms that each wait for their unit's signature. One is filled in by the use-cases; the others are
// its copies. Measurements and the crash test hand them in.
package waiting

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// Item is what everybody here applies for.
const Item = "430900-ZA-0022"

// Room is a portal with one finished form in it.
type Room struct {
	app      *server.Instance
	form     uuid.UUID // the one that was filled in
	material uuid.UUID // its health certificate
	licence  string    // that it renews
	unit     string    // credit code of who has to sign it
}

// Open fills in the first form.
func Open(ctx context.Context, app *server.Instance) (*Room, error) {
	r := &Room{app: app}
	return r, r.fillIn(ctx)
}

// fillIn makes the first form as a citizen of the demonstration does.
func (r *Room) fillIn(ctx context.Context) error {
	citizen := r.app.World.Person("citizen")
	actor := account.Actor{Kind: account.KindPerson, AccountID: uuid.New(), Name: citizen.Name, IDNumber: citizen.IDNumber.String(),
		Mobile: citizen.Mobile, Assurance: account.AssuranceStep, Terminal: "127.0.0.1"}
	err := r.app.DB.Pool().QueryRow(ctx, "SELECT id FROM people WHERE id_number = $1", actor.IDNumber).Scan(&actor.PersonID)
	if err != nil {
		return fmt.Errorf("the citizen of the demonstration: %w", err)
	}
	if r.form, err = r.app.Cases.StartDraft(ctx, actor, casework.Start{Item: Item}, db.Key{}); err != nil {
		return err
	}
	r.material, r.licence, r.unit = uuid.New(), citizen.Licences[0].Number, r.app.World.Unit(citizen.Unit).CreditCode.String()
	_, err = r.app.DB.Pool().Exec(ctx, `
INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, pages, sha256, created_at, touched_at)
VALUES ($1, $2, $3, 'health_cert', false, 10000000, '体检证明.pdf', 4000, 'CLEAN', 'application/pdf', 1, 'not stored', $4, $4)`,
		r.material, actor.PersonID, r.form, r.app.DB.Now())
	if err != nil {
		return err
	}
	saved, err := r.app.Cases.SaveAnswers(ctx, actor, r.form, r.answers(citizen), 0)
	if err != nil {
		return err
	}
	if len(saved.Faults) > 0 {
		return fmt.Errorf("the form is not complete: %+v", saved.Faults)
	}
	_, err = r.app.Cases.Finish(ctx, actor, r.form, false, db.Key{})
	return err
}

func (r *Room) answers(citizen simulator.Person) form.Answers {
	home := map[string]any{"area": "430903", "detail": "桃花仑街道康富路11号"}
	answers := form.Answers{}
	for key, value := range map[string]any{
		"address": home, "accident": false, "health_cert": map[string]any{"material": r.material}, "health_date": citizen.Health.On,
		"health_hospital": citizen.Health.Hospital, "photo_from_register": true, "deliver": "ems", "deliver_address": home,
		"crime_statement": true, "truth": true, "privacy": true,
	} {
		answers[key], _ = json.Marshal(value) // texts, dates and flags always marshal
	}
	return answers
}
