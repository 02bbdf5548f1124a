package catalog

import (
	"strings"
	"sync"

	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/search"
)

// Match says why an item was found: by its code, its name, an everyday word, how it sounds, or only by its text. Phrase is the name or word.
type Match struct {
	Kind   search.Kind `json:"kind"`
	Phrase string      `json:"phrase,omitempty"`
}

// index makes the items findable.
func index(entries []*entry) func() *search.Index {
	docs := make([]search.Doc, len(entries))
	for i, e := range entries {
		docs[i] = e.item.doc()
	}
	return sync.OnceValue(func() *search.Index { return search.New(docs, search.Everyday()) })
}

// How much the parts of an item say about what it is for, beside its name and words.
const (
	weightMain     = 0.7
	weightResult   = 0.5
	weightSummary  = 0.5
	weightQuestion = 0.4
	weightWho      = 0.3
	weightMaterial = 0.2
)

// doc is what a search knows of an item.
func (i *Item) doc() search.Doc {
	d := search.Doc{ID: i.Code, Codes: []string{i.BasicCode, i.ImplementCode}, Names: []string{i.Name.Zh, i.Name.En}, Words: i.Words}
	if short, _, qualified := strings.Cut(i.Name.Zh, "（"); qualified {
		d.Names = append(d.Names, short)
	}
	if i.Often {
		d.Promote = 1
	}
	add := func(weight float64, texts ...form.Text) {
		for _, t := range texts {
			d.Texts = append(d.Texts, search.Text{Text: t.Zh, Weight: weight}, search.Text{Text: t.En, Weight: weight})
		}
	}
	add(weightMain, i.MainItem)
	add(weightResult, i.Outcome.Name)
	add(weightSummary, i.Summary)
	add(weightWho, i.Guide.Who)
	for _, q := range i.Situations {
		for _, o := range q.Options {
			if o.Item == "" && o.Stop.IsZero() {
				add(weightQuestion, o.Label)
			}
		}
	}
	for _, q := range i.Guide.Faq {
		add(weightQuestion, q.Question)
	}
	for _, m := range i.Materials {
		add(weightMaterial, m.Name)
	}
	return d
}
