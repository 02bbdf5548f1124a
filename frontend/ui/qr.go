package ui

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/a-h/templ"
	"github.com/skip2/go-qrcode"
)

// QR draws an address as a QR code inside the page: black on white in both colour schemes, because cameras expect that. name says in
// words where it leads.
func QR(address, name string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		code, err := qrcode.New(address, qrcode.Medium)
		if err != nil {
			return fmt.Errorf("qr code of %q: %w", address, err)
		}
		modules := code.Bitmap()
		_, err = fmt.Fprintf(w, `<svg class="pp-qr" role="img" aria-label="%s" viewBox="0 0 %d %[2]d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%[2]dv%[2]dH0z"/><path d="%[3]s"/></svg>`,
			templ.EscapeString(name), len(modules), squares(modules))
		return err
	})
}

// squares is the path of the dark modules, one run of a row after the other.
func squares(modules [][]bool) string {
	var path strings.Builder
	for y, row := range modules {
		for x := 0; x < len(row); x++ {
			if !row[x] {
				continue
			}
			start := x
			for x < len(row) && row[x] {
				x++
			}
			fmt.Fprintf(&path, "M%d %dh%dv1h-%[3]dz", start, y, x-start)
		}
	}
	return path.String()
}
