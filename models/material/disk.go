package material

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"syscall"

	"github.com/yiyang-police/permit-portal/models/fault"
)

// Disk keeps blobs as files under a directory of mode 0700. Writing is atomic: a temporary file is filled, flushed and renamed, and
// the directory is flushed after it.
type Disk struct{ dir string }

// OpenDisk makes the directory when it is missing and removes temporary files of an earlier life.
func OpenDisk(dir string) (*Disk, error) {
	for _, d := range []string{"", "tmp", "parts"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o700); err != nil {
			return nil, err
		}
	}
	left, err := os.ReadDir(filepath.Join(dir, "tmp"))
	if err != nil {
		return nil, err
	}
	for _, f := range left {
		if err := os.Remove(filepath.Join(dir, "tmp", f.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return &Disk{dir: dir}, nil
}

var keyForm = regexp.MustCompile(`^[a-z]+/[0-9a-f-]{16,64}$`)

// path spreads blobs over 256 directories by the end of their key, which is random in a UUID v7.
func (d *Disk) path(key string) (string, error) {
	if !keyForm.MatchString(key) {
		return "", fmt.Errorf("blob key %q", key)
	}
	return filepath.Join(d.dir, filepath.Dir(key), key[len(key)-2:], filepath.Base(key)), nil
}

func (d *Disk) part(key string) (string, error) {
	if !keyForm.MatchString(key) {
		return "", fmt.Errorf("blob key %q", key)
	}
	return filepath.Join(d.dir, "parts", filepath.Base(key)), nil
}

// Put writes a blob from r. Writing a key again replaces it whole.
func (d *Disk) Put(ctx context.Context, key string, r io.Reader) (Sums, error) {
	path, err := d.path(key)
	if err != nil {
		return Sums{}, err
	}
	f, err := os.CreateTemp(filepath.Join(d.dir, "tmp"), "put-")
	if err != nil {
		return Sums{}, err
	}
	defer os.Remove(f.Name())
	s := newSumming()
	_, err = io.Copy(io.MultiWriter(f, s), heed(ctx, r))
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return Sums{}, err
	}
	return s.sums(), settle(f.Name(), path)
}

// settle renames a finished file to its place and makes the name durable.
func settle(from, to string) error {
	dir := filepath.Dir(to)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := syncDir(d); err != nil {
			return err
		}
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// Open reads a blob.
func (d *Disk) Open(_ context.Context, key string) (io.ReadSeekCloser, int64, error) {
	path, err := d.path(key)
	if err != nil {
		return nil, 0, err
	}
	return open(path)
}

// OpenPart reads what has arrived of an upload.
func (d *Disk) OpenPart(_ context.Context, key string) (io.ReadSeekCloser, int64, error) {
	path, err := d.part(key)
	if err != nil {
		return nil, 0, err
	}
	return open(path)
}

func open(path string) (io.ReadSeekCloser, int64, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, fault.New(fault.NotFound, "BLOB_NOT_FOUND").Because(err)
	}
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// Delete removes blob and part of a key.
func (d *Disk) Delete(_ context.Context, key string) error {
	blob, err := d.path(key)
	if err != nil {
		return err
	}
	part, err := d.part(key)
	if err != nil {
		return err
	}
	for _, path := range []string{blob, part} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// PartSize tells how much of an upload has arrived; the file itself is the truth, so nothing is lost when the program dies.
func (d *Disk) PartSize(_ context.Context, key string) (int64, error) {
	path, err := d.part(key)
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Append adds r at offset, which must be the part's size. The file is locked meanwhile, against other programs too; a lock dies with
// its holder. What arrived before an error is kept and flushed.
func (d *Disk) Append(ctx context.Context, key string, offset int64, r io.Reader) (int64, error) {
	path, err := d.part(key)
	if err != nil {
		return 0, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return 0, fault.New(fault.Conflict, "UPLOAD_BUSY").Because(err)
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	if size != offset {
		return size, fault.New(fault.Conflict, "UPLOAD_OFFSET", "offset", size)
	}
	n, err := io.Copy(f, heed(ctx, r))
	if e := f.Sync(); err == nil {
		err = e
	}
	return size + n, err
}

// Seal digests a finished part and makes it a blob.
func (d *Disk) Seal(ctx context.Context, key string) (Sums, error) {
	from, err := d.part(key)
	if err != nil {
		return Sums{}, err
	}
	to, err := d.path(key)
	if err != nil {
		return Sums{}, err
	}
	f, _, err := open(from)
	if err != nil {
		return Sums{}, err
	}
	s := newSumming()
	_, err = io.Copy(s, heed(ctx, f))
	f.Close()
	if err != nil {
		return Sums{}, err
	}
	return s.sums(), settle(from, to)
}

// heed stops reading when the context ends.
func heed(ctx context.Context, r io.Reader) io.Reader { return &heeding{ctx, r} }

type heeding struct {
	ctx context.Context
	r   io.Reader
}

func (h *heeding) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	return h.r.Read(p)
}
