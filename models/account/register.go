package account

import (
	"context"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/identity"
)

// Population is the population register (人口库) as real-name registration needs it. Person returns a fault of kind NotFound when nobody
// has the number and of kind Unavailable when the register does not answer. It is called outside transactions.
type Population interface {
	Person(ctx context.Context, id identity.IDNumber) (PersonRecord, error)
}

// PersonRecord is what the population register says about somebody.
type PersonRecord struct {
	Name     string
	IDNumber string
	Nation   string // 民族
	Deceased bool
	Request  string // the register's request number, kept as evidence
}

// Companies is the register of enterprises (市场监管). Enterprise returns a fault of kind NotFound when no enterprise has the code and of
// kind Unavailable when the register does not answer. It is called outside transactions.
type Companies interface {
	Enterprise(ctx context.Context, code identity.CreditCode) (EnterpriseRecord, error)
}

// EnterpriseRecord is what the register says about an enterprise.
type EnterpriseRecord struct {
	CreditCode    string
	Name          string
	Kind          string // 类型, e.g. 有限责任公司, 事业单位
	Business      string // 经营范围 or 业务范围
	Address       string
	Area          string // area code of domain.md 0.3; "" outside the city
	LegalName     string // 法定代表人
	LegalIDNumber string
	Cancelled     bool   // 注销 or 吊销
	Suspended     bool   // 责令停业, 停业整顿
	Reason        string // why it is cancelled or suspended, as the register words it
	Request       string
}

// Standing is the state of an enterprise that the register tells.
func (r EnterpriseRecord) Standing() Standing {
	switch {
	case r.Cancelled:
		return Closed
	case r.Suspended:
		return Halted
	}
	return Active
}

// Standing tells whether an enterprise may hand in anything.
type Standing string

// Standings of an enterprise.
const (
	Active Standing = "active"
	Halted Standing = "suspended"
	Closed Standing = "closed"
)

// Purpose is what an SMS code is good for; a code sent for one purpose opens nothing else.
type Purpose string

const (
	ToRegister Purpose = "register"
	ToSignIn   Purpose = "sign_in"
	ToReset    Purpose = "reset_password"
	ToConfirm  Purpose = "confirm" // step-up inside a session
	toMobile   Purpose = "mobile"  // to a new number of one's own
	toLeave    Purpose = "leave"   // to the old one
)

// Move is a mobile number that a person has changed.
type Move struct {
	Person   uuid.UUID
	Name     string
	From, To string
}

// Text is a short message that account wants sent. Code and Minutes fill the template of its purpose.
type Text struct {
	ID      uuid.UUID // unique: sending the same one twice is harmless
	Mobile  string
	Purpose Purpose
	Code    string
	Minutes int
}
