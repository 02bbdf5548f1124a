package material

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/color"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/db/dbtest"
)

type bench struct {
	*Service
	d     *db.DB
	clock *dbtest.Clock
	dir   string
	owner uuid.UUID
	rule  Rule
}

func newBench(t *testing.T, scanner Scanner) *bench {
	t.Helper()
	d, clock := dbtest.NewAt(t, "2026-09-17T09:00:00+08:00")
	dir := t.TempDir()
	disk, err := OpenDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{New(d, disk, scanner), d, clock, dir, uuid.New(), Rule{CaseID: uuid.New(), Question: "health_cert"}}
}

// left counts files and rows.
func (b *bench) left(t *testing.T) (files int, rows int) {
	t.Helper()
	if err := filepath.WalkDir(b.dir, func(_ string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files++
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := b.d.Read(context.Background(), func(tx *db.Tx) error { return tx.Raw(`SELECT count(*) FROM materials`).Row().Scan(&rows) }); err != nil {
		t.Fatal(err)
	}
	return files, rows
}

func (b *bench) nothingLeft(t *testing.T, after string) {
	t.Helper()
	if files, rows := b.left(t); files != 0 || rows != 0 {
		t.Errorf("%s leaves %d files and %d rows behind", after, files, rows)
	}
}

// dropping gives some bytes and then fails, like a broken connection.
type dropping struct{ r io.Reader }

var errDropped = errors.New("connection dropped")

func (d dropping) Read(p []byte) (int, error) {
	n, err := d.r.Read(p)
	if err == io.EOF {
		err = errDropped
	}
	return n, err
}

func TestUploadResumesAfterADroppedConnection(t *testing.T) {
	t.Parallel()
	b := newBench(t, BuiltinScanner{})
	ctx := context.Background()
	file := pdfOf(40)
	m, err := b.Create(ctx, b.owner, b.rule, "体检证明.pdf", int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Append(ctx, b.owner, m.ID, 0, -1, dropping{bytes.NewReader(file[:1000])}); !errors.Is(err, errDropped) {
		t.Fatal(err)
	}
	at, err := b.Own(ctx, b.owner, m.ID)
	if err != nil || at.HandedOver != 1000 {
		t.Fatalf("%+v %v", at, err)
	}
	if _, err := b.Append(ctx, b.owner, m.ID, 999, -1, bytes.NewReader(file[999:])); codeOf(err) != "UPLOAD_OFFSET" {
		t.Errorf("wrong offset: %v", err)
	}
	if _, _, err := b.OpenOwn(ctx, b.owner, m.ID); codeOf(err) != "FILE_NOT_READY" {
		t.Errorf("read before it is whole: %v", err)
	}
	for offset := int64(1000); offset < int64(len(file)); offset = at.HandedOver {
		if at, err = b.Append(ctx, b.owner, m.ID, offset, -1, bytes.NewReader(file[offset:min(int64(len(file)), offset+700)])); err != nil {
			t.Fatal(err)
		}
		if at.State == Clean {
			break
		}
	}
	done, r, err := b.OpenOwn(ctx, b.owner, m.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if got, _ := io.ReadAll(r); !bytes.Equal(got, file) || done.Pages != 40 || done.Mime != "application/pdf" || len(done.SM3) != 64 {
		t.Errorf("%+v", done)
	}
	if _, err := b.Append(ctx, b.owner, m.ID, int64(len(file)), -1, bytes.NewReader(nil)); codeOf(err) != "UPLOAD_FINISHED" {
		t.Errorf("after the end: %v", err)
	}
	other := uuid.New()
	if _, err := b.Own(ctx, other, m.ID); codeOf(err) != "NOT_FOUND" {
		t.Errorf("somebody else's: %v", err)
	}
	if _, _, err := b.OpenOf(ctx, uuid.New(), m.ID); codeOf(err) != "NOT_FOUND" {
		t.Errorf("another case's: %v", err)
	}
}

func TestRefusedUploadsLeaveNothingBehind(t *testing.T) {
	t.Parallel()
	html := []byte("<!DOCTYPE html><html><body>not a PDF</body></html>")
	harm := bytes.Replace(pdfOf(1), []byte("endobj"), append([]byte("endobj\n%"), eicar...), 1)
	photo := jpegOf(400, 500, color.RGBA{200, 30, 30, 255})
	for _, c := range []struct {
		what, name, code string
		announced        int64
		body             []byte
		photo            bool
	}{
		{"nothing", "a.pdf", "FILE_EMPTY", 0, nil, false},
		{"60 MB", "a.pdf", "FILE_TOO_LARGE", 60 << 20, nil, false},
		{"a program", "a.exe", "FILE_TYPE", 100, nil, false},
		{"no ending", "a", "FILE_TYPE", 100, nil, false},
		{"a name that turns round", "a\u202Efdp.pdf", "FILE_NAME", 100, nil, false},
		{"HTML named .pdf", "a.pdf", "FILE_TYPE", int64(len(html)), html, false},
		{"HTML named .pdf, its first piece", "a.pdf", "FILE_TYPE", 5 << 20, html, false},
		{"more than announced", "a.pdf", "FILE_TOO_LARGE", 100, pdfOf(4), false},
		{"a virus", "a.pdf", "FILE_INFECTED", int64(len(harm)), harm, false},
		{"a password", "a.pdf", "FILE_ENCRYPTED", int64(len(encryptedPDF())), encryptedPDF(), false},
		{"a red portrait", "a.jpg", "PHOTO_NOT_WHITE", int64(len(photo)), photo, true},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, BuiltinScanner{})
			b.rule.Photo = c.photo
			m, err := b.Create(context.Background(), b.owner, b.rule, c.name, c.announced)
			if err == nil {
				_, err = b.Append(context.Background(), b.owner, m.ID, 0, -1, bytes.NewReader(c.body))
			}
			if codeOf(err) != c.code {
				t.Errorf("want %s, got %v", c.code, err)
			}
			b.nothingLeft(t, c.what)
			if c.announced <= MostBytes && c.body != nil && c.code != "FILE_TOO_LARGE" {
				_, err = b.Receive(context.Background(), b.owner, b.rule, c.name, bytes.NewReader(c.body))
				if codeOf(err) != c.code {
					t.Errorf("at once: want %s, got %v", c.code, err)
				}
				b.nothingLeft(t, c.what+" at once")
			}
		})
	}
	b := newBench(t, BuiltinScanner{})
	if _, err := b.Receive(context.Background(), b.owner, b.rule, "a.pdf", io.MultiReader(bytes.NewReader(pdfOf(1)), bytes.NewReader(make([]byte, MostBytes)))); codeOf(err) != "FILE_TOO_LARGE" {
		t.Errorf("endless: %v", err)
	}
	b.nothingLeft(t, "an endless file")
}

// absent is a scanner that does not answer.
type absent struct{ back bool }

func (a *absent) Scan(ctx context.Context, r io.Reader) (string, error) {
	if a.back {
		return BuiltinScanner{}.Scan(ctx, r)
	}
	return "", fmt.Errorf("connection refused")
}

func TestNobodyReadsWhatNobodyScanned(t *testing.T) {
	t.Parallel()
	scanner := &absent{}
	b := newBench(t, scanner)
	ctx := context.Background()
	harm := bytes.Replace(pdfOf(1), []byte("endobj"), append([]byte("endobj\n%"), eicar...), 1)
	var ids []uuid.UUID
	for _, file := range [][]byte{pdfOf(2), harm} {
		m, err := b.Receive(ctx, b.owner, b.rule, "a.pdf", bytes.NewReader(file))
		if err != nil || m.State != Stored {
			t.Fatalf("%+v %v", m, err)
		}
		if _, _, err := b.OpenOf(ctx, b.rule.CaseID, m.ID); codeOf(err) != "FILE_NOT_READY" {
			t.Errorf("read unscanned: %v", err)
		}
		if err := b.Scan(ctx, m.ID); codeOf(err) != "SCANNER_UNAVAILABLE" {
			t.Errorf("the job must be tried again: %v", err)
		}
		ids = append(ids, m.ID)
	}
	scanner.back = true
	for _, id := range ids {
		for range 2 {
			if err := b.Scan(ctx, id); err != nil {
				t.Fatal(err)
			}
		}
	}
	err := b.d.Read(ctx, func(tx *db.Tx) error {
		facts, err := Lookup(tx, b.rule.CaseID)
		if err != nil {
			return err
		}
		if f, ok := facts(ids[0]); !ok || !f.Ready {
			t.Errorf("the clean one: %+v", f)
		}
		if f, ok := facts(ids[1]); !ok || f.Ready || f.Reason != "FILE_INFECTED" {
			t.Errorf("the harmful one: %+v", f)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files, _ := b.left(t); files != 1 {
		t.Errorf("%d files", files)
	}
}

func TestOrphansAreSweptAfterSevenDays(t *testing.T) {
	t.Parallel()
	b := newBench(t, BuiltinScanner{})
	ctx := context.Background()
	var ids []uuid.UUID
	for range 3 {
		m, err := b.Receive(ctx, b.owner, b.rule, "a.pdf", bytes.NewReader(pdfOf(1)))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.ID)
	}
	attach := func(ids ...uuid.UUID) {
		t.Helper()
		if err := b.d.Write(ctx, func(tx *db.Tx) error { return Attach(tx, b.rule.CaseID, ids...) }); err != nil {
			t.Fatal(err)
		}
	}
	sweep := func(want int) {
		t.Helper()
		if n, err := b.SweepOrphans(ctx, 100); err != nil || n != want {
			t.Errorf("swept %d, want %d: %v", n, want, err)
		}
	}
	attach(ids[0], ids[1])
	if err := b.Discard(ctx, b.owner, ids[0]); codeOf(err) != "MATERIAL_IN_USE" {
		t.Errorf("an attached one was discarded: %v", err)
	}
	b.clock.Advance(7*24*time.Hour - time.Minute)
	sweep(0)
	b.clock.Advance(2 * time.Minute)
	sweep(1)
	attach(ids[1])
	b.clock.Advance(7*24*time.Hour + time.Minute)
	sweep(1)
	attach()
	b.clock.Advance(8 * 24 * time.Hour)
	sweep(1)
	b.nothingLeft(t, "sweeping")
}

func TestACaseHoldsAtMost100MB(t *testing.T) {
	t.Parallel()
	b := newBench(t, BuiltinScanner{})
	ctx := context.Background()
	for i := range 10 {
		m, err := b.Create(ctx, b.owner, b.rule, "a.pdf", 10<<20-1)
		if err != nil {
			t.Fatal(i, err)
		}
		if err := b.d.Write(ctx, func(tx *db.Tx) error {
			return tx.Exec(`UPDATE materials SET attached_at = ? WHERE id = ?`, tx.Now, m.ID).Error
		}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Create(ctx, b.owner, b.rule, "a.pdf", 11); codeOf(err) != "CASE_FULL" {
		t.Errorf("over the limit: %v", err)
	}
	if _, err := b.Create(ctx, b.owner, b.rule, "a.pdf", 10); err != nil {
		t.Errorf("up to the limit: %v", err)
	}
}

// waiting is a body whose connection has died without telling.
type waiting struct{ woken chan struct{} }

func (w waiting) Read([]byte) (int, error) { <-w.woken; return 0, errDropped }
func (w waiting) Interrupt()               { close(w.woken) }

func TestANewTransferEndsADeadOne(t *testing.T) {
	t.Parallel()
	b := newBench(t, BuiltinScanner{})
	ctx := context.Background()
	file := pdfOf(3)
	m, err := b.Create(ctx, b.owner, b.rule, "a.pdf", int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	dead := make(chan error, 1)
	go func() {
		_, err := b.Append(ctx, b.owner, m.ID, 0, -1, waiting{make(chan struct{})})
		dead <- err
	}()
	for running := false; !running; {
		b.mu.Lock()
		running = b.active[m.ID] != nil
		b.mu.Unlock()
	}
	done, err := b.Append(ctx, b.owner, m.ID, 0, -1, bytes.NewReader(file))
	if err != nil || done.State != Clean {
		t.Errorf("%+v %v", done, err)
	}
	if err := <-dead; err == nil {
		t.Error("the dead transfer ended well")
	}
}
