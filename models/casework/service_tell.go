package casework

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/journal"
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// tell posts what people are owed and asks supervision for cards, in the transaction of the move.
func (w *work) tell(out procedure.Outcome) error {
	var orders []notice.Order
	w.shifts = out.Shifts
	for _, kind := range out.Notices {
		orders = append(orders, w.notices(kind)...)
	}
	if err := notice.Post(w.tx, orders...); err != nil {
		return err
	}
	return w.alarm(out.Alarms)
}

// notices are what a word of the procedure tells, each with whether its day is firm.
func (w *work) notices(kind procedure.NoticeKind) []notice.Order {
	orders := w.addressed(kind)
	for i := range orders {
		orders[i].Facts.Firm = w.firm(orders[i].Facts.Due)
	}
	return orders
}

// firm tells of a day in a year without an official calendar that no announcement moves it: a limit in natural days ends on it, or a licence (C-6).
func (w *work) firm(day workday.Date) bool {
	if day.IsZero() || w.cal.Official(day, day) {
		return false
	}
	firm, counted := day == w.Law.Expiry, false
	for _, k := range w.Law.Clocks {
		if k.Running() && k.Due == day {
			firm, counted = firm || !k.Provisional, counted || k.Provisional
		}
	}
	return firm && !counted
}

func (w *work) addressed(kind procedure.NoticeKind) []notice.Order {
	o := notice.Order{To: w.recipient(), Kind: w.noticeKind(kind), CaseID: w.ID, Facts: w.noticeFacts(kind)}
	orders := []notice.Order{o}
	if kind == procedure.TellDueMoved {
		return w.dueMoved(o)
	}
	toUnit := func(o notice.Order) notice.Order { o.To = notice.Enterprise(w.Enterprise); return o }
	toHost := func(o notice.Order, kind notice.Kind) notice.Order {
		o.To, o.Kind = notice.Officer(w.Host.Officer), kind
		return o
	}
	switch kind {
	case procedure.TellUnitToSign, procedure.TellUnitReminder:
		orders = []notice.Order{toUnit(o)}
	case procedure.TellUnitLapsed:
		orders = append(orders, toUnit(o))
	case procedure.TellEnded, procedure.TellLost, procedure.TellReissued, procedure.TellChanged:
		if !w.ForUnit && w.Enterprise != uuid.Nil {
			orders = append(orders, toUnit(o))
		}
	case procedure.TellReceived:
		if w.Law.Late && w.options().Renewal {
			late := o
			late.Kind, late.Facts.Due = notice.Late, w.Law.Expiry
			orders = append(orders, late)
		}
	case procedure.TellAnswered:
		if w.Host.Officer != "" {
			orders = append(orders, toHost(o, notice.ApplicantAnswered))
		}
	case procedure.TellHearingAsked:
		if w.Host.Officer != "" {
			orders = append(orders, toHost(o, notice.ApplicantHearing))
		}
	case procedure.TellThirdParty: // he has no account here; a short message says that a letter comes
		t := w.Law.ThirdParties[len(w.Law.ThirdParties)-1]
		called := o
		called.To, called.Kind = notice.Mobile(t.Mobile), notice.ThirdPartyCalled
		orders = append(orders, called)
	case procedure.TellExplained:
		if orders = nil; w.Host.Officer != "" {
			orders = []notice.Order{toHost(o, notice.ApplicantExplained)}
		}
	case procedure.TellStated:
		if orders = nil; w.Host.Officer != "" {
			orders = []notice.Order{toHost(o, notice.ApplicantStated)}
		}
	case procedure.TellRecusal: // the superior decides, case management may
		o.To, o.Facts.Due = notice.Desk(w.desk(procedure.StageCollective), string(account.Leader)), w.end(procedure.KQ)
		manager := o
		manager.To = notice.Desk(w.desk(procedure.StageManage), string(account.CaseManager))
		orders = []notice.Order{o, manager}
	case procedure.TellRejected:
		if orders = nil; w.motion != nil {
			o.To = notice.Officer(w.motion.By.Officer)
			orders = []notice.Order{o}
		}
	case procedure.TellSpoke, procedure.TellFixDropped, procedure.TellVerifiers, procedure.TellReturned, procedure.TellDeparts, procedure.TellRecusalDecided:
		return w.among(kind, o)
	case procedure.TellWithdrawn:
		if w.Host.Officer != "" {
			orders = append(orders, toHost(o, notice.ApplicantWithdrew))
		}
	}
	return orders
}

// among tells officers, and of a recusal the applicant as well, for whom another officer works from now on.
func (w *work) among(kind procedure.NoticeKind, o notice.Order) (orders []notice.Order) {
	told := []string{w.Host.Officer}
	switch kind {
	case procedure.TellFixDropped:
		if w.by.Officer != "" {
			return []notice.Order{o}
		}
		o.Kind = notice.ApplicantSpoke
	case procedure.TellVerifiers:
		v := w.Law.Verifications[len(w.Law.Verifications)-1]
		told, o.Facts.Reason = nil, v.What
		for _, c := range v.Officers {
			told = append(told, c.Officer)
		}
	case procedure.TellReturned, procedure.TellDeparts:
		if told = nil; w.Law.Proposal != nil {
			told = []string{w.Law.Proposal.Officer}
		}
	case procedure.TellRecusalDecided:
		told = []string{w.act.Officer}
		if w.act.Agree && w.Number != "" {
			other := o
			other.Kind, other.Facts.Reason = notice.HostRecused, ""
			orders = append(orders, other)
		} else {
			o.Kind = notice.RecusalDenied
		}
	}
	for _, officer := range told {
		if officer != "" && officer != w.by.Officer {
			o.To = notice.Officer(officer)
			orders = append(orders, o)
		}
	}
	return orders
}

// dueMoved tells whom a moved due date concerns: the applicant, the unit that has yet to sign, and who holds the step (C-6).
func (w *work) dueMoved(o notice.Order) []notice.Order {
	if len(w.shifts) == 0 {
		return nil
	}
	shift := w.shifts[0]
	if k, ok := w.Law.Governing(); ok {
		for _, s := range w.shifts {
			if s.Clock == k.Kind {
				shift = s
			}
		}
	}
	o.Facts.Due, o.Facts.Was = shift.Due, shift.Was
	o.Facts.Clock = string(shift.Clock)
	orders := []notice.Order{o}
	if w.Number == "" && w.Enterprise != uuid.Nil {
		unit := o
		unit.To = notice.Enterprise(w.Enterprise)
		orders = append(orders, unit)
	}
	if w.holder != "" {
		holder := o
		holder.To, holder.Kind = notice.Officer(w.holder), notice.WorkMoved
		orders = append(orders, holder)
	}
	return orders
}

// noticeKind is the notice behind a word of the procedure; only a renewal speaks of a licence's new term.
func (w *work) noticeKind(kind procedure.NoticeKind) notice.Kind {
	due, _ := w.Law.Governing()
	switch {
	case kind == procedure.TellAccepted && due.Due.IsZero():
		return notice.AcceptedNoLimit
	case kind == procedure.TellDeemed && w.proc != procedure.Permit():
		return notice.DeemedComplete
	case w.options().Renewal:
	case kind == procedure.TellGranted:
		return notice.Permitted
	case kind == procedure.TellRefused:
		return notice.Denied
	case kind == procedure.TellCertificate:
		return notice.CertificateMade
	}
	return noticeKinds[kind]
}

// recipient is the applicant: the person, or everybody who may act for the enterprise.
func (w *work) recipient() notice.To {
	if w.ForUnit && w.Enterprise != uuid.Nil {
		return notice.Enterprise(w.Enterprise)
	}
	return notice.Person(w.PersonID)
}

func (w *work) noticeFacts(kind procedure.NoticeKind) notice.Facts {
	f := notice.Facts{Item: w.item.Name.Zh, ItemEn: w.item.Name.En, Number: w.Number, Applicant: w.applicantName(), Unit: w.UnitName,
		On: w.tx.Today(), ValidTo: w.Law.Expiry, Reason: w.act.Reason}
	if w.Host.Officer != "" {
		f.Officer = w.Host.Name + "（警号 " + w.Host.Officer + "）"
	}
	if k, ok := w.Law.Governing(); ok {
		f.Due = k.Due
	}
	switch kind {
	case procedure.TellAccepted, procedure.TellDeemed:
		f.On = w.Law.AcceptedOn
	case procedure.TellGranted, procedure.TellRefused, procedure.TellFiled, procedure.TellNotFiled, procedure.TellDone, procedure.TellDeclined,
		procedure.TellIssued, procedure.TellNotIssued:
		f.On = w.Law.DecidedOn
	case procedure.TellDelivered:
		f.On = w.Law.DeliveredOn
	}
	w.specialFacts(kind, &f)
	if w.Law.Term != nil {
		f.ValidTo = w.Law.Term.To
	}
	for _, d := range w.issued { // the last one, and of a decision that warns as well each notice its own
		if (d.Kind == document.WarningPaper) == (kind == procedure.TellWarned) {
			f.Document, f.Title = d.ID, d.Title
		}
	}
	return f
}

// alarm asks supervision for cards. The officer is who holds the step, else the host.
func (w *work) alarm(alarms []procedure.Alarm) error {
	if len(alarms) == 0 {
		return nil
	}
	officer := w.Host.Officer
	switch {
	case w.actor.Officer != "":
		officer = w.actor.Officer
	case w.holder != "":
		officer = w.holder
	}
	for _, a := range alarms {
		w.tx.Enqueue(AlarmArgs{CaseID: w.ID, Card: a.Card, Reason: a.Reason, Officer: officer, Desk: w.deskOf(a.Role), Role: a.Role})
	}
	return nil
}

func (w *work) deskOf(role procedure.Role) string {
	for _, s := range procedure.Stages() {
		if procedure.StageRole(s) == role {
			return w.desk(s)
		}
	}
	return ""
}

// attempted records a forbidden attempt after its transaction was undone: nothing of the act is stored, but that it was tried (A08). It gives
// back why the act was refused.
func (s *Service) attempted(ctx context.Context, tried *work, refused error) error {
	if refused == nil || tried == nil || len(tried.alarms) == 0 {
		return refused
	}
	return errors.Join(refused, s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := selectCase(tx, tried.ID, anybody, true)
		if err != nil {
			return err
		}
		w, err := s.work(ctx, tx, r, tried.actor)
		if err != nil {
			return err
		}
		for _, a := range tried.alarms {
			details, _ := json.Marshal(map[string]any{"act": tried.act.Name, "event": a.Reason}) // strings always marshal
			w.Head, err = journal.Append(tx, w.ID, w.Head, journal.Entry{Move: "attempt", ActorID: w.actor.AccountID, ActorName: w.actor.Name,
				ActorRole: string(a.Role), PoliceNo: w.actor.Officer, Org: tried.org, Terminal: w.actor.Terminal,
				From: string(w.Law.State), To: string(w.Law.State), Reason: a.Reason, Details: details})
			if err != nil {
				return err
			}
		}
		if err := updateHead(tx, w.record); err != nil {
			return err
		}
		return w.alarm(tried.alarms)
	}))
}
