package respond

import "github.com/labstack/echo/v4"

const shownKey = "shown"

// Shows names full numbers that an answer shows beside those of its case; the log of readings takes them from here.
func Shows(c echo.Context, numbers ...string) {
	before, _ := c.Get(shownKey).([]string)
	c.Set(shownKey, append(before, numbers...))
}

// Shown are the numbers that were named by Shows.
func Shown(c echo.Context) []string {
	numbers, _ := c.Get(shownKey).([]string)
	return numbers
}
