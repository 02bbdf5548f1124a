package api

import "github.com/yiyang-police/permit-portal/models/document"

// letterView is a document in words: what the page shows and the PDF prints.
type letterView struct {
	document.Document
	Agency    string        `json:"agency,omitempty"`
	Addressee string        `json:"addressee,omitempty"`
	Blocks    []letterBlock `json:"blocks"`
	Signatory string        `json:"signatory,omitempty"`
	Date      string        `json:"date,omitempty"` // in Chinese, as printed
	Notes     []string      `json:"notes,omitempty"`
	Card      [][2]string   `json:"card,omitempty"` // the face of a certificate: label and value
}

// letterBlock is one piece of a letter's body.
type letterBlock struct {
	Kind  string     `json:"kind"` // paragraph, heading, list, table, emphasis
	Text  string     `json:"text,omitempty"`
	Items []string   `json:"items,omitempty"`
	Rows  [][]string `json:"rows,omitempty"`
	Head  bool       `json:"head,omitempty"` // the first row is the table's head
}

var blockKinds = map[document.BlockKind]string{
	document.Paragraph: "paragraph", document.Heading: "heading", document.List: "list", document.Table: "table", document.Emphasis: "emphasis",
}

func newLetterView(d document.Document, l document.Letter) letterView {
	v := letterView{Document: d, Agency: l.Agency, Addressee: l.Addressee, Signatory: l.Signatory, Date: l.Date, Notes: l.Notes,
		Blocks: make([]letterBlock, len(l.Blocks))}
	for i, b := range l.Blocks {
		v.Blocks[i] = letterBlock{Kind: blockKinds[b.Kind], Text: b.Text, Items: b.Items, Rows: b.Rows, Head: b.Head}
	}
	if l.Card != nil {
		v.Card = l.Card.Rows
	}
	return v
}
