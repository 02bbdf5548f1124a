package ui

import (
	"fmt"
	"strconv"
	"strings"
)

// Chart is a picture of numbers, drawn by the server: it needs no script, prints, and has its words beside it. Series say what the values of
// each Bar are, in order; at most three can be told apart.
type Chart struct {
	ID, Title, Desc string
	Series          []string
	Bars            []Bar
	Grouped         bool // values of a bar stand side by side instead of one on the other
	Unit            string
}

// Bar is one column of a chart: a short label and a value for each series.
type Bar struct {
	Label  string
	Values []float64
}

// Measures of a chart, in units of its view box, which are pixels at its natural size.
const (
	chartTop    = 22
	chartHeight = 170
	chartLeft   = 40
	chartFoot   = 26
	chartColumn = 24
	chartWide   = 64 // width of a column when there are few
	chartMost   = 10 // labels that fit below
)

// column is the width of one bar with its gap.
func (c Chart) column() int {
	switch n := len(c.Bars); {
	case n <= 8:
		return chartWide
	case n <= 16:
		return chartColumn * 3 / 2
	}
	return chartColumn
}

func (c Chart) width() int  { return chartLeft + max(len(c.Bars), 4)*c.column() + 8 }
func (c Chart) height() int { return chartTop + chartHeight + chartFoot }

// size is the class that keeps a chart's words readable where the screen is narrow: it scrolls instead of shrinking.
func (c Chart) size() string {
	switch w := c.width(); {
	case w <= 330:
		return "pp-graph-s"
	case w <= 560:
		return "pp-graph-m"
	}
	return "pp-graph-l"
}

// top is the highest value drawn: a round number.
func (c Chart) top() float64 {
	most := 0.0
	for _, b := range c.Bars {
		sum := 0.0
		for _, v := range b.Values {
			sum += v
			if c.Grouped {
				most = max(most, v)
			}
		}
		if !c.Grouped {
			most = max(most, sum)
		}
	}
	for step := 1.0; ; step *= 10 {
		for _, n := range []float64{2, 4, 6, 8, 10} {
			if most <= n*step {
				return n * step
			}
		}
	}
}

// y is where a value ends.
func (c Chart) y(v float64) float64 {
	return chartTop + chartHeight*(1-v/c.top())
}

// gridLine is a horizontal line with its value.
type gridLine struct {
	Y     float64
	Label string
}

func (c Chart) grid() (lines []gridLine) {
	for _, part := range []float64{0, 0.5, 1} {
		v := c.top() * part
		lines = append(lines, gridLine{c.y(v), amount(v)})
	}
	return lines
}

// block is one rectangle.
type block struct {
	X, Y, W, H float64
	Series     int
	Label      string // of its value, "" where there is no room
}

func (c Chart) blocks() (list []block) {
	column := float64(c.column())
	for i, b := range c.Bars {
		x, base := float64(chartLeft)+float64(i)*column+column*0.15, 0.0
		w := column * 0.7
		if c.Grouped {
			w /= float64(max(len(b.Values), 1))
		}
		sum := 0.0
		for s, v := range b.Values {
			sum += v
			if v <= 0 {
				continue
			}
			one := block{X: x, Y: c.y(base + v), W: w, H: c.y(base) - c.y(base+v), Series: s + 1}
			if c.Grouped {
				one.X, one.Label = x+float64(s)*w, amount(v)
			} else {
				base += v
			}
			list = append(list, one)
		}
		if !c.Grouped && sum > 0 {
			list[len(list)-1].Label = amount(sum)
		}
	}
	return list
}

// mark is a label below a column.
type mark struct {
	X    float64
	Text string
}

func (c Chart) marks() (list []mark) {
	every := (len(c.Bars) + chartMost - 1) / chartMost
	for i, b := range c.Bars {
		if i%every == 0 {
			list = append(list, mark{float64(chartLeft) + (float64(i)+0.5)*float64(c.column()), b.Label})
		}
	}
	return list
}

// lines are the series as points of a polyline.
func (c Chart) lines() (list []string) {
	for s := range c.Series {
		var points []string
		for i, b := range c.Bars {
			points = append(points, fmt.Sprintf("%s,%s", coordinate(float64(chartLeft)+(float64(i)+0.5)*float64(c.column())), coordinate(c.y(b.Values[s]))))
		}
		list = append(list, strings.Join(points, " "))
	}
	return list
}

func (c Chart) box() string { return fmt.Sprintf("0 0 %d %d", c.width(), c.height()) }

// coordinate is a place in the view box.
func coordinate(v float64) string { return strconv.FormatFloat(v, 'f', 1, 64) }

// amount is a value as it is written: whole, or with one decimal.
func amount(v float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
}
