package casework

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// rewrite packs the files of a package again after a change.
func rewrite(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for name, content := range files {
		f, err := out.Create(name)
		check(t, err)
		_, err = f.Write(content)
		check(t, err)
	}
	check(t, out.Close())
	return b.Bytes()
}

// ended is a case whose renewal was deemed granted, with the file of its material in its place.
func ended(t *testing.T) (*world, uuid.UUID) {
	t.Helper()
	ctx := context.Background()
	w := newWorld(t, "2026-09-24T10:00:00+08:00")
	id := w.submit(w.blaster(1, "2026-10-31"))
	w.at("2026-09-28 09:00")
	w.mustDecide(receiver, id, Decision{Act: procedure.ActAccept})
	_, _, err := w.Archive(ctx, clerk("汤斌", "090031", account.Archivist, city), id)
	wantCode(t, err, "ARCHIVE_NOT_ENDED")
	w.at("2026-11-01 00:00")
	for range 3 {
		_, err := w.SettleDue(ctx, 10)
		check(t, err)
	}
	var file uuid.UUID
	w.scan(&file, `SELECT id FROM materials WHERE case_id = ?`, id)
	sums, err := w.blobs.Put(ctx, "material/"+file.String(), strings.NewReader("%PDF-1.7 体检证明"))
	check(t, err)
	w.exec(`UPDATE materials SET sha256 = ? WHERE id = ?`, sums.SHA256, file)
	return w, id
}

func (w *world) renderAll(id uuid.UUID) {
	w.t.Helper()
	var docs []document.Document
	check(w.t, w.db.Read(context.Background(), func(tx *db.Tx) (err error) { docs, err = w.documents.List(tx, id); return err }))
	for _, d := range docs {
		check(w.t, w.documents.Render(context.Background(), d.ID))
	}
}

func TestT35_ArchivePackage(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w, id := ended(t)
	archivist := clerk("汤斌", "090031", account.Archivist, city)
	_, _, err := w.Archive(ctx, reviewer, id)
	wantCode(t, err, "NOT_FOUND")
	_, _, err = w.Archive(ctx, archivist, id)
	wantCode(t, err, "ARCHIVE_NOT_READY")
	w.renderAll(id)
	name, data, err := w.Archive(ctx, archivist, id)
	check(t, err)
	if !strings.HasSuffix(name, ".zip") || len(name) < 10 {
		t.Errorf("the package is named %q", name)
	}
	_, _, err = w.Archive(ctx, archivist, id)
	check(t, err)
	if n := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'T35'`, id); n != 1 {
		t.Errorf("%d records of archiving, want 1", n)
	}
	ca, err := authority()
	check(t, err)
	signed, err := VerifyArchive(data, ca.Roots())
	check(t, err)
	if signed.Signer != "益阳市公安局" {
		t.Errorf("signed by %q", signed.Signer)
	}
	files, err := unpack(data)
	check(t, err)
	form, attached := false, false
	for name := range files {
		form = form || strings.HasPrefix(name, "documents/") && strings.Contains(name, "申请")
		attached = attached || name == "materials/01 体检证明.pdf"
	}
	meta := string(files[archiveMetadata])
	if !form || !attached || !strings.Contains(meta, "<retention_years>30<") || !strings.Contains(meta, "********") {
		t.Errorf("form %t, material %t, metadata %s", form, attached, meta)
	}
	opensslAgrees(t, files, ca.RootPEM())
}

// opensslAgrees checks the signature with a tool that knows nothing of this portal.
func opensslAgrees(t *testing.T, files map[string][]byte, root []byte) {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string][]byte{"m.json": files[archiveManifest], "m.p7s": files[archiveSignature], "ca.pem": root} {
		check(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	cms := func() ([]byte, error) {
		c := exec.Command("openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "m.p7s", "-content", "m.json", "-CAfile", "ca.pem", "-purpose", "any", "-out", "out")
		c.Dir = dir
		return c.CombinedOutput()
	}
	if out, err := cms(); err != nil {
		t.Errorf("openssl: %v: %s", err, out)
	}
	check(t, os.WriteFile(filepath.Join(dir, "m.json"), append(slices.Clone(files[archiveManifest]), ' '), 0o600))
	if _, err := cms(); err == nil {
		t.Error("openssl accepts a changed list")
	}
}

func TestT35_TamperedArchiveIsFound(t *testing.T) {
	t.Parallel()
	w, id := ended(t)
	w.renderAll(id)
	_, data, err := w.Archive(context.Background(), clerk("汤斌", "090031", account.Archivist, city), id)
	check(t, err)
	ca, err := authority()
	check(t, err)
	material := "materials/01 体检证明.pdf"
	for name, c := range map[string]struct {
		tamper func(map[string][]byte)
		code   string
	}{
		"material":                  {func(f map[string][]byte) { f[material] = append(f[material], 'x') }, "ARCHIVE_FILE_CHANGED"},
		"journal":                   {func(f map[string][]byte) { f[archiveJournal] = f[archiveJournal][1:] }, "ARCHIVE_FILE_CHANGED"},
		"metadata":                  {func(f map[string][]byte) { f[archiveMetadata][60] ^= 1 }, "ARCHIVE_FILE_CHANGED"},
		"removed":                   {func(f map[string][]byte) { delete(f, material) }, "ARCHIVE_FILE_MISSING"},
		"added":                     {func(f map[string][]byte) { f["documents/99 x.pdf"] = nil }, "ARCHIVE_FILE_EXTRA"},
		"list":                      {func(f map[string][]byte) { f[archiveManifest] = append(f[archiveManifest], ' ') }, "ARCHIVE_SIGNATURE"},
		"signature":                 {func(f map[string][]byte) { f[archiveSignature][len(f[archiveSignature])-3] ^= 1 }, "ARCHIVE_SIGNATURE"},
		"unsigned":                  {func(f map[string][]byte) { delete(f, archiveSignature) }, "ARCHIVE_FILE_MISSING"},
		"re-signed, journal forged": {func(f map[string][]byte) { w.forge(f) }, "ARCHIVE_JOURNAL"},
	} {
		files, err := unpack(data)
		check(t, err)
		c.tamper(files)
		_, err = VerifyArchive(rewrite(t, files), ca.Roots())
		if err == nil {
			t.Errorf("%s: not found", name)
			continue
		}
		wantCode(t, err, c.code)
	}
	_, err = VerifyArchive([]byte("PK no archive"), ca.Roots())
	wantCode(t, err, "ARCHIVE_UNREADABLE")
}

// forge changes a word in the journal, then lists and signs everything anew.
func (w *world) forge(files map[string][]byte) {
	w.t.Helper()
	files[archiveJournal] = bytes.Replace(files[archiveJournal], []byte("陈晓"), []byte("陈小"), 1)
	m, list := manifest{}, []archiveFile{}
	check(w.t, json.Unmarshal(files[archiveManifest], &m))
	for _, row := range m.Files {
		list = append(list, archiveFile{row.Name, files[row.Name]})
	}
	m.Files = nil
	data, err := pack(m, list, w.documents.SignBytes)
	check(w.t, err)
	again, err := unpack(data)
	check(w.t, err)
	for name, content := range again {
		files[name] = content
	}
}

// T35: due thirty days after the end; the portal archives by itself after twenty what has the four properties, once; what lacks one waits with
// its reason. Case managers and inspectors read what is archived. The package holds the rating and the proof of delivery.
func TestT35_ArchivedByThePortalOrByHand(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w, id := ended(t)
	archivist, inspector := clerk("汤斌", "090031", account.Archivist, city), clerk("李铁军", "090032", account.Supervisor, city)
	list := func(done bool) Page[ArchiveRow] {
		t.Helper()
		page, err := w.Archives(ctx, archivist, done, uuid.Nil, 10)
		check(t, err)
		return page
	}
	if due := list(false); due.Total != 1 || due.Items[0].EndedOn.String() != "2026-11-01" || due.Items[0].Due.String() != "2026-12-01" || due.Items[0].ByUnit {
		t.Fatalf("due %+v", due)
	}
	_, err := w.Archives(ctx, reviewer, false, uuid.Nil, 10)
	wantCode(t, err, "ROLE_REQUIRED")
	sweep := func(want int) {
		t.Helper()
		if n, err := w.ArchiveDue(ctx, 10); err != nil || n != want {
			t.Errorf("%d archived (%v), want %d", n, err, want)
		}
	}
	w.renderAll(id)
	w.at("2026-11-20 09:00")
	sweep(0) // not twenty days yet
	w.at("2026-11-21 09:00")
	var material uuid.UUID
	w.scan(&material, `SELECT id FROM materials WHERE case_id = ?`, id)
	w.exec(`UPDATE materials SET state = 'REJECTED', reason = 'VIRUS' WHERE id = ?`, material)
	sweep(0)
	if due := list(false); len(due.Items) != 1 || len(due.Items[0].Faults) != 1 || due.Items[0].Faults[0].Property != Safe {
		t.Errorf("what lacks a property: %+v", due)
	}
	_, _, err = w.Archive(ctx, archivist, id)
	wantCode(t, err, "ARCHIVE_LACKS")
	_, _, err = w.Archive(ctx, inspector, id)
	wantCode(t, err, "ARCHIVE_NOT_YET")
	w.exec(`UPDATE materials SET state = 'CLEAN', reason = '' WHERE id = ?`, material)
	sweep(0) // it was looked at today
	w.at("2026-11-22 09:00")
	w.exec(`INSERT INTO ratings (id, case_id, person_id, grade, text, desk, given_at) SELECT ?, id, person_id, 1, '很快', ?, now() FROM cases WHERE id = ?`,
		uuid.New(), window, id)
	sweep(1)
	sweep(0)
	done := list(true)
	if done.Total != 1 || done.Items[0].Class != KeepPermit || done.Items[0].Years != 30 || done.Items[0].KeepUntil.String() != "2056-11-01" ||
		done.Items[0].ArchivedBy != "系统" || len(list(false).Items) != 0 {
		t.Errorf("archived %+v", done)
	}
	if n := w.count(`SELECT count(*) FROM journal WHERE case_id = ? AND move = 'T35' AND to_state = 'ARCHIVED'`, id); n != 1 {
		t.Errorf("%d records of archiving", n)
	}
	_, data, err := w.Archive(ctx, inspector, id)
	check(t, err)
	files, err := unpack(data)
	check(t, err)
	if !strings.Contains(string(files[archiveRating]), "很快") {
		t.Error("the package lacks the rating")
	}
	view, err := w.Review(ctx, receiver, id)
	check(t, err)
	if view.ArchivedOn.String() != "2026-11-22" || view.State != procedure.Closed {
		t.Errorf("the desk sees %s, archived %s", view.State, view.ArchivedOn)
	}
	for which, want := range map[Which]int{AllCases: 1, OnlyArchived: 1, NotArchived: 0} {
		found, err := w.Find(ctx, receiver, view.Code, which)
		check(t, err)
		if len(found) != want || want == 1 && !found[0].Archived {
			t.Errorf("among %q the search finds %+v", which, found)
		}
	}
}

// Filings are kept for ten years after the filing was cancelled (domain.md 6.5): while it stands, without end; from its cancellation on, all of its
// cases until the same day, whether they were archived before or after.
func TestAFilingIsKeptFromItsCancellation(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	w := newWorld(t, "2026-09-17T09:00:00+08:00")
	archivist := clerk("汤斌", "090031", account.Archivist, city)
	archive := func(id uuid.UUID) {
		t.Helper()
		w.renderAll(id)
		var files []uuid.UUID
		check(t, w.db.Read(ctx, func(tx *db.Tx) error {
			return tx.Raw(`SELECT id FROM materials WHERE case_id = ?`, id).Scan(&files).Error
		}))
		for _, file := range files {
			sums, err := w.blobs.Put(ctx, "material/"+file.String(), strings.NewReader("%PDF-1.7 管理制度"))
			check(t, err)
			w.exec(`UPDATE materials SET sha256 = ? WHERE id = ?`, sums.SHA256, file)
		}
		_, _, err := w.Archive(ctx, archivist, id)
		check(t, err)
	}
	until := func(id uuid.UUID) (day string) {
		t.Helper()
		w.scan(&day, `SELECT coalesce(keep_until::text, '') FROM archives WHERE case_id = ? AND class = 'filing' AND years = 10`, id)
		return day
	}
	first := w.file(example(t, ownGuards, nil, nil))
	archive(first)
	if got := until(first); got != "" {
		t.Errorf("while it stands it is kept until %s", got)
	}
	w.at("2027-01-11 09:00")
	change := w.file(example(t, ownGuards, nil, withGuards(guard("陈晓梅", guardOfExample), guard("罗立新", otherGuard))))
	w.at("2027-03-01 09:00")
	end := w.file(example(t, ownEnds, nil, map[string]any{"stop_date": "2027-02-20"}))
	if got := until(first); got != "2037-03-01" {
		t.Errorf("what was archived before is kept until %q", got)
	}
	w.at("2027-03-15 09:00")
	for _, id := range []uuid.UUID{change, end} {
		if archive(id); until(id) != "2037-03-01" {
			t.Errorf("what was archived afterwards is kept until %q", until(id))
		}
	}
	page, err := w.Archives(ctx, archivist, true, uuid.Nil, 10)
	check(t, err)
	if len(page.Items) != 3 || page.Items[0].KeepUntil.String() != "2037-03-01" {
		t.Errorf("the list says %+v", page.Items)
	}
	unlisted := w.file(example(t, ownGuards, nil, nil)) // as of an item whose filings stand in no register
	w.exec(`ALTER TABLE filing_events DISABLE TRIGGER USER`)
	w.exec(`DELETE FROM filing_events WHERE case_id = ?`, unlisted)
	w.exec(`ALTER TABLE filing_events ENABLE TRIGGER USER`)
	if archive(unlisted); until(unlisted) != "2037-03-15" {
		t.Errorf("what stands in no register is kept until %q", until(unlisted))
	}
}
