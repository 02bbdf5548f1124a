package procedure

import (
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// Delivery 送达 is the same in every table (domain.md 1.4 T32, T33; 1.9): electronically where that was agreed to, by post once it is signed for, at
// a window; what the post brings back is tried once more, then otherwise.

// Ways of delivery.
const (
	Electronic = "electronic" // 电子送达: the papers stand in the applicant's space and the short message was sent
	ByPost     = "ems"        // 邮寄送达
	AtCounter  = "counter"    // 窗口领取
)

// Ways lists the ways of delivery as forms offer them.
func Ways() []string { return []string{Electronic, ByPost, AtCounter} }

// ActChooseDelivery is the confirmation of the address for delivery 送达地址确认书, its paper and its notice.
const (
	ActChooseDelivery  ActName      = "choose_delivery"
	DocDeliveryAddress DocumentKind = "delivery_address"
	TellDeliveryChosen NoticeKind   = "delivery_chosen"
)

// DeliveryAddress is what the addressee has confirmed in this case about how papers reach him; it takes the place of what his form said.
type DeliveryAddress struct {
	Way     string       `json:"way"`
	Name    string       `json:"name,omitempty"` // whom the letter is addressed to
	Phone   string       `json:"phone,omitempty"`
	Address string       `json:"address,omitempty"`
	On      workday.Date `json:"on"`
}

// deliveries is how one table delivers: the numbers of its rows, the clocks that end with the delivery, and the ends to which it leads.
type deliveries struct {
	Handed, Posted, Back, Chosen MoveID
	Stops                        clocks
	Chooses                      states // in which the addressee may still say how; those that wait for the delivery always
	Ends                         []handing
}

// handing is a state in which a result waits for its delivery, and where that leads: nowhere where the case had ended with the decision itself, as one
// that was not accepted.
type handing struct {
	From, To State
	If       *Guard // chooses between ends from the same state
	Result   bool   // it is what was asked for: a fee is paid first, and who must come for it has come
	Starts   clocks
}

// rows are the rows of delivery of a table.
func (d deliveries) rows() []Move {
	var list []Move
	waiting := map[State]bool{}
	for _, h := range d.Ends {
		waits := guards{*lawfulWay}
		does := then{delivers}
		if h.Result {
			waits, does = guards{*paid, *lawfulWay}, then{collects, delivers}
		}
		proven := arrived
		stops := d.Stops
		if h.To == "" {
			h.If, stops = undelivered, nil // its clocks have ended with the case
		}
		if h.If != nil {
			proven = both(arrived, h.If)
		}
		handed := Move{ID: d.Handed, From: states{h.From}, To: h.To, Stays: h.To == "", Then: does, Stops: stops, Starts: h.Starts, Papers: papers{DocDelivery}, Tells: tells{TellDelivered}}
		byHand, bySystem := handed, handed
		byHand.Act, byHand.By, byHand.If, byHand.Guards = ActDeliver, by{Deliverer, Applicant}, h.If, append(slices.Clone(waits), *postedFirst)
		bySystem.Act, bySystem.By, bySystem.If, bySystem.Guards = ActHandOver, by{System}, proven, waits
		list = append(list, byHand, bySystem)
		if !waiting[h.From] {
			waiting[h.From] = true
			list = append(list, Move{ID: d.Posted, From: states{h.From}, Stays: true, Act: ActPost, By: by{Deliverer}, If: meantime(notPosted, h.To == ""),
				Guards: append(slices.Clone(waits[:len(waits)-1]), *postable, *waybillTold), Then: then{posts}})
		}
	}
	open, ended := d.waiting()
	list = append(list, d.meanwhile(append(slices.Clone(d.Chooses), open...), open, false)...)
	if len(ended) > 0 {
		list = append(list, d.meanwhile(ended, ended, true)...)
	}
	return list
}

// waiting are the states in which something waits for its delivery: those that the delivery leads out of, and ends.
func (d deliveries) waiting() (open, ended states) {
	for _, h := range d.Ends {
		switch {
		case h.To == "":
			ended = append(ended, h.From)
		case !slices.Contains(open, h.From):
			open = append(open, h.From)
		}
	}
	return open, ended
}

// meanwhile are the rows of what may happen before something is delivered: it comes back, or its addressee says how he wants it.
func (d deliveries) meanwhile(chooses, waits states, ended bool) []Move {
	return []Move{
		{ID: d.Back, From: waits, Stays: true, Act: ActComeBack, By: by{System}, If: meantime(cameBack, ended),
			Then: then{failsDelivery}, Papers: papers{DocReturned}, Tells: tells{TellDeliveryFailed}},
		{ID: d.Back, From: waits, Stays: true, Act: ActFailDelivery, By: by{Deliverer}, If: meantime(nil, ended),
			Guards: guards{*failureTold}, Then: then{failsDelivery}, Papers: papers{DocReturned}, Tells: tells{TellDeliveryFailed}},
		{ID: d.Chosen, From: chooses, Stays: true, Apart: true, Act: ActChooseDelivery, By: by{Applicant}, If: meantime(notPosted, ended),
			Guards: guards{*realName, *wayChosen}, Then: then{choosesDelivery}, Papers: papers{DocDeliveryAddress}, Tells: tells{TellDeliveryChosen}},
	}
}

// meantime is a condition of what may happen before the delivery, by which other states than ends are left.
func meantime(g *Guard, ended bool) *Guard {
	switch {
	case !ended:
		return g
	case g == nil:
		return undelivered
	default:
		return both(g, undelivered)
	}
}

// Awaits tells whether a case waits for its result, or the decision with which it ended, to be delivered, at a desk or from the post.
func (p *Procedure) Awaits(c Case) bool {
	return p.Stages[c.State] == StageDelivery && (c.Undelivered || !p.Final(c.State))
}

// Ended tells whether nothing is left to do: no row leads on, and the papers are delivered.
func (p *Procedure) Ended(c Case) bool { return p.Final(c.State) && !p.Awaits(c) }

// hands tells whether a result waits for its delivery in a state.
func (p *Procedure) hands(s State) bool {
	return p.Stages[s] == StageDelivery && slices.ContainsFunc(p.Moves, func(m Move) bool { return m.Act == ActHandOver && slices.Contains(m.From, s) })
}

// Way is a way of delivery, and the fault that stands against it now; nil where it is lawful.
type Way struct {
	Name string
	Why  *fault.Error
}

// WaysOf tells in which ways the result of a case may be delivered now; agreed tells whether its addressee agreed to electronic delivery.
func (p *Procedure) WaysOf(o Options, c Case, agreed bool) []Way {
	l := &look{p: p, o: o.WithDefaults(), c: c, act: Act{Agreed: agreed}}
	list := make([]Way, 0, len(Ways()))
	for _, way := range Ways() {
		list = append(list, Way{way, l.unlawful(way)})
	}
	return list
}

// Delivers tells whether the system itself may end a case once its result has reached an addressee who agreed to electronic delivery.
func (p *Procedure) Delivers(o Options, c Case) bool {
	return p.hands(c.State) && p.StageOf(c) == StageDelivery && (&look{p: p, o: o, c: c, act: Act{Agreed: true}}).unlawful(Electronic) == nil
}

// unlawful tells why the result may not be delivered in a way. A card is never delivered electronically, nor anything to which nobody agreed before:
// neither the agreement of another case nor silence is one (domain.md 1.9).
func (l *look) unlawful(way string) *fault.Error {
	result := l.c.State == Delivery
	switch {
	case result && l.o.Visit == VisitToCollect && way != AtCounter:
		return fault.New(fault.Conflict, "VISIT_MISSING")
	case way == Electronic && result && (l.p.Things || l.o.Thing):
		return fault.New(fault.Conflict, "DELIVERY_THING")
	case way == Electronic && !l.act.Agreed:
		return fault.New(fault.Conflict, "DELIVERY_NOT_AGREED")
	case way == ByPost && len(l.c.Attempts) >= mostAttempts:
		return fault.New(fault.Conflict, "DELIVERY_BY_WINDOW")
	}
	return nil
}

// lawful is unlawful as a guard answers it.
func (l *look) lawful(way string) error {
	if !slices.Contains(Ways(), way) {
		return fault.Fields(fault.OneField("/way", "WAY_REQUIRED"))
	}
	if f := l.unlawful(way); f != nil {
		return f
	}
	return nil
}

// Guards and effects of delivery.
var (
	lawfulWay   = ask("in a way that is lawful: electronically what was agreed to and is no card", func(l *look) error { return l.lawful(l.act.Way) })
	postable    = must("by post twice at most, and nothing that must be collected", func(l *look) error { return l.lawful(ByPost) })
	postedFirst = ask("by post only what was handed to it", func(l *look) error {
		if l.act.Way == ByPost && l.c.Parcel == nil {
			return fault.New(fault.Conflict, "POST_FIRST")
		}
		return nil
	})
	waybillTold = ask("waybill told, and before a second attempt the call", func(l *look) error {
		var faults []fault.Field
		if blank(l.act.Waybill) {
			faults = append(faults, fault.OneField("/waybill", "WAYBILL_REQUIRED"))
		}
		if len(l.c.Attempts) > 0 && blank(l.act.Phone) {
			faults = append(faults, fault.OneField("/phone", "CALL_REQUIRED"))
		}
		return fault.Fields(faults...)
	})
	undelivered = when("the decision is not delivered yet", func(l *look) bool { return l.c.Undelivered })
	notPosted   = when("nothing is on its way by post", func(l *look) bool { return l.c.Parcel == nil })
	cameBack    = when("the post brought it back", func(l *look) bool { return l.act.Returned && l.c.Parcel != nil })
	failureTold = ask("waybill and cause told, and the second time the call", func(l *look) error {
		var faults []fault.Field
		if blank(l.act.Waybill) {
			faults = append(faults, fault.OneField("/waybill", "WAYBILL_REQUIRED"))
		}
		if blank(l.act.Reason) {
			faults = append(faults, fault.OneField("/reason", "REASON_REQUIRED"))
		}
		if len(l.c.Attempts) > 0 && blank(l.act.Phone) && (l.c.Parcel == nil || blank(l.c.Parcel.Phone)) {
			faults = append(faults, fault.OneField("/phone", "CALL_REQUIRED"))
		}
		return fault.Fields(faults...)
	})
	// wayChosen: who chooses the post tells where it goes; who chooses electronic delivery agrees to it in so many words.
	wayChosen = ask("a lawful way chosen, with the address or the agreement that it needs", func(l *look) error {
		a := l.act
		if a.Way == Electronic && !a.Agreed && l.unlawful(Electronic).Code == "DELIVERY_NOT_AGREED" {
			return fault.Fields(fault.OneField("/agree", "MUST_BE_TRUE"))
		}
		if err := l.lawful(a.Way); err != nil || a.Way != ByPost {
			return err
		}
		var faults []fault.Field
		for _, f := range []struct{ pointer, value string }{{"/name", a.Party}, {"/phone", a.Phone}, {"/address", a.Place}} {
			if blank(f.value) {
				faults = append(faults, fault.OneField(f.pointer, "REQUIRED"))
			}
		}
		return fault.Fields(faults...)
	})

	owesDelivery    = Effect{"the decision waits for its delivery", func(l *look) { l.c.Undelivered = true }}
	choosesDelivery = Effect{"way and address of delivery stored", func(l *look) {
		a := DeliveryAddress{Way: l.act.Way, On: l.today()}
		if a.Way == ByPost {
			a.Name, a.Phone, a.Address = strings.TrimSpace(l.act.Party), strings.TrimSpace(l.act.Phone), strings.TrimSpace(l.act.Place)
		}
		l.c.Address = &a
	}}
)
