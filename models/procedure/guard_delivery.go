package procedure

import "github.com/yiyang-police/permit-portal/models/fault"

// Guards and conditions of delivery (domain.md 1.4 T32, T33; 1.9).
var (
	notPostAgain = ask("not by post after two failures", func(l *look) error {
		if len(l.c.Attempts) >= mostAttempts && (l.act.Way == "ems" || l.act.Name == ActPost) {
			return fault.New(fault.Conflict, "DELIVERY_BY_WINDOW")
		}
		return nil
	})
	postedFirst = ask("by post only what was handed to it", func(l *look) error {
		if l.act.Way == "ems" && l.c.Parcel == nil {
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
)
