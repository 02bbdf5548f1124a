// Package waiting makes many finished forms that each wait for their unit's signature. One is filled in by the use-cases; the others are
// its copies. Measurements and the crash test hand them in.
package waiting

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/material"
	"github.com/yiyang-police/permit-portal/models/workday"
	"github.com/yiyang-police/permit-portal/server/simulator"
)

// Item is what everybody here applies for.
const Item = "430900-ZA-0022"

// Room is the casework's use-cases on the database of a demonstration that was started before, with one finished form in it.
type Room struct {
	Cases *casework.Service

	db       *db.DB
	world    *simulator.World
	form     uuid.UUID // the one that was filled in
	material uuid.UUID // its health certificate
	licence  string    // that it renews
	unit     string    // credit code of who has to sign it
}

// Open builds the use-cases and fills in the first form. Dir is the data directory.
func Open(ctx context.Context, d *db.DB, dir string) (*Room, error) {
	calendar, err := workday.Load(migrations.Calendars())
	if err != nil {
		return nil, err
	}
	house := document.House{Agency: "益阳市公安局", Prefix: "益公", PermitSeal: "益阳市公安局行政许可专用章", Reviewer: "益阳市人民政府",
		Court: "益阳市赫山区人民法院", Demo: true}
	authority, err := document.OpenAuthority(filepath.Join(dir, "keys"), house.Agency, house.PermitSeal)
	if err != nil {
		return nil, err
	}
	blobs, err := material.OpenDisk(filepath.Join(dir, "blobs"))
	if err != nil {
		return nil, err
	}
	r := &Room{db: d}
	if r.world, err = simulator.Open(ctx, d); err != nil {
		return nil, err
	}
	outside := r.world.Registers()
	r.Cases, err = casework.New(casework.Config{
		DB: d, Items: catalog.New(d, calendar, nil), Calendar: func() *workday.Calendar { return calendar },
		Documents: document.New(d, blobs, authority, house, "http://127.0.0.1"),
		Registers: casework.Registers{Population: outside.Population, Explosives: outside.Explosives, Background: outside.Background},
	})
	if err != nil {
		return nil, err
	}
	return r, r.fillIn(ctx)
}

// fillIn makes the first form as a citizen of the demonstration does.
func (r *Room) fillIn(ctx context.Context) error {
	citizen := r.world.Person("citizen")
	actor := account.Actor{Kind: account.KindPerson, AccountID: uuid.New(), Name: citizen.Name, IDNumber: citizen.IDNumber.String(),
		Mobile: citizen.Mobile, Assurance: account.AssuranceStep, Terminal: "127.0.0.1"}
	err := r.db.Pool().QueryRow(ctx, "SELECT id FROM people WHERE id_number = $1", actor.IDNumber).Scan(&actor.PersonID)
	if err != nil {
		return fmt.Errorf("the citizen of the demonstration: %w", err)
	}
	if r.form, err = r.Cases.StartDraft(ctx, actor, Item, db.Key{}); err != nil {
		return err
	}
	r.material, r.licence, r.unit = uuid.New(), citizen.Licences[0].Number, r.world.Unit(citizen.Unit).CreditCode.String()
	_, err = r.db.Pool().Exec(ctx, `
INSERT INTO materials (id, owner_id, case_id, question, photo, max_bytes, name, bytes, state, mime, pages, sha256, created_at, touched_at)
VALUES ($1, $2, $3, 'health_cert', false, 10000000, '体检证明.pdf', 4000, 'CLEAN', 'application/pdf', 1, 'not stored', $4, $4)`,
		r.material, actor.PersonID, r.form, r.db.Now())
	if err != nil {
		return err
	}
	saved, err := r.Cases.SaveAnswers(ctx, actor, r.form, r.answers(citizen), 0)
	if err != nil {
		return err
	}
	if len(saved.Faults) > 0 {
		return fmt.Errorf("the form is not complete: %+v", saved.Faults)
	}
	_, err = r.Cases.Finish(ctx, actor, r.form, db.Key{})
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
