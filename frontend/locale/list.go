package locale

import (
	"context"
	"strconv"
	"strings"
)

// List is a message whose lines are parted by |.
func List(ctx context.Context, key string) []string {
	text, ok := lookup(Of(ctx), key)
	if !ok {
		return nil
	}
	return strings.Split(text, "|")
}

// Number writes a count with thousands parted by a thin comma: 12,345.
func Number(n int) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}
