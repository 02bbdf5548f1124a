package pages

import (
	"github.com/yiyang-police/permit-portal/frontend/field"
	"github.com/yiyang-police/permit-portal/frontend/ui"
)

// CorrectionView is a correction notice with the questions that it opens.
type CorrectionView struct {
	DraftView
	Number   string
	Parts    []CorrectionPart
	Mistakes []ui.Mistake
	Entry
}

// CorrectionPart is one section that the notice opens.
type CorrectionPart struct {
	Key, Title string
	Views      []field.View
}

func (v CorrectionView) action() string { return "/cases/" + v.ID.String() + "/correction" }
