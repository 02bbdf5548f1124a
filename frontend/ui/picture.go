package ui

import (
	"context"
	"fmt"
	"io"

	"github.com/a-h/templ"
)

// Picture is the portal's drawing of what people come for: 48×48, lines in the colour of the text (class l by default), quiet ground (g) and one
// golden accent (o), so that it fits light and dark. Readers of screens never hear it. An unknown name draws a plain form.
func Picture(name string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		drawing, ok := pictures[name]
		if !ok {
			drawing = pictures["other"]
		}
		_, err := fmt.Fprintf(w, `<svg class="pp-picture" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" focusable="false">%s</svg>`, drawing)
		return err
	})
}

// HasPicture tells whether there is a drawing of its own for a name.
func HasPicture(name string) bool { return pictures[name] != "" }

// pictures are our own drawings: first the ground, then the accent, then the lines.
var pictures = map[string]string{
	"birth": `<path class="g" d="M9 27h30a15 15 0 0 1-30 0Z"/><circle class="o" cx="34" cy="40" r="3"/><circle class="o" cx="14" cy="40" r="3"/>` +
		`<path d="M9 27h30a15 13 0 0 1-30 0Zm15 0V11a16 16 0 0 1 15 16M18 39l-3 2M30 39l3 2M39 27l4-6"/>`,
	"school": `<path class="g" d="M12 22v11c7 5 17 5 24 0V22l-12 6Z"/><circle class="o" cx="40" cy="34" r="3"/>` +
		`<path d="m24 10 20 9-20 9-20-9 20-9ZM12 23v10c7 5 17 5 24 0V23M40 21v10"/>`,
	"marriage": `<circle class="g" cx="18" cy="28" r="11"/><path class="o" d="M24 13c-3-4-8-1-6 2l6 6 6-6c2-3-3-6-6-2Z"/>` +
		`<circle cx="18" cy="29" r="10"/><circle cx="30" cy="29" r="10"/>`,
	"moving": `<path class="g" d="M4 16h24v18H4z"/><circle class="o" cx="13" cy="36" r="4"/><circle class="o" cx="36" cy="36" r="4"/>` +
		`<path d="M9 36H4V15h24v21H17M28 21h9l7 8v7h-4M32 36h-4M28 29h16M10 21h12M10 26h7"/>`,
	"household": `<path class="g" d="M11 7h26v34H11z"/><circle class="o" cx="24" cy="19" r="5"/>` +
		`<path d="M11 7h26v34H11zM16 7v34M24 24c-5 0-6 4-6 7h12c0-3-1-7-6-7ZM24 14a5 5 0 1 0 0 10 5 5 0 0 0 0-10Z"/>`,
	"identity_card": `<rect class="g" x="4" y="11" width="40" height="27" rx="3"/><circle class="o" cx="34" cy="21" r="4"/>` +
		`<rect x="4" y="11" width="40" height="27" rx="3"/><path d="M10 18h14M10 24h10M10 31h14M28 32c0-4 2-6 6-6s6 2 6 6M34 17a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z"/>`,
	"death": `<path class="g" d="M14 40V20a10 10 0 0 1 20 0v20Z"/><path class="o" d="M24 18c3 2 3 6 0 8-3-2-3-6 0-8Z"/>` +
		`<path d="M14 40V20a10 10 0 0 1 20 0v20M8 41h32M24 26v8M20 31l4 3 4-3"/>`,
	"elderly": `<path class="g" d="M10 42V27a10 10 0 0 1 20 0v15Z"/><path class="o" d="M37 21a4 4 0 0 1 4 4h-3v17h-2V25a4 4 0 0 1 1-4Z"/>` +
		`<circle cx="20" cy="12" r="6"/><path d="M10 42V29a10 10 0 0 1 20 0v13M30 30h6M36 42V25a3 3 0 0 1 6 0"/>`,
	"driving": `<circle class="g" cx="24" cy="24" r="18"/><circle class="o" cx="24" cy="24" r="5"/>` +
		`<circle cx="24" cy="24" r="18"/><circle cx="24" cy="24" r="5"/><path d="M6 22h13M29 22h13M24 29v13"/>`,
	"vehicle": `<path class="g" d="M5 25l5-11h28l5 11v10H5Z"/><circle class="o" cx="13" cy="36" r="4"/><circle class="o" cx="35" cy="36" r="4"/>` +
		`<path d="M9 36H5V25l5-11h28l5 11v11h-4M31 36H17M5 25h38M10 29h5M33 29h5M24 14v11"/><circle cx="13" cy="36" r="4"/><circle cx="35" cy="36" r="4"/>`,
	"traffic_safety": `<path class="g" d="m24 5 20 34H4Z"/><path class="o" d="M21 30h6v4h-6z"/><path d="m24 6 19 33H5L24 6ZM24 17v10M24 32v1"/>`,
	"exit_entry": `<rect class="g" x="10" y="5" width="28" height="38" rx="3"/><circle class="o" cx="24" cy="20" r="8"/>` +
		`<rect x="10" y="5" width="28" height="38" rx="3"/><circle cx="24" cy="20" r="8"/><path d="M16 20h16M24 12c-5 5-5 11 0 16 5-5 5-11 0-16ZM17 35h14"/>`,
	"foreigners": `<circle class="g" cx="21" cy="22" r="16"/><path class="o" d="M33 28a8 8 0 0 1 8 8c0 5-8 9-8 9s-8-4-8-9a8 8 0 0 1 8-8Z"/>` +
		`<path d="M26 37a16 16 0 1 1 10-11M5 22h32M21 6c-9 9-9 23 0 32M21 6c5 5 7 11 7 17"/><circle cx="33" cy="36" r="2"/>`,
	"hongkong_macao_taiwan": `<path class="g" d="M4 34c6-4 10 4 16 0s10 4 16 0 6 2 8 2v6H4Z"/><circle class="o" cx="36" cy="13" r="5"/>` +
		`<path d="M8 29c3-11 8-17 16-17s12 8 16 17M4 35c6-4 10 4 16 0s10 4 16 0 6 1 8 1M14 29V19M24 29V12M33 29V18M6 29h36"/>`,
	"business_travel": `<rect class="g" x="6" y="17" width="36" height="24" rx="3"/><path class="o" d="M21 26h6v5h-6z"/>` +
		`<rect x="6" y="17" width="36" height="24" rx="3"/><path d="M17 17v-6h14v6M6 28h15M27 28h15M21 25h6v6h-6z"/>`,
	"starting_business": `<path class="g" d="M8 21h32v20H8z"/><path class="o" d="M27 27h8v14h-8z"/>` +
		`<path d="M8 21v20h32V21M5 18l4-10h30l4 10c0 5-8 5-9.5 0-1.5 5-8.5 5-9.5 0-1 5-8 5-9.5 0-1.5 5-9.5 5-9.5 0ZM13 27h9v7h-9zM27 41V27h8v14"/>`,
	"security_guard": `<path class="g" d="M24 5 8 11v12c0 10 7 16 16 20 9-4 16-10 16-20V11Z"/><path class="o" d="m24 16 2.5 5 5.5.8-4 3.9 1 5.4-5-2.600-5 2.600 1-5.4-4-3.9 5.5-.8Z"/>` +
		`<path d="M24 5 8 11v12c0 10 7 16 16 20 9-4 16-10 16-20V11L24 5Z"/>`,
	"hotels": `<path class="g" d="M5 27h38v9H5z"/><circle class="o" cx="14" cy="22" r="4"/>` +
		`<path d="M5 11v31M5 36h38M43 42V29a5 5 0 0 0-5-5H20v3M5 28h38"/><circle cx="13" cy="22" r="4"/>`,
	"special_industry": `<path class="g" d="M12 8h24v9a12 12 0 0 1-24 0Z"/><path class="o" d="M8 35h32v7H8z"/>` +
		`<path d="M20 6h8v12c0 5 5 6 5 12H15c0-6 5-7 5-12V6ZM8 35h32v7H8zM12 35v-5h24v5"/>`,
	"events": `<path class="g" d="M4 39c0-9 4-12 8-12s6 3 7 6c1-3 3-5 5-5s4 2 5 5c1-3 3-6 7-6s8 3 8 12Z"/><path class="o" d="m24 4 2 5 5 .5-4 3.5 1.3 5-4.3-2.800-4.3 2.800 1.3-5-4-3.5 5-.5Z"/>` +
		`<circle cx="12" cy="22" r="4"/><circle cx="24" cy="25" r="4"/><circle cx="36" cy="22" r="4"/><path d="M4 40c0-8 4-11 8-11M44 40c0-8-4-11-8-11M16 41c0-6 3-9 8-9s8 3 8 9"/>`,
	"explosives": `<path class="g" d="M8 20h22v22H8z"/><path class="o" d="m39 4 1.5 4 4 1.5-4 1.5L39 15l-1.5-4-4-1.5 4-1.5Z"/>` +
		`<rect x="8" y="20" width="7" height="22" rx="2"/><rect x="15.5" y="20" width="7" height="22" rx="2"/><rect x="23" y="20" width="7" height="22" rx="2"/><path d="M8 28h22M8 34h22M19 20c0-9 5-10 9-8s7 1 9-2"/>`,
	"weapons": `<circle class="g" cx="24" cy="24" r="19"/><circle class="o" cx="24" cy="24" r="4"/>` +
		`<circle cx="24" cy="24" r="16"/><circle cx="24" cy="24" r="9"/><path d="M24 3v10M24 35v10M3 24h10M35 24h10"/>`,
	"hazardous": `<path class="g" d="M18 6h12v12l10 22H8l10-22Z"/><circle class="o" cx="22" cy="33" r="3"/><circle class="o" cx="29" cy="36" r="2"/>` +
		`<path d="M16 6h16M19 6v13L8 38a3 3 0 0 0 3 4h26a3 3 0 0 0 3-4L29 19V6M13 30h22"/>`,
	"network": `<circle class="g" cx="24" cy="24" r="9"/><circle class="o" cx="9" cy="11" r="4"/><circle class="o" cx="39" cy="37" r="4"/>` +
		`<circle cx="24" cy="24" r="7"/><circle cx="9" cy="11" r="4"/><circle cx="39" cy="11" r="4"/><circle cx="9" cy="37" r="4"/><circle cx="39" cy="37" r="4"/><path d="m12 14 7 5M36 14l-7 5M12 34l7-5M36 34l-7-5"/>`,
	"drugs": `<rect class="g" x="12" y="16" width="24" height="26" rx="3"/><path class="o" d="M12 24h24v9H12z"/>` +
		`<path d="M15 6h18v7H15zM17 13v3M31 13v3"/><rect x="12" y="16" width="24" height="26" rx="3"/><path d="M12 24h24M12 33h24M24 25.5v6M21 28.5h6"/>`,
	"detention": `<path class="g" d="M7 7h34v34H7z"/><circle class="o" cx="31" cy="25" r="4"/><path d="M7 7h34v34H7zM15 7v34M23 7v34M31 7v14M31 29v12"/><circle cx="31" cy="25" r="4"/>`,
	"residence": `<path class="g" d="M9 21 24 8l15 13v20H9Z"/><path class="o" d="M20 28h8v13h-8z"/><path d="M4 25 24 7l20 18M9 21v20h30V21M20 41V28h8v13M33 15V8h4v10"/>`,
	"licence_renewal": `<rect class="g" x="6" y="8" width="30" height="32" rx="3"/><circle class="o" cx="34" cy="34" r="9"/>` +
		`<path d="M23 40H9a3 3 0 0 1-3-3V11a3 3 0 0 1 3-3h24a3 3 0 0 1 3 3v11M13 16h16M13 22h12M13 28h8M28.5 33a6 6 0 0 1 11-2M39.5 35a6 6 0 0 1-11 2M40 27v4h-4M28 41v-4h4"/>`,
	"occupation": `<path class="g" d="M8 42c0-9 6-14 16-14s16 5 16 14Z"/><path class="o" d="M12 15c0-8 5-10 12-10s12 2 12 10Z"/>` +
		`<path d="M9 15h30M12 15c0-8 5-10 12-10s12 2 12 10M24 5v6M16 16v2a8 8 0 0 0 16 0v-2M8 43c0-9 6-14 16-14s16 5 16 14M24 29v8"/>`,
	"public_security": `<path class="g" d="M7 19 24 7l17 12v5H7Z"/><circle class="o" cx="24" cy="17" r="4"/>` +
		`<path d="M6 20 24 7l18 13v4H6v-4ZM11 24v13M20 24v13M28 24v13M37 24v13M5 41h38M8 37h32"/>`,
	"certificates": `<path class="g" d="M7 8h34v25H7z"/><circle class="o" cx="32" cy="31" r="6"/>` +
		`<path d="M26 33H7V8h34v25h-3M14 15h20M14 21h12M14 27h8"/><circle cx="32" cy="31" r="6"/><path d="M29 36v8l3-2 3 2v-8"/>`,
	"reporting": `<path class="g" d="M8 19h10l18-11v32L18 29H8Z"/><circle class="o" cx="42" cy="24" r="3"/>` +
		`<path d="M8 18h10l18-10v32L18 30H8V18ZM13 30l3 12h6l-3-12M18 18v12M41 17c3 3 3 11 0 14"/>`,
	"progress": `<rect class="g" x="8" y="5" width="32" height="38" rx="3"/><path class="o" d="M12 20h7v7h-7z"/>` +
		`<rect x="8" y="5" width="32" height="38" rx="3"/><path d="m13 13 2.5 2.5L20 11M24 13h11M13 24l2.5 2.5L20 22M24 24h11M14 35h5M24 35h11"/>`,
	"verify": `<rect class="g" x="7" y="7" width="24" height="32" rx="3"/><circle class="o" cx="31" cy="29" r="9"/>` +
		`<path d="M20 39H10a3 3 0 0 1-3-3V10a3 3 0 0 1 3-3h18a3 3 0 0 1 3 3v8M13 14h12M13 20h8"/><circle cx="31" cy="29" r="9"/><path d="m27 29 3 3 5-6M38 36l6 6"/>`,
	"appointment": `<rect class="g" x="6" y="10" width="36" height="32" rx="3"/><path class="o" d="M27 27h8v8h-8z"/>` +
		`<rect x="6" y="10" width="36" height="32" rx="3"/><path d="M6 19h36M15 5v9M33 5v9M13 26h6M13 33h6M27 27h8v8h-8z"/>`,
	"contact": `<path class="g" d="M6 8h36v24H22l-9 9v-9H6Z"/><path class="o" d="M14 17h20v2H14zM14 23h13v2H14z"/><path d="M6 8h36v24H22l-9 9v-9H6V8ZM14 17h20M14 24h13"/>`,
	"space":   `<circle class="g" cx="24" cy="24" r="19"/><circle class="o" cx="24" cy="19" r="7"/><circle cx="24" cy="24" r="19"/><circle cx="24" cy="19" r="7"/><path d="M11 37c2-7 7-9 13-9s11 2 13 9"/>`,
	"other":   `<path class="g" d="M10 5h20l8 8v30H10Z"/><path class="o" d="M30 5v8h8Z"/><path d="M10 5h20l8 8v30H10V5ZM30 5v8h8M16 21h16M16 28h16M16 35h9"/>`,
}
