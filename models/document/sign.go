package document

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"time"
	"unicode/utf16"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// cmsRoom is the space kept for the signature in bytes; a signature with its certificate needs about 1.2 KB.
const cmsRoom = 2560

// signature says who signs, why and when, and where its seal stands on the page.
type signature struct {
	signer *signer
	reason string
	at     time.Time
	place  sealPlace
	seal   []byte // drawing operators; nil: the signature is invisible
}

var (
	rootRef  = regexp.MustCompile(`/Root (\d+) 0 R`)
	sizeRef  = regexp.MustCompile(`/Size (\d+)`)
	infoDict = regexp.MustCompile(`(?s)/Info <<.*?>>`)
	kidsRef  = regexp.MustCompile(`(?s)/Kids \[(.*?)\]`)
	objRef   = regexp.MustCompile(`(\d+) 0 R`)
	pagesRef = regexp.MustCompile(`/Pages (\d+) 0 R`)
	startRef = regexp.MustCompile(`startxref\s+(\d+)`)
)

// sign appends an incremental update with a detached CMS signature over the whole file (ISO 32000-1, 12.8) and, where there is one,
// the seal as the signature's appearance: the seal that a reader clicks on is the signature itself. It reads only files that this
// package wrote.
func sign(pdf []byte, g signature) ([]byte, error) {
	u := &update{old: pdf}
	if err := u.read(); err != nil {
		return nil, err
	}
	field, widget, form := u.next, u.next+1, u.next+2
	page, err := u.page(g.place.page)
	if err != nil {
		return nil, err
	}
	u.out.Write(pdf)
	u.mendToUnicode()
	u.object(u.root, insert(u.body(u.root), fmt.Sprintf("/AcroForm << /Fields [%d 0 R] /SigFlags 3 >>\n", widget)))
	u.object(page, insert(u.body(page), fmt.Sprintf("/Annots [%d 0 R]\n", widget)))
	r := sealWidth / 2
	rect, look := "0 0 0 0", ""
	if g.seal != nil {
		rect = fmt.Sprintf("%.2f %.2f %.2f %.2f", g.place.x-r, g.place.y-r, g.place.x+r, g.place.y+r)
		look = fmt.Sprintf("/AP << /N %d 0 R >> ", form)
		u.object(form, sealForm(g.seal, r))
	}
	u.object(widget, fmt.Sprintf("<< /Type /Annot /Subtype /Widget /FT /Sig /T (signature) /F 132 /Rect [%s] %s/P %d 0 R /V %d 0 R >>\n",
		rect, look, page, field))
	start := u.object(field, fmt.Sprintf("<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached\n/ByteRange [0 %010d %010d %010d]\n/Contents <%s>\n/Name %s /Reason %s /M (D:%s+08'00') >>\n",
		0, 0, 0, bytes.Repeat([]byte{'0'}, 2*cmsRoom), utf16Hex(g.signer.name), utf16Hex(g.reason), g.at.In(workday.Zone).Format("20060102150405")))
	u.finish()
	return fill(u.out.Bytes(), start, g.signer)
}

// fill puts in the byte range and the signature over everything but its own place.
func fill(pdf []byte, start int, s *signer) ([]byte, error) {
	open := start + bytes.Index(pdf[start:], []byte("/Contents <")) + len("/Contents ")
	end := open + 2*cmsRoom + 2
	at := start + bytes.Index(pdf[start:], []byte("/ByteRange [0 ")) + len("/ByteRange [0 ")
	copy(pdf[at:], fmt.Sprintf("%010d %010d %010d", open, end, len(pdf)-end))
	signed := make([]byte, 0, len(pdf))
	signed = append(append(signed, pdf[:open]...), pdf[end:]...)
	cms, err := s.detached(signed)
	if err != nil {
		return nil, err
	}
	if len(cms) > cmsRoom {
		return nil, fmt.Errorf("sign: signature of %d bytes does not fit", len(cms))
	}
	hex.Encode(pdf[open+1:], cms)
	return pdf, nil
}

// update is an incremental update in the making.
type update struct {
	old        []byte
	out        bytes.Buffer
	root, next int
	offsets    []int // of the old objects
	changed    map[int]int
	xref       int
	info       string
}

func (u *update) read() error {
	m := startRef.FindAllSubmatch(u.old, -1)
	if len(m) == 0 {
		return fmt.Errorf("sign: no startxref")
	}
	u.xref, _ = strconv.Atoi(string(m[len(m)-1][1]))
	if u.xref >= len(u.old) {
		return fmt.Errorf("sign: startxref outside the file")
	}
	table := u.old[u.xref:]
	root, size := rootRef.FindSubmatch(table), sizeRef.FindSubmatch(table)
	if root == nil || size == nil {
		return fmt.Errorf("sign: no trailer")
	}
	u.root, _ = strconv.Atoi(string(root[1]))
	u.next, _ = strconv.Atoi(string(size[1]))
	u.info = string(infoDict.Find(table))
	u.changed = map[int]int{}
	lines := bytes.SplitN(table, []byte("\n"), u.next+3)
	if len(lines) < u.next+2 {
		return fmt.Errorf("sign: short xref")
	}
	u.offsets = make([]int, u.next)
	for i := range u.next {
		u.offsets[i], _ = strconv.Atoi(string(bytes.TrimLeft(lines[i+2][:10], "0")))
	}
	return nil
}

// body is the dictionary of an old object.
func (u *update) body(n int) string {
	b := u.old[u.offsets[n]:]
	b = b[bytes.IndexByte(b, '\n')+1:]
	return string(b[:bytes.Index(b, []byte("endobj"))])
}

// page is the object number of the i-th page.
func (u *update) page(i int) (int, error) {
	pages := pagesRef.FindStringSubmatch(u.body(u.root))
	if pages == nil {
		return 0, fmt.Errorf("sign: no pages")
	}
	n, _ := strconv.Atoi(pages[1])
	kids := kidsRef.FindStringSubmatch(u.body(n))
	if kids == nil {
		return 0, fmt.Errorf("sign: no kids")
	}
	refs := objRef.FindAllStringSubmatch(kids[1], -1)
	if i >= len(refs) {
		return 0, fmt.Errorf("sign: no page %d", i)
	}
	return strconv.Atoi(refs[i][1])
}

// insert puts an entry at the end of a dictionary.
func insert(dict, entry string) string {
	end := bytes.LastIndex([]byte(dict), []byte(">>"))
	return dict[:end] + entry + dict[end:]
}

func (u *update) object(n int, body string) int {
	at := u.out.Len()
	u.changed[n] = at
	fmt.Fprintf(&u.out, "%d 0 obj\n%sendobj\n", n, body)
	return at
}

func (u *update) finish() {
	size, at := u.next, u.out.Len()
	u.out.WriteString("xref\n")
	for n := 0; n <= u.next+2; n++ {
		if offset, ok := u.changed[n]; ok {
			fmt.Fprintf(&u.out, "%d 1\n%010d 00000 n \n", n, offset)
			size = max(size, n+1)
		}
	}
	fmt.Fprintf(&u.out, "trailer\n<< /Size %d /Root %d 0 R /Prev %d %s >>\nstartxref\n%d\n%%%%EOF\n", size, u.root, u.xref, u.info, at)
}

// sealForm is the seal as a form; it multiplies with what it is stamped on, so that no word is hidden.
func sealForm(ops []byte, r float64) string {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	w.Write(ops)
	w.Close()
	return fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [%.2f %.2f %.2f %.2f] /Resources << /ExtGState << /G << /BM /Multiply /ca 0.88 /CA 0.88 >> >> >> /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\n",
		-r, -r, r, r, z.Len(), z.Bytes())
}

// utf16Hex writes a text string as PDF wants it.
func utf16Hex(s string) string {
	var b bytes.Buffer
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}
