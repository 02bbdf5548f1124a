package simulator

import (
	"context"

	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/roster"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// The people whom no roster may hold, for trying out what happens then. A minor needs no record: his number tells the age.
var (
	guardDetained  = identity.MakeIDNumber("430902", workday.MustParse("1988-04-12"), 31).String() // three 行政拘留
	guardRevoked   = identity.MakeIDNumber("430903", workday.MustParse("1985-11-03"), 33).String() // 保安员证 吊销 two years ago
	guardNone      = identity.MakeIDNumber("430921", workday.MustParse("1996-02-20"), 35).String() // no 保安员证
	guardNegligent = identity.MakeIDNumber("430922", workday.MustParse("1979-07-08"), 37).String() // a negligent crime in 2009: may serve
	guardElsewhere = identity.MakeIDNumber("430923", workday.MustParse("1991-01-15"), 39).String() // on another unit's roster: a warning
)

// guardNumbers are the 保安员证编号 that the register has; of everybody else it has none, and what was typed stands.
var guardNumbers = map[string]string{guardOfExample: "4309002024000123", guardNegligent: "4309222019000037", guardElsewhere: "4309232020000039"}

// guardOfExample stands on the rosters of the items' examples.
const guardOfExample = "430922199208150023"

type guards struct{ *World }

// Guards tells of everybody: who is not one of the people above holds a certificate in force and has no record.
func (w guards) Guards(ctx context.Context, idNumbers []string) (a casework.GuardsAnswer, err error) {
	if a.Reply, err = w.reply(ctx, Security); err != nil {
		return a, err
	}
	a.Found = true
	for _, id := range idNumbers {
		r := roster.Record{IDNumber: id, Certificate: roster.CertificateValid}
		r.Number = guardNumbers[id]
		switch id {
		case guardDetained:
			r.Detentions = 3
		case guardRevoked:
			r.Revoked = []workday.Date{w.base.AddYears(-2)}
		case guardNone:
			r.Certificate = ""
		case guardNegligent:
			r.Crimes = []roster.Crime{{Year: 2009}}
		case guardElsewhere:
			r.Elsewhere = true
		}
		a.Records = append(a.Records, r)
	}
	return a, nil
}
