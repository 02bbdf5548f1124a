package pages

import (
	"context"
	"fmt"
	"strconv"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/numbers"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// WhatIfView is a month replayed as it was and as it might have been. Without an answer only the form is shown.
type WhatIfView struct {
	Entry
	Asked  numbers.Question
	Answer *numbers.Answer
	Desks  []string
	Names  DeskNames
	Today  workday.Date
}

// months are the last twelve to choose from.
func (v WhatIfView) months(ctx context.Context) []ui.Option {
	y, m, _ := v.Today.YMD()
	list := make([]ui.Option, 12)
	for i := range list {
		month := workday.NewDate(y, m, 1).AddMonths(-i)
		list[i] = ui.Option{Value: month.String()[:7], Label: locale.T(ctx, "whatif.month.of", "year", month.Year(), "month", month.String()[5:7]),
			Checked: month.String()[:7] == v.chosen()}
	}
	return list
}

func (v WhatIfView) chosen() string {
	switch {
	case v.Value("month") != "":
		return v.Value("month")
	case v.Answer != nil:
		return v.Answer.Month.From.String()[:7]
	}
	return numbers.LastMonth(v.Today).String()[:7]
}

// hands are the choices of clerks more or fewer.
func (v WhatIfView) hands(ctx context.Context) []ui.Option {
	chosen := v.Value("more")
	if v.Values == nil {
		chosen = strconv.Itoa(v.Asked.More)
	}
	var list []ui.Option
	for n := -2; n <= 3; n++ {
		key := "whatif.more.same"
		switch {
		case n > 0:
			key = "whatif.more.more"
		case n < 0:
			key = "whatif.more.fewer"
		}
		list = append(list, ui.Option{Value: strconv.Itoa(n), Label: locale.T(ctx, key, "count", max(n, -n)), Checked: strconv.Itoa(n) == chosen})
	}
	return list
}

// amountText is a field's number, empty for none.
func amountText(f float64) string {
	if f == 0 {
		return ""
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// outcomeTable sets both replays side by side.
func outcomeTable(ctx context.Context, a numbers.Answer) numbers.Table {
	t := numbers.Table{Title: locale.T(ctx, "numbers.table", "title", locale.T(ctx, "whatif.outcome")),
		Head: []string{locale.T(ctx, "whatif.col.what"), locale.T(ctx, "whatif.before"), locale.T(ctx, "whatif.after")}}
	row := func(key string, before, after any) {
		t.Rows = append(t.Rows, []any{locale.T(ctx, "whatif.row."+key), before, after})
	}
	tenth := func(f float64) float64 { return float64(int(f*10+0.5)) / 10 }
	row("arrived", a.Before.Arrived, a.After.Arrived)
	row("admitted", a.Before.Admitted, a.After.Admitted)
	row("late", a.Before.Late, a.After.Late)
	row("mean", tenth(a.Before.Mean), tenth(a.After.Mean))
	row("longest", a.Before.Longest, a.After.Longest)
	row("peak", a.Before.Peak, a.After.Peak)
	return t
}

// daysTable is the picture of waiting as a table.
func daysTable(ctx context.Context, a numbers.Answer) numbers.Table {
	t := numbers.Table{Title: locale.T(ctx, "numbers.table", "title", locale.T(ctx, "whatif.waiting")),
		Head: []string{locale.T(ctx, "numbers.col.day"), locale.T(ctx, "whatif.col.arrived"), locale.T(ctx, "whatif.before"), locale.T(ctx, "whatif.after")}}
	for _, d := range a.Days {
		t.Rows = append(t.Rows, []any{locale.Date(ctx, d.Day), d.Arrived, d.Before, d.After})
	}
	return t
}

func waitingChart(ctx context.Context, a numbers.Answer) ui.Chart {
	c := ui.Chart{ID: "chart-waiting", Title: locale.T(ctx, "numbers.chart", "title", locale.T(ctx, "whatif.waiting")),
		Desc:   locale.T(ctx, "whatif.waiting.desc", "before", a.Before.Peak, "after", a.After.Peak),
		Series: []string{locale.T(ctx, "whatif.after"), locale.T(ctx, "whatif.before")}}
	for _, d := range a.Days {
		c.Bars = append(c.Bars, ui.Bar{Label: tickDay(d.Day), Values: []float64{float64(d.After), float64(d.Before)}})
	}
	return c
}

func lateChart(ctx context.Context, a numbers.Answer) ui.Chart {
	bar := func(key string, o numbers.Outcome) ui.Bar {
		return ui.Bar{Label: locale.T(ctx, key), Values: []float64{float64(o.Arrived - o.Late), 0, float64(o.Late)}}
	}
	return ui.Chart{ID: "chart-late", Title: locale.T(ctx, "numbers.chart", "title", locale.T(ctx, "whatif.outcome")),
		Desc: verdictWords(ctx, a), Series: []string{locale.T(ctx, "whatif.intime"), "", locale.T(ctx, "whatif.row.late")},
		Bars: []ui.Bar{bar("whatif.before", a.Before), bar("whatif.after", a.After)}}
}

// verdictWords say in one sentence what the change would have done.
func verdictWords(ctx context.Context, a numbers.Answer) string {
	key := "whatif.verdict.same"
	switch {
	case a.Before.Arrived == 0:
		key = "whatif.verdict.none"
	case a.After.Late < a.Before.Late:
		key = "whatif.verdict.better"
	case a.After.Late > a.Before.Late:
		key = "whatif.verdict.worse"
	}
	return locale.T(ctx, key, "before", a.Before.Late, "after", a.After.Late, "of", a.Before.Arrived)
}

// assumptions are what a replay takes for granted, in plain sentences.
func assumptions(ctx context.Context, a numbers.Answer) []string {
	list := []string{
		locale.T(ctx, "whatif.assume.arrivals", "from", locale.Date(ctx, a.Month.From), "to", locale.Date(ctx, a.Month.To)),
		locale.T(ctx, "whatif.assume.staff", "clerks", a.Clerks, "pace", amountText(a.PerDay), "measured", a.Measured.Clerks, "measuredpace", amountText(a.Measured.PerDay)),
		locale.T(ctx, "whatif.assume.change", "clerks", max(a.Clerks+a.Question.More, 0), "cutoff", numbers.Cutoff(a.Question.Cutoff), "usual", numbers.Cutoff(0)),
	}
	if c := a.Question.Closed; !c.From.IsZero() {
		list = append(list, locale.T(ctx, "whatif.assume.closed", "from", locale.Date(ctx, c.From), "to", locale.Date(ctx, c.To)))
	}
	return append(list, locale.T(ctx, "whatif.assume.rules"), locale.T(ctx, "whatif.assume.limits"))
}

// cutoffValue is the cut-off as a field holds it.
func cutoffValue(minutes int) string {
	if minutes == 0 {
		return ""
	}
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}
