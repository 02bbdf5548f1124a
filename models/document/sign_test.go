package document

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// trusting makes a certificate database that trusts the authority's root, as a stranger would with his own tools.
func trusting(t *testing.T, a *Authority) string {
	t.Helper()
	dir := t.TempDir()
	root := filepath.Join(dir, "root.pem")
	if err := os.WriteFile(root, a.RootPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "certutil", "-N", "-d", "sql:"+dir, "--empty-password")
	run(t, "certutil", "-A", "-d", "sql:"+dir, "-n", "root", "-t", "CT,C,C", "-i", root)
	return "sql:" + dir
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func stored(t *testing.T, pdf []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Other people's tools find the signature valid and its certificate trusted, and notice one changed byte.
func TestSignatureStandsOutsideTools(t *testing.T) {
	t.Parallel()
	a := authority(t)
	db := trusting(t, a)
	for _, c := range []struct {
		kind   Kind
		signer string
	}{{Grant, house.Agency}, {Acceptance, house.PermitSeal}, {Certificate, house.Agency}, {Application, house.PermitSeal}} {
		pdf := printed(t, a, c.kind, nil)
		report := run(t, "pdfsig", "-nssdir", db, stored(t, pdf))
		for _, want := range []string{"Signature is Valid.", "Certificate is Trusted.", "Total document signed", c.signer} {
			if !strings.Contains(report, want) {
				t.Errorf("%s: pdfsig does not say %q:\n%s", c.kind, want, report)
			}
		}
		changed := append([]byte(nil), pdf...)
		changed[len(pdf)/3] ^= 1
		out, _ := exec.Command("pdfsig", "-nssdir", db, stored(t, changed)).CombinedOutput()
		if !strings.Contains(string(out), "Digest Mismatch") {
			t.Errorf("%s: pdfsig overlooks a changed byte:\n%s", c.kind, out)
		}
	}
}

func TestVerifyPDF(t *testing.T) {
	t.Parallel()
	a := authority(t)
	pdf := printed(t, a, Grant, nil)
	signed, err := VerifyPDF(pdf, a.Roots())
	if err != nil || signed.Signer != house.Agency {
		t.Fatalf("%+v %v", signed, err)
	}
	if _, err := VerifyPDF(pdf, authority(t).Roots()); fault.Code(err) != "SIGNATURE_INVALID" {
		t.Errorf("foreign root: %v", err)
	}
	if _, err := VerifyPDF([]byte("%PDF-1.7 nothing"), a.Roots()); fault.Code(err) != "SIGNATURE_MISSING" {
		t.Errorf("unsigned: %v", err)
	}
	if _, err := VerifyPDF(append(append([]byte(nil), pdf...), ' '), a.Roots()); fault.Code(err) != "SIGNATURE_INVALID" {
		t.Errorf("appended byte: %v", err)
	}
	// Every 97th byte of the file, and every byte of the signature itself.
	own := bytes.LastIndex(pdf, []byte("/Contents <"))
	for at := 0; at < len(pdf); at++ {
		if at%97 != 0 && (at < own || at > own+3000) {
			continue
		}
		pdf[at] ^= 1
		if _, err := VerifyPDF(pdf, a.Roots()); err == nil {
			t.Fatalf("byte %d changed and nobody noticed", at)
		}
		pdf[at] ^= 1
	}
}

// The second start reads the keys of the first; they are readable by their owner only.
func TestAuthorityIsKept(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "keys")
	first, err := OpenAuthority(dir, house.Agency, house.PermitSeal)
	if err != nil {
		t.Fatal(err)
	}
	second, err := OpenAuthority(dir, house.Agency, house.PermitSeal)
	if err != nil {
		t.Fatal(err)
	}
	if string(first.RootPEM()) != string(second.RootPEM()) {
		t.Error("a second start made a new root")
	}
	files, _ := os.ReadDir(dir)
	for _, f := range files {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f.Name(), info.Mode())
		}
	}
	roots, err := ReadRoots(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := VerifyPDF(printed(t, second, Refusal, nil), roots); err != nil {
		t.Error(err)
	}
}

// BenchmarkPrint prints and signs a decision, and the papers that stay in the file beside it. go test ./models/document -run - -bench Print
func BenchmarkPrint(b *testing.B) {
	a := authority(b)
	for _, k := range []Kind{Refusal, Routing, CountyOpinion, ToLegal, Approval, Return, Returned} {
		b.Run(string(k), func(b *testing.B) {
			size := 0
			for b.Loop() {
				size = len(printed(b, a, k, nil))
			}
			b.ReportMetric(float64(size)/1000, "kB")
		})
	}
}
