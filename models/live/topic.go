// Package live tells open pages that something they show has changed. A unit of work names topics (db.Tx.Changed); once it is committed, every
// instance hears of them over LISTEN and NOTIFY, at most once a second from each, and wakes the pages that look at them. It carries no facts:
// a page asks for itself again as its reader, so that rights are checked where they always are.
package live

import "github.com/google/uuid"

// AllDesks is the topic of whoever looks at every queue.
const AllDesks = "desks"

// Desk is the topic of the queues of a desk: what waits there and who holds it.
func Desk(code string) string { return "desk:" + code }

// Officer is the topic of what an officer holds and has decided, by his police number.
func Officer(policeNo string) string { return "officer:" + policeNo }

// Case is the topic of one case.
func Case(id uuid.UUID) string { return "case:" + id.String() }

// Person is the topic of everything that a person has under way.
func Person(id uuid.UUID) string { return "person:" + id.String() }

// Unit is the topic of everything that an enterprise has under way, by its 统一社会信用代码.
func Unit(code string) string { return "unit:" + code }
