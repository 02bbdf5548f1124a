// Package register holds the doors to other people's registers (domain.md 6.8): the set that the portal asks, a limit on how long it
// waits, and a client for the real ones behind one HTTP gateway. server/simulator holds the same set for demonstrations.
package register

import (
	"context"
	"errors"
	"time"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/delivery"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/expedite"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// Set is every register that the portal asks.
type Set struct {
	RealNames  account.Population  // 人口库, for real-name registration
	Companies  account.Companies   // 市场监管
	Population casework.Population // 人口库, for cases
	Explosives casework.Explosives // 民爆信息系统
	Background casework.Background // 违法犯罪、在逃、涉毒、涉恐比对
	Business   expedite.Registers  // 税务、人社、登记备案人员
	Businesses casework.Companies  // 市场监管, for cases
	Security   casework.Security   // 保安服务监管信息系统
	Guards     casework.Guards     // … about the guards of a roster
	Licences   document.Library    // 电子证照库, which is told
	Post       delivery.Post       // EMS
}

// Patience is how long the portal waits for any register.
const Patience = 5 * time.Second

// Timely gives every call of a set at most patience. Whatever goes wrong outside becomes REGISTER_UNAVAILABLE (Unavailable) with the
// register's name; a clear answer, NotFound included, passes as it is.
func Timely(set Set, patience time.Duration) Set {
	t := timely{set, patience}
	return Set{RealNames: realNames{t}, Companies: companies{t}, Population: population{t}, Explosives: explosives{t}, Background: background{t},
		Business: business{t}, Businesses: businesses{t}, Security: security{t}, Guards: guards{t}, Licences: licences{t}, Post: post{t}}
}

type timely struct {
	set      Set
	patience time.Duration
}

func ask[T any](ctx context.Context, t timely, name string, call func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, t.patience)
	defer cancel()
	answer, err := call(ctx)
	var zero T
	if err == nil {
		return answer, nil
	}
	if f, ok := fault.As(err); ok && f.Kind != fault.Unavailable {
		return zero, err
	}
	if errors.Is(err, context.Canceled) {
		return zero, err
	}
	return zero, fault.New(fault.Unavailable, "REGISTER_UNAVAILABLE", "register", name).Because(err)
}

type realNames struct{ timely }

func (r realNames) Person(ctx context.Context, id identity.IDNumber) (account.PersonRecord, error) {
	return ask(ctx, r.timely, "population", func(ctx context.Context) (account.PersonRecord, error) { return r.set.RealNames.Person(ctx, id) })
}

type companies struct{ timely }

func (r companies) Enterprise(ctx context.Context, code identity.CreditCode) (account.EnterpriseRecord, error) {
	return ask(ctx, r.timely, "companies", func(ctx context.Context) (account.EnterpriseRecord, error) {
		return r.set.Companies.Enterprise(ctx, code)
	})
}

type population struct{ timely }

func (r population) Person(ctx context.Context, idNumber string) (casework.PersonAnswer, error) {
	return ask(ctx, r.timely, "population", func(ctx context.Context) (casework.PersonAnswer, error) {
		return r.set.Population.Person(ctx, idNumber)
	})
}

func (r population) Family(ctx context.Context, idNumber string) (casework.FamilyAnswer, error) {
	return ask(ctx, r.timely, "population", func(ctx context.Context) (casework.FamilyAnswer, error) {
		return r.set.Population.Family(ctx, idNumber)
	})
}

func (r population) Photo(ctx context.Context, idNumber string) ([]byte, error) {
	return ask(ctx, r.timely, "population", func(ctx context.Context) ([]byte, error) { return r.set.Population.Photo(ctx, idNumber) })
}

type explosives struct{ timely }

func (r explosives) Holder(ctx context.Context, idNumber string) (casework.HolderAnswer, error) {
	return ask(ctx, r.timely, "explosives", func(ctx context.Context) (casework.HolderAnswer, error) {
		return r.set.Explosives.Holder(ctx, idNumber)
	})
}

func (r explosives) Unit(ctx context.Context, creditCode string) (casework.UnitAnswer, error) {
	return ask(ctx, r.timely, "explosives", func(ctx context.Context) (casework.UnitAnswer, error) {
		return r.set.Explosives.Unit(ctx, creditCode)
	})
}

func (r explosives) AllocateCertificateNumber(ctx context.Context, order casework.NumberOrder) (casework.NumberAnswer, error) {
	return ask(ctx, r.timely, "explosives", func(ctx context.Context) (casework.NumberAnswer, error) {
		return r.set.Explosives.AllocateCertificateNumber(ctx, order)
	})
}

type background struct{ timely }

func (r background) Compare(ctx context.Context, idNumber, name string) (casework.BackgroundAnswer, error) {
	return ask(ctx, r.timely, "background", func(ctx context.Context) (casework.BackgroundAnswer, error) {
		return r.set.Background.Compare(ctx, idNumber, name)
	})
}

type businesses struct{ timely }

func (r businesses) Company(ctx context.Context, creditCode string) (casework.CompanyAnswer, error) {
	return ask(ctx, r.timely, "companies", func(ctx context.Context) (casework.CompanyAnswer, error) {
		return r.set.Businesses.Company(ctx, creditCode)
	})
}

type security struct{ timely }

func (r security) Licence(ctx context.Context, creditCode string) (casework.SecurityAnswer, error) {
	return ask(ctx, r.timely, "security", func(ctx context.Context) (casework.SecurityAnswer, error) {
		return r.set.Security.Licence(ctx, creditCode)
	})
}

type guards struct{ timely }

func (r guards) Guards(ctx context.Context, idNumbers []string) (casework.GuardsAnswer, error) {
	return ask(ctx, r.timely, "security", func(ctx context.Context) (casework.GuardsAnswer, error) {
		return r.set.Guards.Guards(ctx, idNumbers)
	})
}
