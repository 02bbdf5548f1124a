package document

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

var (
	wideEntry = regexp.MustCompile(`<([0-9A-F]{4})><[0-9A-F]{4}><([0-9A-F]{5,6})>`)
	mapStream = regexp.MustCompile(`(?s)stream\n(.*)endstream`)
)

// mendToUnicode corrects the table that says which character a glyph stands for. gopdf writes characters above U+FFFF as five digits,
// where the format wants UTF-16; without this a rare character in a name is drawn right but copied out wrong.
func (u *update) mendToUnicode() {
	for n := 1; n < len(u.offsets); n++ {
		body := u.body(n)
		if !strings.Contains(body, "beginbfrange") || !wideEntry.MatchString(body) {
			continue
		}
		m := mapStream.FindStringSubmatch(body)
		if m == nil {
			continue
		}
		mended := wideEntry.ReplaceAllStringFunc(m[1], func(entry string) string {
			part := wideEntry.FindStringSubmatch(entry)
			r, err := strconv.ParseInt(part[2], 16, 32)
			if err != nil {
				return entry
			}
			high, low := utf16.EncodeRune(rune(r))
			return fmt.Sprintf("<%s><%s><%04X%04X>", part[1], part[1], high, low)
		})
		u.object(n, fmt.Sprintf("<<\n/Length %d\n>>\nstream\n%sendstream\n", len(mended), mended))
	}
}
