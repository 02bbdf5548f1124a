// Package journal keeps who did what to which case and when: append-only and chained per case by SM3, so that a record that was
// changed, removed or put in later is found (domain.md 1.4, 6.3).
package journal

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/google/uuid"
)

// Entry is one thing that happened to a case. Seq, At and the digests are filled by Append.
type Entry struct {
	CaseID         uuid.UUID
	Seq            int       // 1, 2, 3 … without a hole
	At             time.Time // whole microseconds
	Move           string    // row of the procedure, as "T07"; a word such as "claim" for what moves nothing
	ActorID        uuid.UUID // account; zero for the system
	ActorName      string
	ActorRole      string
	PoliceNo       string
	Org            string // desk or enterprise that the actor acted for
	Terminal       string // network address
	From, To       string // states
	Reason         string
	Details        json.RawMessage // what else belongs to the record
	DocumentNumber string
	Before, After  []byte // digests of the case before and after
	Prev, Digest   []byte
}

// Head is the last link of a case's chain; the case keeps it in its own row, which is locked whenever the case moves.
type Head struct {
	Seq    int
	Digest []byte
}

// link puts e behind head and seals it.
func link(head Head, e Entry) Entry {
	e.Seq = head.Seq + 1
	e.Prev = head.Digest
	if e.Prev == nil {
		e.Prev = []byte{}
	}
	if len(e.Details) == 0 {
		e.Details = json.RawMessage("{}")
	}
	e.Digest = e.seal()
	return e
}

// seal is the SM3 digest over every field in a fixed order, each with its length before it, so that no two records can be read as
// the same bytes.
func (e Entry) seal() []byte {
	h := sm3.New()
	field := func(b []byte) {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(b)))
		h.Write(length[:])
		h.Write(b)
	}
	field(e.Prev)
	field(e.CaseID[:])
	field(binary.BigEndian.AppendUint64(nil, uint64(e.Seq)))
	field(binary.BigEndian.AppendUint64(nil, uint64(e.At.UnixMicro())))
	field(e.ActorID[:])
	for _, text := range []string{
		e.Move, e.ActorName, e.ActorRole, e.PoliceNo, e.Org, e.Terminal, e.From, e.To, e.Reason, string(e.Details), e.DocumentNumber,
	} {
		field([]byte(text))
	}
	field(e.Before)
	field(e.After)
	return h.Sum(nil)
}

// Verify checks a case's whole chain in order and names the first record that does not fit. head is what the case itself says the
// last record is; with it, records cut off at the end are found as well.
func Verify(entries []Entry, head Head) error {
	last := Head{Digest: []byte{}}
	for i, e := range entries {
		if e.Seq != i+1 {
			return fmt.Errorf("journal: record %d stands where %d belongs", e.Seq, i+1)
		}
		if !bytes.Equal(e.Prev, last.Digest) {
			return fmt.Errorf("journal: record %d does not follow record %d", e.Seq, e.Seq-1)
		}
		if !bytes.Equal(e.Digest, e.seal()) {
			return fmt.Errorf("journal: record %d was changed", e.Seq)
		}
		last = Head{Seq: e.Seq, Digest: e.Digest}
	}
	if last.Seq != head.Seq || !bytes.Equal(last.Digest, head.Digest) {
		return fmt.Errorf("journal: ends at record %d, the case says %d", last.Seq, head.Seq)
	}
	return nil
}
