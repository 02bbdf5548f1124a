package respond

import (
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Pace limits what an address may ask for without an account and without a row in the database: many at once, then some a second. Answers
// that are kept ready are not counted.
type Pace struct {
	store *middleware.RateLimiterMemoryStore
}

// NewPace makes a pace of so many a second with so many at once.
func NewPace(perSecond float64, atOnce int) *Pace {
	return &Pace{middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Limit(perSecond), Burst: atOnce, ExpiresIn: 3 * time.Minute,
	})}
}

// Allow counts one request of this address; TOO_MANY when there were too many. No pace allows everything.
func (p *Pace) Allow(c echo.Context) error {
	if p == nil {
		return nil
	}
	if allowed, err := p.store.Allow(c.RealIP()); err != nil || !allowed {
		return fault.New(fault.TooMany, "TOO_MANY", "seconds", 1)
	}
	return nil
}
