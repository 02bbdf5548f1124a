package pages

import (
	"context"
	"strconv"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/models/expedite"
)

// evidenceFile is a file that can be shown beside the form: a picture or a PDF. View is where it may stand in a page, Href where it opens alone.
type evidenceFile struct {
	Name, Kind, View, Href string
}

// Kinds of evidence, by how a browser shows them.
const (
	showsPicture = "picture"
	showsPDF     = "pdf"
)

// evidence lists what can be shown, in the order of the materials, then the papers of a business request.
func (v ReviewView) evidence(ctx context.Context) (list []evidenceFile) {
	for _, m := range v.materials(ctx) {
		for _, f := range []*fileLine{m.File, m.Before} {
			if f != nil && f.kind() != "" {
				list = append(list, evidenceFile{Name: m.Name, Kind: f.kind(), View: f.view(), Href: f.Href})
			}
		}
	}
	for _, p := range v.Business.Papers {
		if kind := kindOf(p.Name); kind != "" {
			at := "/desk/business/" + v.ID.String() + "/papers/" + p.ID.String()
			list = append(list, evidenceFile{Name: paperName(ctx, p), Kind: kind, View: at + "?view=1", Href: at})
		}
	}
	return list
}

func paperName(ctx context.Context, p expedite.PaperFile) string {
	return locale.T(ctx, "business.paper."+string(p.Kind))
}

// shown is which of so many files stands in the sheet: the one asked for, else the first.
func (v ReviewView) shown(of int) int {
	n, err := strconv.Atoi(v.Show)
	if err != nil || n < 1 || n > of {
		return 0
	}
	return n - 1
}

// evidenceAt is the page with another file in the sheet.
func (v ReviewView) evidenceAt(i int) string {
	return v.path("?show=" + strconv.Itoa(i+1) + "#evidence")
}
