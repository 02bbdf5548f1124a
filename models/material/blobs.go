package material

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"

	"github.com/emmansun/gmsm/sm3"
)

// Sums are the size and the digests of a stored blob, hexadecimal.
type Sums struct {
	Bytes  int64
	SHA256 string
	SM3    string
}

// Blobs keeps files by key, such as "material/0190…". A blob is there whole and durable, or not at all; it never changes. Parts are
// uploads on their way: they grow at their end and become a blob when sealed. Errors are NotFound (BLOB_NOT_FOUND), Conflict
// (UPLOAD_BUSY, UPLOAD_OFFSET) or the disk's own.
type Blobs interface {
	Put(ctx context.Context, key string, r io.Reader) (Sums, error)
	Open(ctx context.Context, key string) (io.ReadSeekCloser, int64, error)
	Delete(ctx context.Context, key string) error // of a blob or a part; a missing one is no error

	Append(ctx context.Context, key string, offset int64, r io.Reader) (int64, error) // returns the part's new size, also with an error
	PartSize(ctx context.Context, key string) (int64, error)
	OpenPart(ctx context.Context, key string) (io.ReadSeekCloser, int64, error)
	Seal(ctx context.Context, key string) (Sums, error)
}

// summing counts and digests what passes through it.
type summing struct {
	n        int64
	sha, sm3 hash.Hash
}

func newSumming() *summing { return &summing{sha: sha256.New(), sm3: sm3.New()} }

func (s *summing) Write(p []byte) (int, error) {
	s.n += int64(len(p))
	s.sha.Write(p)
	s.sm3.Write(p)
	return len(p), nil
}

func (s *summing) sums() Sums {
	return Sums{Bytes: s.n, SHA256: hex.EncodeToString(s.sha.Sum(nil)), SM3: hex.EncodeToString(s.sm3.Sum(nil))}
}

// Sum counts and digests bytes as a stored file's are.
func Sum(data []byte) Sums {
	s := newSumming()
	_, _ = s.Write(data) // never fails
	return s.sums()
}
