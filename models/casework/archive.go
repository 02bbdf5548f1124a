package casework

import (
	"archive/zip"
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/material"
)

// The files of an archive package that are not the case's own (domain.md 6.5).
const (
	archiveJournal   = "journal.jsonl"
	archiveMetadata  = "metadata.xml"
	archiveManifest  = "manifest.json"
	archiveSignature = "manifest.p7s"

	archiveRating     = "rating.json"
	archiveDeliveries = "deliveries.json"
)

// Years for which a case is kept after its end (domain.md 6.5).
const (
	keepPermit = 30
	keepOther  = 10 // refusals, filings, endorsements
	keepGone   = 5  // withdrawn or lapsed
)

type archiveFile struct {
	Name string
	data []byte
}

// manifest lists every file of a package but itself and its signature.
type manifest struct {
	Case       string        `json:"case"`
	ArchivedAt time.Time     `json:"archived_at"`
	Journal    archiveHead   `json:"journal"`
	Files      []manifestRow `json:"files"`
}

type archiveHead struct {
	Records int    `json:"records"`
	Digest  string `json:"digest"` // SM3 of the last record
}

type manifestRow struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	SM3    string `json:"sm3"`
}

// archiveMeta is the case in metadata.xml.
type archiveMeta struct {
	XMLName        xml.Name  `xml:"case"`
	Number         string    `xml:"number"`
	ItemCode       string    `xml:"item>code"`
	ItemName       string    `xml:"item>name"`
	ItemVersion    int       `xml:"item>version"`
	Applicant      string    `xml:"applicant>name"`
	ApplicantID    string    `xml:"applicant>id"` // masked
	Unit           string    `xml:"applicant>unit,omitempty"`
	UnitCode       string    `xml:"applicant>credit_code,omitempty"`
	State          string    `xml:"state"`
	Verdict        string    `xml:"decision>verdict,omitempty"`
	DecidedOn      string    `xml:"decision>on,omitempty"`
	Grounds        []string  `xml:"decision>ground"`
	ReceivedOn     string    `xml:"dates>received,omitempty"`
	AcceptedOn     string    `xml:"dates>accepted,omitempty"`
	DeliveredOn    string    `xml:"dates>delivered,omitempty"`
	ArchivedAt     time.Time `xml:"dates>archived"`
	RetentionClass string    `xml:"retention_class"`
	RetentionYears int       `xml:"retention_years"`

	Superseded []superseded     `xml:"superseded"` // decisions that a ruling annulled; their signed files are among the documents
	Earlier    []earlierPackage `xml:"earlier"`    // packages in which the case was archived before it was decided again
}

// superseded is a document that is valid no more.
type superseded struct {
	Title  string `xml:"title"`
	Number string `xml:"number"`
	On     string `xml:"on"`
	By     string `xml:"by"`
}

// journalLine is a record of the journal as a line of JSON; Details is a string because the chain seals its very bytes.
type journalLine struct {
	CaseID   uuid.UUID `json:"case_id"`
	Seq      int       `json:"seq"`
	At       time.Time `json:"at"`
	Move     string    `json:"move"`
	ActorID  uuid.UUID `json:"actor_id"`
	Actor    string    `json:"actor"`
	Role     string    `json:"role"`
	PoliceNo string    `json:"police_no"`
	Org      string    `json:"org"`
	Terminal string    `json:"terminal"`
	From     string    `json:"from"`
	To       string    `json:"to"`
	Reason   string    `json:"reason"`
	Details  string    `json:"details"`
	Document string    `json:"document"`
	Before   string    `json:"before"`
	After    string    `json:"after"`
	Prev     string    `json:"prev"`
	Digest   string    `json:"digest"`
}

func journalLines(entries []journal.Entry) ([]byte, error) {
	var b bytes.Buffer
	out := json.NewEncoder(&b)
	for _, e := range entries {
		err := out.Encode(journalLine{e.CaseID, e.Seq, e.At, e.Move, e.ActorID, e.ActorName, e.ActorRole, e.PoliceNo, e.Org, e.Terminal, e.From, e.To,
			e.Reason, string(e.Details), e.DocumentNumber, hex.EncodeToString(e.Before), hex.EncodeToString(e.After), hex.EncodeToString(e.Prev), hex.EncodeToString(e.Digest)})
		if err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func readJournal(data []byte) (entries []journal.Entry, err error) {
	in := json.NewDecoder(bytes.NewReader(data))
	for in.More() {
		var l journalLine
		if err := in.Decode(&l); err != nil {
			return nil, err
		}
		e := journal.Entry{CaseID: l.CaseID, Seq: l.Seq, At: l.At, Move: l.Move, ActorID: l.ActorID, ActorName: l.Actor, ActorRole: l.Role, PoliceNo: l.PoliceNo,
			Org: l.Org, Terminal: l.Terminal, From: l.From, To: l.To, Reason: l.Reason, Details: json.RawMessage(l.Details), DocumentNumber: l.Document}
		for into, text := range map[*[]byte]string{&e.Before: l.Before, &e.After: l.After, &e.Prev: l.Prev, &e.Digest: l.Digest} {
			if *into, err = hex.DecodeString(text); err != nil {
				return nil, err
			}
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// archiveName is the n-th file of a folder, by a name that every system can store.
func archiveName(folder string, n int, name string) string {
	safe := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, name)
	return fmt.Sprintf("%s/%02d %s", folder, n, safe)
}

// pack writes the files in their order, then the signed list of them.
func pack(m manifest, files []archiveFile, sign func([]byte) ([]byte, error)) ([]byte, error) {
	for _, f := range files {
		s := material.Sum(f.data)
		m.Files = append(m.Files, manifestRow{f.Name, s.Bytes, s.SHA256, s.SM3})
	}
	list, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	signature, err := sign(list)
	if err != nil {
		return nil, err
	}
	files = append(files, archiveFile{Name: archiveManifest, data: list}, archiveFile{Name: archiveSignature, data: signature})
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range files {
		w, err := out.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: m.ArchivedAt})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	err = out.Close()
	return b.Bytes(), err
}

// VerifyArchive checks a package: the signature over its list, every file against the list, and the chain of the journal. Its fault names the
// file that is wrong.
func VerifyArchive(data []byte, roots *x509.CertPool) (signed document.SignedPDF, err error) {
	files, err := unpack(data)
	if err != nil {
		return signed, err
	}
	for _, name := range []string{archiveManifest, archiveSignature} {
		if _, there := files[name]; !there {
			return signed, archiveFault("ARCHIVE_FILE_MISSING", name)
		}
	}
	if signed, err = document.VerifyBytes(files[archiveManifest], files[archiveSignature], roots); err != nil {
		return signed, archiveFault("ARCHIVE_SIGNATURE", archiveManifest).Because(err)
	}
	var m manifest
	if err := json.Unmarshal(files[archiveManifest], &m); err != nil {
		return signed, archiveFault("ARCHIVE_FILE_CHANGED", archiveManifest).Because(err)
	}
	listed := map[string]bool{archiveManifest: true, archiveSignature: true}
	for _, row := range m.Files {
		content, there := files[row.Name]
		if !there {
			return signed, archiveFault("ARCHIVE_FILE_MISSING", row.Name)
		}
		s := material.Sum(content)
		if row != (manifestRow{row.Name, s.Bytes, s.SHA256, s.SM3}) {
			return signed, archiveFault("ARCHIVE_FILE_CHANGED", row.Name)
		}
		listed[row.Name] = true
	}
	for name := range files {
		if !listed[name] {
			return signed, archiveFault("ARCHIVE_FILE_EXTRA", name)
		}
	}
	entries, err := readJournal(files[archiveJournal])
	if err == nil {
		var digest []byte
		if digest, err = hex.DecodeString(m.Journal.Digest); err == nil {
			err = journal.Verify(entries, journal.Head{Seq: m.Journal.Records, Digest: digest})
		}
	}
	if err != nil {
		return signed, archiveFault("ARCHIVE_JOURNAL", archiveJournal).Because(err)
	}
	return signed, nil
}

func unpack(data []byte) (map[string][]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fault.New(fault.Invalid, "ARCHIVE_UNREADABLE").Because(err)
	}
	files := map[string][]byte{}
	for _, f := range in.File {
		if _, twice := files[f.Name]; twice {
			return nil, archiveFault("ARCHIVE_FILE_EXTRA", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			return nil, archiveFault("ARCHIVE_FILE_CHANGED", f.Name).Because(err)
		}
		files[f.Name], err = io.ReadAll(r)
		if err != nil {
			return nil, archiveFault("ARCHIVE_FILE_CHANGED", f.Name).Because(err)
		}
		_ = r.Close() // read to its end
	}
	return files, nil
}

func archiveFault(code, name string) *fault.Error {
	return fault.New(fault.Invalid, code, "name", name)
}
