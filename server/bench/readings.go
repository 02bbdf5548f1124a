package main

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/bench/waiting"
)

// measureReadings lets an officer open the pages of many cases twice: the first time the reading is kept before the page is shown, the second time it
// is known. Another officer has opened them before, so that both find the same pages of the database at hand.
func measureReadings(ctx context.Context, p *place, s settings, r *report) (err error) {
	app, err := server.Open(ctx, server.Place{DataDir: p.data + "-readings", Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, app.Close()) }()
	if err := app.DB.CheckDurability(ctx); err != nil {
		return err
	}
	room, err := waiting.Open(ctx, app)
	if err != nil {
		return err
	}
	cases := looks * s.rounds
	if err := room.Copy(ctx, 0, cases, true); err != nil {
		return err
	}
	for n := range cases {
		if err := submit(app.Cases)(ctx, n); err != nil {
			return err
		}
	}
	base := httptest.NewServer(app.Handler)
	defer base.Close()
	var took [3][]float64
	for i, login := range []string{"anguan1", "shouli1", "shouli1"} {
		h := &browserOf{base: base}
		if err := h.signIn(ctx, app, login); err != nil {
			return err
		}
		for n := range cases {
			begun := time.Now()
			if _, err := h.get(ctx, "/desk/cases/"+waiting.Form(n).String()); err != nil {
				return err
			}
			took[i] = append(took[i], float64(time.Since(begun).Microseconds())/1000)
		}
	}
	r.value("an officer's page of a case, its reading kept", "ms", 0, took[1]...)
	r.value("the same page, its reading known", "ms", 0, took[2]...)
	var kept int
	if err := app.DB.Pool().QueryRow(ctx, "SELECT count(*) FROM readings WHERE case_id BETWEEN $1 AND $2", waiting.Form(0), waiting.Form(cases-1)).Scan(&kept); err != nil {
		return err
	}
	if kept != 2*cases {
		return fmt.Errorf("%d readings were kept, %d should have been", kept, 2*cases)
	}
	return nil
}
