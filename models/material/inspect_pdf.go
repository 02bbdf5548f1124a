package material

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"
	"strconv"
)

var (
	pdfEncrypt = regexp.MustCompile(`/Encrypt\s*(?:<<|\d+\s+\d+\s+R)`)
	pdfPages   = regexp.MustCompile(`/Type\s*/Pages\b`)
	pdfPage    = regexp.MustCompile(`/Type\s*/Page\b`)
	pdfCount   = regexp.MustCompile(`/Count\s+(\d{1,6})\b`)
	pdfPacked  = regexp.MustCompile(`(?s)/Type\s*/ObjStm\b.{0,400}?stream\r?\n`)
)

// mostUnpacked bounds what the packed objects of one PDF may unfold to.
const mostUnpacked = 32 << 20

// inspectPDF counts pages and refuses files that need a password or were cut off. It reads structure only and runs nothing.
func inspectPDF(data []byte, name string) (pages int, err error) {
	if !bytes.Contains(data[max(0, len(data)-4096):], []byte("startxref")) {
		return 0, damaged(name)
	}
	if pdfEncrypt.Match(data) {
		return 0, encrypted(name)
	}
	single, total := countPages(data)
	left := int64(mostUnpacked)
	for _, at := range pdfPacked.FindAllIndex(data, -1) {
		z, err := zlib.NewReader(bytes.NewReader(data[at[1]:]))
		if err != nil {
			continue // another filter: its pages are then counted by the tree's own number, if that is readable
		}
		unpacked, _ := io.ReadAll(io.LimitReader(z, left)) // a damaged end still shows the objects before it
		if left -= int64(len(unpacked)); left <= 0 {
			return 0, damaged(name)
		}
		s, t := countPages(unpacked)
		single += s
		total = max(total, t)
	}
	if total > 0 {
		return total, nil
	}
	if single == 0 {
		return 0, damaged(name)
	}
	return single, nil
}

// countPages counts page objects, and finds the largest number of leaves that a node of the page tree names.
func countPages(data []byte) (single, total int) {
	single = len(pdfPage.FindAllIndex(data, mostPages*20))
	for _, at := range pdfPages.FindAllIndex(data, 1000) {
		from := max(0, at[0]-600)
		if open := bytes.LastIndex(data[from:at[0]], []byte("obj")); open >= 0 {
			from += open
		}
		to := min(len(data), at[1]+4000)
		if end := bytes.Index(data[at[1]:to], []byte("endobj")); end >= 0 {
			to = at[1] + end
		}
		for _, m := range pdfCount.FindAllSubmatch(data[from:to], -1) {
			if n, err := strconv.Atoi(string(m[1])); err == nil {
				total = max(total, n)
			}
		}
	}
	return single, total
}
