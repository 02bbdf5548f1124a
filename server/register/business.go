package register

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// business asks about enterprises and their people within patience (税务, 人社, 登记备案人员, 市场监管).
type business struct{ timely }

func (b business) Tax(ctx context.Context, code string) (expedite.TaxRecord, error) {
	return ask(ctx, b.timely, "tax", func(ctx context.Context) (expedite.TaxRecord, error) { return b.set.Business.Tax(ctx, code) })
}

func (b business) Insurance(ctx context.Context, code string, ids []string) (map[string]int, error) {
	return ask(ctx, b.timely, "insurance", func(ctx context.Context) (map[string]int, error) { return b.set.Business.Insurance(ctx, code, ids) })
}

func (b business) StateStaff(ctx context.Context, ids []string) (map[string]bool, error) {
	return ask(ctx, b.timely, "state_staff", func(ctx context.Context) (map[string]bool, error) { return b.set.Business.StateStaff(ctx, ids) })
}

func (b business) Area(ctx context.Context, code string) (string, error) {
	return ask(ctx, b.timely, "companies", func(ctx context.Context) (string, error) { return b.set.Business.Area(ctx, code) })
}

func (b business) Crossed(ctx context.Context, e expedite.Endorsement) (expedite.Crossing, error) {
	return ask(ctx, b.timely, "border", func(ctx context.Context) (expedite.Crossing, error) { return b.set.Business.Crossed(ctx, e) })
}

// gatewayBusiness asks the same of the gateway.
type gatewayBusiness struct{ *Gateway }

const businessPurpose = "商务签注"

func (g gatewayBusiness) ask(ctx context.Context, path string, question, answer any) error {
	return g.post(ctx, path, businessPurpose, uuid.NewString(), question, answer)
}

func (g gatewayBusiness) Tax(ctx context.Context, code string) (t expedite.TaxRecord, err error) {
	var answer struct {
		Found bool  `json:"found"`
		Year  int   `json:"year"`
		Yuan  int64 `json:"yuan"`
	}
	err = g.ask(ctx, "/tax/last-year", map[string]string{"credit_code": code}, &answer)
	return expedite.TaxRecord{Found: answer.Found, Year: answer.Year, Yuan: answer.Yuan}, err
}

func (g gatewayBusiness) Insurance(ctx context.Context, code string, ids []string) (map[string]int, error) {
	var answer struct {
		Months map[string]int `json:"months"` // by ID number
	}
	err := g.ask(ctx, "/insurance/months", map[string]any{"credit_code": code, "id_numbers": ids}, &answer)
	return answer.Months, err
}

func (g gatewayBusiness) StateStaff(ctx context.Context, ids []string) (map[string]bool, error) {
	var answer struct {
		Listed []string `json:"listed"`
	}
	err := g.ask(ctx, "/state-staff/listed", map[string]any{"id_numbers": ids}, &answer)
	listed := map[string]bool{}
	for _, id := range answer.Listed {
		listed[id] = true
	}
	return listed, err
}

func (g gatewayBusiness) Area(ctx context.Context, code string) (string, error) {
	var answer struct {
		Area string `json:"area"`
	}
	err := g.ask(ctx, "/companies/area", map[string]string{"credit_code": code}, &answer)
	return answer.Area, err
}

// Crossed asks the national exit-entry register whether the holder of an endorsement crossed the border with it.
func (g gatewayBusiness) Crossed(ctx context.Context, e expedite.Endorsement) (expedite.Crossing, error) {
	var answer struct {
		Found  bool         `json:"found"`
		On     workday.Date `json:"crossed_on"` // null: not crossed
		Source string       `json:"source"`
	}
	err := g.ask(ctx, "/border/crossings", map[string]any{"id_number": e.IDNumber, "document": e.DocNo, "endorsement": e.Number,
		"destinations": e.Destinations, "from": e.From, "to": e.To}, &answer)
	return expedite.Crossing{Known: answer.Found, On: answer.On, Source: answer.Source}, err
}
