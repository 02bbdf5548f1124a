package api

import (
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/yiyang-police/permit-portal/models/journal"
)

// journalRow is a line of the journal with its link of the chain.
type journalRow struct {
	Seq      int             `json:"seq"`
	At       time.Time       `json:"at"`
	Move     string          `json:"move"`
	From     string          `json:"from,omitempty"`
	To       string          `json:"to,omitempty"`
	Actor    string          `json:"actor"`
	Role     string          `json:"role,omitempty"`
	Officer  string          `json:"officer,omitempty"`
	Org      string          `json:"org,omitempty"`
	Reason   string          `json:"reason,omitempty"`
	Document string          `json:"document,omitempty"`
	Details  json.RawMessage `json:"details,omitempty"`
	Digest   string          `json:"digest"`
}

func journalRows(entries []journal.Entry) []journalRow {
	rows := make([]journalRow, len(entries))
	for i, e := range entries {
		rows[i] = journalRow{Seq: e.Seq, At: e.At, Move: e.Move, From: e.From, To: e.To, Actor: e.ActorName, Role: e.ActorRole,
			Officer: e.PoliceNo, Org: e.Org, Reason: e.Reason, Document: e.DocumentNumber, Details: e.Details, Digest: hex.EncodeToString(e.Digest)}
	}
	return rows
}
