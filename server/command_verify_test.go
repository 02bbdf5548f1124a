package server_test

import (
	"archive/zip"
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/server"
	"github.com/yiyang-police/permit-portal/server/apptest"
)

// The package of an archived case, checked as an operator checks it years later: as it was handed out it is valid, and one changed byte in any
// of its files is found and named. Elsewhere, without this authority's root certificate, nothing is valid.
func TestCommandVerifiesAnArchivedCase(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen, unit := app.Client().SignInPage("citizen").Confirm(), app.Client().SignInPage("legal-heshan").Confirm()
	id := citizen.Draft()
	citizen.Submit(id, unit)
	intake := app.Client().SignInPage("shouli1")
	intake.Decide(intake.Claim("430900-ban", "intake"), "not_accept", apptest.JSON{"reason": "不属本机关", "competent": "长沙市公安局"}).Want(http.StatusCreated)
	citizen.PostForm("/cases/"+id+"/delivery", nil).Want(http.StatusSeeOther)
	app.Work()
	archived := []byte(app.Client().SignInPage("guidang1").Get("/desk/cases/" + id + "/archive").Want(http.StatusOK).Body)

	file := filepath.Join(t.TempDir(), "case.zip")
	verify := func(data []byte, keys string) (string, error) {
		t.Helper()
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		err := server.Run(context.Background(), []string{"verify", file}, []string{"PORTAL_DATA_DIR=" + keys}, &out)
		return out.String(), err
	}
	said, err := verify(archived, app.Dir)
	if err != nil || !strings.Contains(said, "Valid: signed by 益阳市公安局 at ") || !strings.Contains(said, "unchanged since") {
		t.Errorf("the package as it was handed out: %q, %v", said, err)
	}
	if said, err = verify(archived, t.TempDir()); err == nil {
		t.Errorf("valid without the authority's root: %q", said)
	}

	list, err := zip.NewReader(bytes.NewReader(archived), int64(len(archived)))
	if err != nil {
		t.Fatal(err)
	}
	if len(list.File) < 6 { // journal, metadata, list, signature, and papers
		t.Errorf("only %d files in the package", len(list.File))
	}
	for _, f := range list.File {
		from, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		changed := slices.Clone(archived)
		changed[from+int64(f.CompressedSize64)/2] ^= 1
		if said, err := verify(changed, app.Dir); err == nil || !strings.Contains(err.Error(), f.Name) || said != "" {
			t.Errorf("one byte of %s changed: %q, %v", f.Name, said, err)
		}
	}
}
