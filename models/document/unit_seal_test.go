package document

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// An enterprise's e-seal is a signature of its own that other people's tools find valid, drawn with its name, by a key that stays the same.
func TestE05_UnitSealStandsOutsideTools(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, err := OpenAuthority(dir, house.Agency, house.PermitSeal)
	if err != nil {
		t.Fatal(err)
	}
	db := trusting(t, a)
	f := sample()
	f.UnitSeal = Party{Name: "益阳市梓山湖学校", ID: "124309004461234510"}
	l, err := Compose(Application, "", day("2026-11-23"), f, house)
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := a.Print(l, nil, house.Agency, issued)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.ArtifactDir(), "sealed.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	report := run(t, "pdfsig", "-nssdir", db, path)
	for _, want := range []string{"Signature is Valid.", "Certificate is Trusted.", "Total document signed", "益阳市梓山湖学校 124309004461234510"} {
		if !strings.Contains(report, want) {
			t.Errorf("pdfsig does not say %q:\n%s", want, report)
		}
	}
	changed := append([]byte(nil), pdf...)
	changed[len(pdf)/3] ^= 1
	if out, _ := exec.Command("pdfsig", "-nssdir", db, stored(t, changed)).CombinedOutput(); !strings.Contains(string(out), "Digest Mismatch") {
		t.Errorf("pdfsig overlooks a changed byte:\n%s", out)
	}
	if signed, err := VerifyPDF(pdf, a.Roots()); err != nil || !strings.HasPrefix(signed.Signer, "益阳市梓山湖学校") {
		t.Errorf("%+v %v", signed, err)
	}
	again, err := OpenAuthority(dir, house.Agency, house.PermitSeal)
	if err != nil {
		t.Fatal(err)
	}
	first, _, err1 := a.units.Seal(f.UnitSeal.ID, f.UnitSeal.Name)
	second, _, err2 := again.units.Seal(f.UnitSeal.ID, "益阳市梓山湖小学")
	if err1 != nil || err2 != nil || !first.Equal(second) {
		t.Errorf("the key changed: %v %v", err1, err2)
	}
	if _, _, err := a.units.Seal("../root", "x"); err == nil {
		t.Error("a seal for no credit code")
	}
}
