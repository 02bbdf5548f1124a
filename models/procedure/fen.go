package procedure

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Fen is an amount of money in 分, so that nothing is ever rounded.
type Fen int64

// mostFen is one hundred million yuan: what is more was typed wrongly.
const mostFen Fen = 100_000_000_00

// ParseFen reads an amount in yuan with at most two digits after the point, such as 1234.5 or 1,234.50. Faults: AMOUNT_REQUIRED, AMOUNT_INVALID,
// AMOUNT_RANGE (nothing, or more than a hundred million yuan).
func ParseFen(text string) (Fen, error) {
	text = strings.TrimSpace(strings.NewReplacer(",", "", "，", "", "元", "").Replace(text))
	if text == "" {
		return 0, fault.New(fault.Invalid, "AMOUNT_REQUIRED")
	}
	yuan, cents, _ := strings.Cut(text, ".")
	if len(yuan) == 0 || len(yuan) > 12 || len(cents) > 2 || strings.Trim(yuan+cents, "0123456789") != "" {
		return 0, fault.New(fault.Invalid, "AMOUNT_INVALID")
	}
	n, err := strconv.ParseInt(yuan+(cents + "00")[:2], 10, 64)
	if err != nil {
		return 0, fault.New(fault.Invalid, "AMOUNT_INVALID").Because(err)
	}
	if n == 0 || Fen(n) > mostFen {
		return 0, fault.New(fault.Invalid, "AMOUNT_RANGE")
	}
	return Fen(n), nil
}

// String is the amount in yuan with its two digits, thousands apart: 12,345.00.
func (f Fen) String() string {
	yuan := strconv.FormatInt(int64(f)/100, 10)
	for i := len(yuan) - 3; i > 0; i -= 3 {
		yuan = yuan[:i] + "," + yuan[i:]
	}
	return fmt.Sprintf("%s.%02d", yuan, int64(f)%100)
}
