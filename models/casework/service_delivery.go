package casework

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/db"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// wayNames are the ways of delivery as the 送达回证 and the 送达地址确认书 word them.
var wayNames = map[string]string{procedure.Electronic: "电子送达", procedure.ByPost: "邮政快递", procedure.AtCounter: "窗口自取"}

// Way is a way of delivery, and why it is not lawful now; Why is empty where it is.
type Way struct {
	Way    string         `json:"way"`
	Why    string         `json:"why,omitempty"` // fault code
	Params map[string]any `json:"params,omitempty"`
}

// ways are those in which the result may be delivered now, none unless it waits for its delivery.
func (w *work) ways() (list []Way) {
	if w.proc.Awaits(w.Law) {
		list = w.waysWith(w.agreed())
	}
	return list
}

func (w *work) waysWith(agreed bool) (list []Way) {
	for _, way := range w.proc.WaysOf(w.options(), w.Law, agreed) {
		one := Way{Way: way.Name}
		if way.Why != nil {
			one.Why, one.Params = way.Why.Code, way.Why.Params
		}
		list = append(list, one)
	}
	return list
}

// chosen is the way of delivery that the applicant has chosen: by what he confirmed in this case (送达地址确认书), else by the form that he handed in
// for it; "" where neither says.
func (w *work) chosen() (way string) {
	if a := w.Law.Address; a != nil {
		return a.Way
	}
	_ = json.Unmarshal(w.Answers["deliver"], &way) // "" where it is not answered
	return way
}

// agreed tells whether the applicant agreed to electronic delivery in this case. A case about a certificate has no form of its own, and nothing of the
// application before it: its holder agrees by confirming it.
func (w *work) agreed() bool {
	if w.Law.Address != nil || w.chosen() != procedure.Electronic {
		return w.chosen() == procedure.Electronic
	}
	var agreed bool
	_ = json.Unmarshal(w.Answers["deliver_consent"], &agreed) // false where it is not answered
	return agreed
}

// electronic tells whether papers reach the applicant in his space: he agreed to electronic delivery, or his form asks for no way because everything
// is done online.
func (w *work) electronic() bool {
	if _, asked := w.item.Form.Question("deliver"); !asked && w.Procedure == "" && w.Law.Address == nil {
		return true
	}
	return w.chosen() == procedure.Electronic
}

// arrives tells whether the case waits for its result to be delivered to an applicant who agreed to electronic delivery.
func (w *work) arrives() bool { return w.agreed() && w.proc.Delivers(w.options(), w.Law) }

// ConfirmDelivery confirms that the result was received: in the applicant's space, or the letter that is on its way (T32). His own word is the
// signature on the 送达回证. Faults: DELIVERY_THING for a card that nobody has posted, VISIT_MISSING where it must be collected.
func (s *Service) ConfirmDelivery(ctx context.Context, actor account.Actor, id uuid.UUID) error {
	_, err := do(ctx, s, db.Key{}, id, owner(actor), actor, func(w *work) error {
		w.asPerson()
		way := w.received()
		w.act, w.decision = procedure.Act{Name: procedure.ActDeliver, Way: way, Agreed: true}, Decision{Way: way}
		return nil
	}, func(*work) struct{} { return struct{}{} })
	return err
}

// received is the way in which the applicant himself can confirm that he received the result.
func (w *work) received() string {
	if w.Law.Parcel != nil {
		return procedure.ByPost
	}
	return procedure.Electronic
}

// confirmable tells whether the applicant can confirm from here that he received the result.
func (w *work) confirmable() bool {
	return slices.ContainsFunc(w.waysWith(true), func(v Way) bool { return v.Way == w.received() && v.Why == "" })
}

// DeliveryChoice is how an applicant wants to receive the papers of his case 送达地址确认书. Name, Phone and Address are of a letter.
type DeliveryChoice struct {
	Way     string `json:"way"`
	Agree   bool   `json:"agree"` // to electronic delivery
	Name    string `json:"name"`
	Phone   string `json:"phone"`
	Address string `json:"address"`
}

// ChooseDelivery keeps how the applicant wants to receive the papers of the case, with the agreement that electronic delivery needs. Faults:
// INVALID_FIELDS, ASSURANCE_TOO_LOW, DELIVERY_THING, ACT_NOT_NOW while a letter is on its way or when nothing is delivered any more.
func (s *Service) ChooseDelivery(ctx context.Context, actor account.Actor, id uuid.UUID, c DeliveryChoice, idem db.Key) error {
	_, err := do(ctx, s, idem, id, owner(actor), actor, func(w *work) error {
		w.asPerson()
		w.act = procedure.Act{Name: procedure.ActChooseDelivery, Way: c.Way, Agreed: c.Agree, Party: c.Name, Phone: c.Phone, Place: c.Address}
		faults := slices.Concat(checkText("/name", c.Name), checkText("/address", c.Address))
		if _, err := identity.ParsePhone(c.Phone); c.Way == procedure.ByPost && c.Phone != "" && err != nil {
			faults = append(faults, fault.OneField("/phone", fault.Code(err)))
		}
		return fault.Fields(faults...)
	}, func(*work) struct{} { return struct{}{} })
	return err
}

// delivered are the documents that a 送达回证 lists.
var delivered = []document.Kind{document.NotAccepted, document.Grant, document.Refusal, document.WarningPaper, document.Certificate, document.Filed, document.NotFiled, document.FilingChanged,
	document.FilingEnded, document.Done,
	document.Declined, document.IssuedResult, document.NotIssued, document.Revocation, document.TakenBack, document.PunishedNote, document.Cancellation,
	document.ReissueNote, document.ChangeGrant, document.ChangeRefusal, document.Compensation, document.NoCompensation, document.Damages, document.NoDamages}

func (s *Service) handover(w *work) (document.Handover, error) {
	h := document.Handover{Way: wayNames[w.decision.Way], Waybill: w.decision.Waybill, Recipient: w.decision.Recipient, At: w.tx.Now}
	if w.decision.Way == procedure.Electronic {
		h.Place = "申请人平台空间"
	}
	if p := w.Law.Parcel; p != nil && w.decision.Way == procedure.ByPost && h.Waybill == "" {
		h.Waybill = p.Waybill
	}
	if a := w.arrival; a != nil && w.decision.Way == procedure.ByPost {
		h.At = a.At()
	} else if a != nil {
		h.At, h.SpaceAt, h.TextedAt, h.Mobile, h.ReadAt, h.Reader = a.At(), a.SpaceAt, a.TextedAt, a.Mobile, a.ReadAt, a.Reader
	}
	if h.Recipient == "" {
		h.Recipient = w.applicantName()
	}
	papers, err := s.documents.List(w.tx, w.ID)
	for _, p := range papers {
		if slices.Contains(delivered, p.Kind) && p.State == document.Issued {
			h.Papers = append(h.Papers, document.Paper{Title: p.Title, Number: p.Number})
		}
	}
	if r := w.Law.Result; r != nil && r.Number != "" {
		h.Papers = append(h.Papers, document.Paper{Title: w.item.Outcome.Name.Zh, Number: r.Number})
	}
	return h, err
}

// Delivered are the kinds of papers that a 送达回证 lists.
func Delivered() []document.Kind { return delivered }
