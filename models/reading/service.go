package reading

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Book keeps the readings.
type Book struct {
	db  *db.DB
	key []byte
}

// Open opens the log with the portal's secret.
func Open(d *db.DB, secret []byte) (*Book, error) {
	if d == nil {
		return nil, errors.New("reading: the log needs a database")
	}
	key, err := deriveKey(secret)
	if err != nil {
		return nil, err
	}
	return &Book{db: d, key: key}, nil
}

// Keep records what is about to be shown to an officer, and fails where it cannot. Nobody else's reading is recorded: a person sees his own. The same thing
// on the same screen within SameFor is one reading; a search always is one of its own.
func (b *Book) Keep(ctx context.Context, actor account.Actor, s Shown) error {
	if !actor.IsClerk() {
		return nil
	}
	r := row{ID: uuid.Must(uuid.NewV7()), Officer: actor.Officer, Account: actor.AccountID, Desks: strings.Join(actor.AllDesks(), " "), Kind: s.Kind,
		Route: s.Route, Thing: s.Thing, Reason: s.Reason, Terminal: actor.Terminal}
	for _, role := range actor.Roles() {
		r.Roles = strings.TrimSpace(r.Roles + " " + string(role))
	}
	known := false
	err := b.db.Read(ctx, func(tx *db.Tx) (err error) {
		if r.Case, err = caseOf(tx, s.Of, s.ID); err != nil {
			return err
		}
		if s.Of != OfCase && r.Thing == uuid.Nil {
			r.Thing = s.ID
		}
		if s.Kind != Search {
			if known, err = justRead(tx, r); err != nil || known {
				return err
			}
		}
		texts := s.Texts
		if r.Case != uuid.Nil {
			numbers, err := numbersOf(tx, r.Case)
			if err != nil {
				return err
			}
			texts = append(numbers, texts...)
		}
		r.Persons = b.digests(texts)
		return nil
	})
	if err != nil || known {
		return err
	}
	return b.db.Write(ctx, func(tx *db.Tx) error { return insert(tx, r) })
}

// Search reads the log, newest first. Faults: ROLE_REQUIRED, CASE_UNKNOWN.
func (b *Book) Search(ctx context.Context, actor account.Actor, f Filter) (page Page, err error) {
	if err := allow(Reads(actor)); err != nil {
		return page, err
	}
	limit := f.limit()
	err = b.db.Read(ctx, func(tx *db.Tx) error {
		page.Items, err = selectRows(tx, f, limit+1)
		return err
	})
	if len(page.Items) > limit {
		page.Items = page.Items[:limit]
		page.Next = &page.Items[limit-1].ID
	}
	return page, err
}

// Export writes what the filter finds as a table, at most 20,000 rows, the newest. Fault: ROLE_REQUIRED, CASE_UNKNOWN.
func (b *Book) Export(ctx context.Context, actor account.Actor, f Filter, head []string, w io.Writer) error {
	if err := allow(Exports(actor)); err != nil {
		return err
	}
	var rows []Row
	err := b.db.Read(ctx, func(tx *db.Tx) (err error) {
		rows, err = selectRows(tx, f, maxFile)
		return err
	})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // spreadsheets know by it that the text is UTF-8
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(head); err != nil {
		return err
	}
	for _, r := range rows {
		err := out.Write([]string{r.At.Format("2006-01-02 15:04:05"), r.Officer, r.Name, r.Roles, r.Desks, string(r.Kind), r.Route, r.CaseNumber,
			strconv.Itoa(r.Persons), r.Reason, r.Terminal})
		if err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// Sweep removes what is older than three years (domain.md 6.5), and returns how much.
func (b *Book) Sweep(ctx context.Context) (n int, err error) {
	err = b.db.Write(ctx, func(tx *db.Tx) error {
		n, err = deleteOld(tx)
		return err
	})
	return n, err
}

// ParseFilter reads the words of a question. Faults by field: DATE_FORMAT, NOT_AN_OPTION.
func ParseFilter(get func(string) string) (f Filter, err error) {
	f = Filter{Officer: strings.TrimSpace(get("officer")), CaseNumber: strings.ToUpper(strings.TrimSpace(get("case_number"))), Person: get("person"), Kind: Kind(get("kind"))}
	var faults []fault.Field
	if day := strings.TrimSpace(get("day")); day != "" {
		if f.Day, err = workday.Parse(day); err != nil {
			faults = append(faults, fault.OneField("/day", "DATE_FORMAT"))
		}
	}
	if f.Kind != "" && !known(f.Kind) {
		faults = append(faults, fault.OneField("/kind", "NOT_AN_OPTION"))
	}
	if f.Person != "" && !isDigest(f.Person) {
		faults = append(faults, fault.OneField("/person", "NOT_AN_OPTION"))
	}
	return f, fault.Fields(faults...)
}
