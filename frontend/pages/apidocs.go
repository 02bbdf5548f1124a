package pages

import (
	"cmp"
	"slices"
	"strings"
)

// APIDocsView is the contract of the programs' door as a page.
type APIDocsView struct {
	Title   string
	Intro   string // paragraphs between blank lines, with **bold** and `code`
	Groups  []*APIGroup
	Schemas []APISchema
}

// APIGroup is a capability's operations.
type APIGroup struct {
	Key, Title string
	Operations []APIOperation
}

// APIOperation is one URL with its method.
type APIOperation struct {
	ID, Method, Path, Summary, Description string
	Rule                                   string // who may knock
	Body                                   string // name of the body's schema
	Params                                 []APIParam
	Answers                                []APIAnswer
}

// APIParam is a parameter of path, query or header.
type APIParam struct {
	Name        string `yaml:"name"`
	In          string `yaml:"in"`
	Description string `yaml:"description"`
	Required    bool   `yaml:"required"`
}

// APIAnswer is one status that an operation may answer with.
type APIAnswer struct{ Status, Description, Schema string }

// APISchema is a named shape, as the contract writes it.
type APISchema struct{ Name, Text string }

// Sort puts answers in the order of their status.
func (o *APIOperation) Sort() {
	slices.SortFunc(o.Answers, func(a, b APIAnswer) int { return cmp.Compare(a.Status, b.Status) })
}

// apiText is a piece of running text: plain, bold or code.
type apiText struct{ kind, text string }

// paragraphs cuts the introduction at blank lines.
func (v APIDocsView) paragraphs() [][]apiText {
	var all [][]apiText
	for part := range strings.SplitSeq(strings.TrimSpace(v.Intro), "\n\n") {
		all = append(all, apiTexts(part))
	}
	return all
}

func apiTexts(s string) (texts []apiText) {
	for i, part := range strings.Split(s, "`") {
		if i%2 == 1 {
			texts = append(texts, apiText{"code", part})
			continue
		}
		for j, piece := range strings.Split(part, "**") {
			if piece != "" {
				texts = append(texts, apiText{[]string{"", "bold"}[j%2], piece})
			}
		}
	}
	return texts
}
