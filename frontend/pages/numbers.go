package pages

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/numbers"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// NumbersView is the page of a section's numbers.
type NumbersView struct {
	Entry
	numbers.Figures
	Names DeskNames
	Today workday.Date
}

// numbersPart is one section: a picture, and the table that says the same.
type numbersPart struct {
	ID, Heading string
	Lead        string
	Chart       *ui.Chart
	Table       numbers.Table
	Share       bool // draw the share of the last number column's sum in each row
	Long        bool // the table is folded up
}

// numbersParts are all parts of the figures that have a table; exports hold the same tables.
func numbersParts(ctx context.Context, f numbers.Figures) []numbersPart {
	return []numbersPart{arrivalsPart(ctx, f), waitingPart(ctx, f), stepsPart(ctx, f), promisePart(ctx, f), reasonsPart(ctx, f), placesPart(ctx, f),
		unitsPart(ctx, f), officersPart(ctx, f), yearsPart(ctx, f)}
}

// NumbersTables are the tables of the figures in the reader's language.
func NumbersTables(ctx context.Context, f numbers.Figures) (list []numbers.Table) {
	for _, p := range numbersParts(ctx, f) {
		p.Table.Title = p.Heading
		list = append(list, p.Table)
	}
	return list
}

// part begins a section by its id: heading and caption have keys of it.
func part(ctx context.Context, id string, head ...string) numbersPart {
	p := numbersPart{ID: id, Heading: locale.T(ctx, "numbers."+id)}
	p.Table.Title = locale.T(ctx, "numbers.table", "title", p.Heading)
	for _, h := range head {
		p.Table.Head = append(p.Table.Head, locale.T(ctx, "numbers.col."+h))
	}
	return p
}

// draw gives a part its picture.
func (p *numbersPart) draw(ctx context.Context, desc string, bars []ui.Bar, series ...string) *ui.Chart {
	c := &ui.Chart{ID: "chart-" + p.ID, Title: locale.T(ctx, "numbers.chart", "title", p.Heading), Desc: desc, Bars: bars}
	for _, s := range series {
		c.Series = append(c.Series, locale.T(ctx, "numbers.col."+s))
	}
	if len(bars) > 0 {
		p.Chart = c
	}
	return c
}

func split(s numbers.Split) []float64 { return []float64{float64(s.Expedited), float64(s.Ordinary)} }

// tickDay is a day below a column: 11-23.
func tickDay(d workday.Date) string {
	_, m, day := d.YMD()
	return fmt.Sprintf("%d-%d", m, day)
}

func arrivalsPart(ctx context.Context, f numbers.Figures) numbersPart {
	p := part(ctx, "arrivals", "day", "expedited", "ordinary", "all")
	var bars []ui.Bar
	most, at := 0, f.Period.From
	for _, a := range f.Arrivals {
		bars = append(bars, ui.Bar{Label: tickDay(a.From), Values: split(a.Split)})
		name := locale.Date(ctx, a.From)
		if a.To != a.From {
			name = locale.T(ctx, "numbers.week", "from", locale.Date(ctx, a.From), "to", locale.Date(ctx, a.To))
		}
		p.Table.Rows = append(p.Table.Rows, []any{name, a.Expedited, a.Ordinary, a.All()})
		if a.All() > most {
			most, at = a.All(), a.From
		}
	}
	key := "numbers.arrivals.desc"
	if f.Weekly {
		key = "numbers.arrivals.weeks"
	}
	p.draw(ctx, locale.T(ctx, key, "count", f.Received.All(), "spans", len(f.Arrivals), "most", most, "day", locale.Date(ctx, at)), bars, "expedited", "ordinary")
	p.Long = len(f.Arrivals) > 12
	return p
}

func waitingPart(ctx context.Context, f numbers.Figures) numbersPart {
	p := part(ctx, "waiting", "doby", "expedited", "ordinary", "all")
	p.Lead = locale.T(ctx, "numbers.waiting.lead", "at", locale.Time(ctx, f.AsOf))
	today := workday.DateOf(f.AsOf)
	var bars []ui.Bar
	all, due := 0, 0
	for _, d := range f.Waiting {
		all += d.All()
		label, name := tickDay(d.DoBy), locale.Due(ctx, d.DoBy)
		switch {
		case d.DoBy.IsZero():
			label = locale.T(ctx, "numbers.undated")
			name = label
		case !d.DoBy.After(today):
			due += d.All()
			name = locale.T(ctx, "numbers.due", "day", name)
		}
		bars = append(bars, ui.Bar{Label: label, Values: split(d.Split)})
		p.Table.Rows = append(p.Table.Rows, []any{name, d.Expedited, d.Ordinary, d.All()})
	}
	p.draw(ctx, locale.T(ctx, "numbers.waiting.desc", "count", all, "due", due), bars, "expedited", "ordinary")
	return p
}

func hours(d time.Duration) float64 { return float64(int(d.Hours()*10+0.5)) / 10 }

func stepsPart(ctx context.Context, f numbers.Figures) numbersPart {
	p := part(ctx, "steps", "stage", "done", "median", "p90")
	p.Lead = locale.T(ctx, "numbers.steps.lead")
	var bars []ui.Bar
	all := 0
	for _, s := range f.Steps {
		all += s.Steps
		if s.Steps == 0 {
			p.Table.Rows = append(p.Table.Rows, []any{stageName(ctx, s.Stage), 0, "—", "—"})
			continue
		}
		bars = append(bars, ui.Bar{Label: stageName(ctx, s.Stage), Values: []float64{hours(s.Median), hours(s.P90)}})
		p.Table.Rows = append(p.Table.Rows, []any{stageName(ctx, s.Stage), s.Steps, hours(s.Median), hours(s.P90)})
	}
	c := p.draw(ctx, locale.T(ctx, "numbers.steps.desc", "count", all), bars, "median", "p90")
	c.Grouped, c.Unit = true, locale.T(ctx, "numbers.hours")
	return p
}

// shareWords is a share of kept promises.
func shareWords(ctx context.Context, pr numbers.Promises) string {
	if pr.Share() < 0 {
		return locale.T(ctx, "numbers.none.due")
	}
	return shareShort(pr)
}

// shareShort is a share as a figure: a dash while none was due.
func shareShort(pr numbers.Promises) string {
	if pr.Share() < 0 {
		return "—"
	}
	return strconv.Itoa(pr.Share()) + "%"
}

func promisePart(ctx context.Context, f numbers.Figures) numbersPart {
	p := part(ctx, "promise", "queue", "kept", "missed", "owed", "share")
	p.Lead = locale.T(ctx, "numbers.promise.lead")
	var bars []ui.Bar
	for _, row := range []struct {
		key string
		pr  numbers.Promises
	}{{"expedited", f.Expedited}, {"ordinary", f.Ordinary}} {
		name := locale.T(ctx, "numbers.col."+row.key)
		p.Table.Rows = append(p.Table.Rows, []any{name, row.pr.Kept, row.pr.Missed, row.pr.Owed, shareWords(ctx, row.pr)})
		bars = append(bars, ui.Bar{Label: name, Values: []float64{float64(row.pr.Kept), float64(row.pr.Owed), float64(row.pr.Missed)}})
	}
	desc := locale.T(ctx, "numbers.promise.desc", "expedited", shareWords(ctx, f.Expedited), "ordinary", shareWords(ctx, f.Ordinary))
	p.draw(ctx, desc, bars, "kept", "owed", "missed")
	return p
}

// nameBars fills a part with one row and column for each name.
func nameBars(ctx context.Context, p *numbersPart, list []numbers.Named, desc string, words func(numbers.Named) (label, name string)) {
	var bars []ui.Bar
	for _, n := range list {
		label, name := words(n)
		bars = append(bars, ui.Bar{Label: label, Values: split(n.Split)})
		p.Table.Rows = append(p.Table.Rows, []any{name, n.Expedited, n.Ordinary, n.All()})
	}
	p.draw(ctx, desc, bars, "expedited", "ordinary")
}

func reasonsPart(ctx context.Context, f numbers.Figures) numbersPart {
	p := part(ctx, "reasons", "reason", "expedited", "ordinary", "all")
	nameBars(ctx, &p, f.Reasons, locale.T(ctx, "numbers.reasons.desc", "count", f.Received.Expedited), func(n numbers.Named) (string, string) {
		name := locale.T(ctx, "business.reason."+n.Code)
		if n.Code == "ordinary" {
			return name, name
		}
		return n.Code, name
	})
	return p
}

func placesPart(ctx context.Context, f numbers.Figures) numbersPart {
	p := part(ctx, "places", "place", "expedited", "ordinary", "all")
	p.Lead = locale.T(ctx, "numbers.places.lead")
	all := 0
	for _, d := range f.Destinations {
		all += d.All()
	}
	nameBars(ctx, &p, f.Destinations, locale.T(ctx, "numbers.places.desc", "count", all), func(n numbers.Named) (string, string) {
		name := locale.T(ctx, "business.to."+n.Code)
		return name, name
	})
	return p
}

func unitsPart(ctx context.Context, f numbers.Figures) numbersPart {
	p := part(ctx, "units", "unit", "code", "expedited", "ordinary", "all")
	for _, u := range f.Units {
		p.Table.Rows = append(p.Table.Rows, []any{u.Name, u.Code, u.Expedited, u.Ordinary, u.All()})
	}
	if o := f.OtherUnits; o.All() > 0 {
		p.Table.Rows = append(p.Table.Rows, []any{locale.T(ctx, "numbers.units.others"), "", o.Expedited, o.Ordinary, o.All()})
	}
	p.Share = true
	return p
}

func officersPart(ctx context.Context, f numbers.Figures) numbersPart {
	p := part(ctx, "officers", "officer", "police", "admitted", "putback")
	p.Lead = locale.T(ctx, "numbers.officers.lead")
	for _, o := range f.Officers {
		p.Table.Rows = append(p.Table.Rows, []any{o.Name, o.Officer, o.Admitted, o.Ordinary})
	}
	return p
}

func yearsPart(ctx context.Context, f numbers.Figures) numbersPart {
	p := part(ctx, "years", "group", "then", "now")
	was, is := f.Baseline, f.ThisYear
	p.Table.Head[1] = locale.T(ctx, "numbers.col.year", "year", was.Year)
	p.Table.Head[2] = locale.T(ctx, "numbers.col.sofar", "year", is.Year)
	hk, tw := locale.T(ctx, "numbers.group.hkmacao"), locale.T(ctx, "numbers.group.taiwan")
	p.Table.Rows = [][]any{{hk, was.HKMacao, is.HKMacao}, {tw, was.Taiwan, is.Taiwan}, {locale.T(ctx, "numbers.group.both"), was.Expedited(), is.Expedited()},
		{locale.T(ctx, "numbers.group.passports"), was.Passports, is.Passports}}
	p.Lead = locale.T(ctx, "numbers.years.lead")
	c := p.draw(ctx, locale.T(ctx, "numbers.years.desc", "then", was.Year, "hk", was.HKMacao, "tw", was.Taiwan, "now", is.Year, "hknow", is.HKMacao, "twnow", is.Taiwan),
		[]ui.Bar{{Label: locale.T(ctx, "numbers.short.hkmacao"), Values: []float64{float64(was.HKMacao), float64(is.HKMacao)}}, {Label: locale.T(ctx, "business.to.taiwan"), Values: []float64{float64(was.Taiwan), float64(is.Taiwan)}}})
	c.Series, c.Grouped, c.Unit = []string{p.Table.Head[1], p.Table.Head[2]}, true, locale.T(ctx, "numbers.persons")
	return p
}

// NumbersSay writes a cell of a table as text.
func NumbersSay(v any) string {
	switch v := v.(type) {
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(v)
}

func isNumber(v any) bool {
	switch v.(type) {
	case int, float64:
		return true
	}
	return v == "—"
}

// last is the number in the last cell of a row.
func last(row []any) int { n, _ := row[len(row)-1].(int); return n }

// query is the address's question about the same period and desk.
func (v NumbersView) query(p numbers.Period) string {
	q := url.Values{"from": {p.From.String()}, "to": {p.To.String()}}
	if v.Desk != "" {
		q.Set("desk", v.Desk)
	}
	return q.Encode()
}

// quickPeriod is a period that is one click away.
type quickPeriod struct {
	Label string
	numbers.Period
}

func (v NumbersView) quick(ctx context.Context) []quickPeriod {
	y, m, _ := v.Today.YMD()
	month, year := workday.NewDate(y, m, 1), workday.NewDate(y, time.January, 1)
	list := []quickPeriod{
		{"week", numbers.Period{From: v.Today.AddDays(-6), To: v.Today}},
		{"month", numbers.Period{From: month, To: v.Today}},
		{"lastmonth", numbers.Period{From: month.AddMonths(-1), To: month.AddDays(-1)}},
		{"year", numbers.Period{From: year, To: v.Today}},
	}
	for i, q := range list {
		list[i].Label = locale.T(ctx, "numbers.quick."+q.Label)
	}
	return list
}

// deskOptions are the desks to choose from, after all of them.
func deskOptions(desks []string, names DeskNames, chosen string) []ui.Option {
	list := make([]ui.Option, len(desks))
	for i, d := range desks {
		list[i] = ui.Option{Value: d, Label: names.Of(d), Checked: d == chosen}
	}
	return list
}

// dueToday counts what must be done today or is late.
func (v NumbersView) dueToday() (n int) {
	for _, d := range v.Waiting {
		if !d.DoBy.IsZero() && !d.DoBy.After(v.Today) {
			n += d.All()
		}
	}
	return n
}

// together are the promises of both queues.
func (v NumbersView) together() numbers.Promises {
	return numbers.Promises{Kept: v.Expedited.Kept + v.Ordinary.Kept, Missed: v.Expedited.Missed + v.Ordinary.Missed}
}

// dateValue is a date as a field holds it.
func dateValue(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
