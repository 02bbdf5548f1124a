package ui

import (
	"context"
	"fmt"
	"io"

	"github.com/a-h/templ"
)

// Icon is a decorative line drawing of 24×24 in the colour of its text; readers of screens never hear it. Unknown names draw nothing.
func Icon(name string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		path, ok := icons[name]
		if !ok {
			return nil
		}
		_, err := fmt.Fprintf(w, `<svg class="pp-icon" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">%s</svg>`, path)
		return err
	})
}

// icons are our own drawings.
var icons = map[string]string{
	"search":     `<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>`,
	"check":      `<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
	"clock":      `<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>`,
	"alert":      `<path d="M12 4 2.8 19.5h18.4L12 4Z"/><path d="M12 10v4.2M12 17v.1"/>`,
	"stop":       `<path d="M8.3 3.5h7.4l4.8 4.8v7.4l-4.8 4.8H8.3l-4.8-4.8V8.3l4.8-4.8Z"/><path d="M12 8v5M12 16v.1"/>`,
	"info":       `<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>`,
	"pause":      `<circle cx="12" cy="12" r="8.5"/><path d="M10 9v6M14 9v6"/>`,
	"chevron":    `<path d="m9.5 6 6 6-6 6"/>`,
	"down":       `<path d="m6 9.5 6 6 6-6"/>`,
	"back":       `<path d="M19 12H5M11 6l-6 6 6 6"/>`,
	"forward":    `<path d="M5 12h14M13 6l6 6-6 6"/>`,
	"print":      `<path d="M7 9V3.5h10V9M7 18H4.5V9.5h15V18H17M7 14.5h10v6H7z"/>`,
	"copy":       `<rect x="8.5" y="8.5" width="12" height="12" rx="2"/><path d="M15.5 8.5v-3a2 2 0 0 0-2-2h-8a2 2 0 0 0-2 2v8a2 2 0 0 0 2 2h3"/>`,
	"person":     `<circle cx="12" cy="8" r="4"/><path d="M4 20.5c.8-4 4-6 8-6s7.2 2 8 6"/>`,
	"enterprise": `<path d="M4.5 20.5v-16h9v16M13.5 9.5h6v11M3 20.5h18M8 8.5h2M8 12.5h2M8 16.5h2M16.5 13.5v.1M16.5 17v.1"/>`,
	"lock":       `<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>`,
	"upload":     `<path d="M12 16V4.5M7 9l5-5 5 5M4.5 15.5v4h15v-4"/>`,
	"download":   `<path d="M12 4v11.5M7 11l5 5 5-5M4.5 16.5v3.5h15v-3.5"/>`,
	"file":       `<path d="M6 3.5h8l4.5 4.5v12.5H6z"/><path d="M13.5 3.5V8.5h5"/>`,
	"bell":       `<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15L6 16.5ZM10 20.5h4"/>`,
	"globe":      `<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17-5-5-5-12 0-17Z"/>`,
	"type":       `<path d="M3.5 19 9 5.5 14.5 19M5.5 14.5h7M15.5 19l3-7 3 7M16.5 17h4"/>`,
	"queue":      `<path d="M8.5 6h12M8.5 12h12M8.5 18h12M4 6v.1M4 12v.1M4 18v.1"/>`,
	"shield":     `<path d="M12 3.5 5 6v6c0 4.5 3 7 7 8.5 4-1.5 7-4 7-8.5V6l-7-2.5Z"/><path d="m9 12 2.2 2.2L15.5 10"/>`,
	"phone":      `<path d="M5 4.5h4l1.5 4.5-2.2 1.5a12 12 0 0 0 5.2 5.2L15 13.5l4.5 1.5v4c0 .6-.4 1-1 1C10.5 20 4 13.5 4 5.5c0-.6.4-1 1-1Z"/>`,
	"edit":       `<path d="M4 20h4L19.5 8.5l-4-4L4 16v4ZM13.5 6.5l4 4"/>`,
	"empty":      `<path d="M3.5 13.5 6.5 5h11l3 8.5v5.5h-17v-5.5ZM3.5 13.5h5l1.5 2.5h4l1.5-2.5h5"/>`,
	"external":   `<path d="M13.5 4.5h6v6M19.5 4.5l-9 9M17.5 14v5.5h-13v-13H10"/>`,
}
