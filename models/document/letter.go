package document

import "github.com/yiyang-police/permit-portal/models/workday"

// Letter is a document as read: the page (frontend/letters) and the PDF show the same one.
type Letter struct {
	Kind      Kind
	Agency    string // 发文机关, the red head of the page; empty for the applicant's own paper
	Title     string
	Number    string // 文书号, or empty
	Addressee string // with its colon
	Blocks    []Block
	Signatory string   // who signs; empty: no signature block
	Seal      string   // text inside the seal; empty: none
	Date      string   // in Chinese, e.g. 2026年9月17日
	Notes     []string // small print under the signature: host officer, copies
	Final     bool     // an adverse decision that the law makes final
	Void      bool     // 作废: printed across the page
	Demo      bool     // made by a demonstration: says so at the foot
	Card      *CardFace

	limits []workday.Date // that were counted with the calendar of working days
	you    string         // 你 or 你单位
	bureau bool           // signed under the bureau's seal, not that for permits
	unit   Party          // the enterprise whose e-seal signs its own paper; none: the bureau signs
}

// BlockKind is the shape of a block.
type BlockKind int

// The shapes a letter is made of.
const (
	Paragraph BlockKind = iota // one indented paragraph
	Heading                    // a short line above what follows, e.g. 一、查明的事实
	List                       // numbered lines
	Table                      // rows of cells; the first row is the head when Head is set
	Emphasis                   // a framed paragraph that must not be overlooked: dates, codes
	Code                       // a QR code with its address beside it
)

// Block is one piece of a letter's body.
type Block struct {
	Kind   BlockKind
	Text   string
	Items  []string
	Rows   [][]string
	Head   bool
	Widths []float64 // share of the width per column; empty: equal
}

// CardFace is the face of a certificate.
type CardFace struct {
	Rows     [][2]string
	Photo    string // blob key of the holder's JPEG; empty: a frame without a picture
	QR       string // address in the code
	VerifyAt string // the same address, readable
	Note     string
}

// House is what every document of this installation has in common: configuration, not facts.
type House struct {
	Agency       string            // 益阳市公安局
	Prefix       string            // 益公
	PermitSeal   string            // 益阳市公安局行政许可专用章
	Reviewer     string            // 行政复议机关
	ReviewOnline string            // where reconsideration is asked for online
	Court        string            // competent court
	Courts       map[string]string // of the bureaus with another one
	Phone        string            // 监督电话
	Demo         bool
}
