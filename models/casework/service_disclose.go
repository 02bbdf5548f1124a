package casework

import (
	"strings"

	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// decisions are the documents that decide about a permit and are published (domain.md 1.7), with what they make of it.
var decisions = map[document.Kind]disclosure.Standing{
	document.Grant: disclosure.Valid, document.DeemedRenewal: disclosure.Valid, document.Refusal: disclosure.Refused,
	document.Revocation: disclosure.Done, document.TakenBack: disclosure.Done, document.PunishedNote: disclosure.Done, document.Cancellation: disclosure.Done,
	document.ChangeGrant: disclosure.Done, document.ChangeRefusal: disclosure.Refused,
}

// disclose enters every decision of the act into the publicity of permits, and completes the record of a grant with its certificate.
func (w *work) disclose() error {
	for _, d := range w.issued {
		standing, decides := decisions[d.Kind]
		if !decides {
			continue
		}
		if err := disclosure.Enter(w.tx, w.cal, w.disclosed(d, standing)); err != nil {
			return err
		}
	}
	if w.cert == nil || w.Procedure != "" { // another copy of what is published already
		return nil
	}
	return disclosure.Certify(w.tx, disclosure.Certificate{CaseID: w.ID, Title: w.item.Outcome.Name.Zh, Number: w.cert.Number, ID: w.partyID(), IsUnit: w.ForUnit,
		From: w.cert.ValidFrom, To: w.cert.ValidTo})
}

func (w *work) disclosed(d document.Document, standing disclosure.Standing) disclosure.Decision {
	out := disclosure.Decision{CaseID: w.ID, DocumentID: d.ID, Procedure: w.proc.Code, Department: w.item.Department, ItemCode: w.ItemCode,
		ItemName: w.item.Name.Zh, ItemNameEn: w.item.Name.En, Desk: w.desk(procedure.StageReview), Name: w.applicantName(), ID: w.partyID(), IsUnit: w.ForUnit,
		DocumentTitle: d.Title, DocumentNumber: d.Number, Category: permitCategory(w.item.MainItem.Zh), Content: d.Title + "：" + w.item.Name.Zh,
		DecidedOn: w.Law.DecidedOn, Agency: w.agency().name, Standing: standing}
	if out.Agency == "" {
		out.Agency = w.item.DecisionBody.Zh
	}
	if m := w.Law.Licence; m != nil {
		out.Certificate, out.Licence = m.Title, m.Number
		if m.Measure == procedure.Change {
			out.Content += changedWords(*m)
		}
	}
	if standing == disclosure.Valid {
		out.Certificate = w.item.Outcome.Name.Zh
	}
	if w.options().Renewal && standing == disclosure.Valid {
		out.Licence = w.Subject
	}
	if t := w.Law.Term; t != nil && standing == disclosure.Valid {
		out.ValidFrom, out.ValidTo = t.From, t.To
	}
	return out
}

// partyID is the ID number of the person, or the credit code of the unit that applies for itself.
func (w *work) partyID() string {
	if w.ForUnit {
		return w.UnitCode
	}
	return w.IDNumber
}

// permitCategory is the 许可类别 of 行政许可法 第十二条: what qualifies a person is 认可, everything else of this house 普通.
func permitCategory(mainItem string) string {
	if strings.Contains(mainItem, "资格") || strings.Contains(mainItem, "保安员证") {
		return "认可"
	}
	return "普通"
}

// changedWords tell the public what of a certificate changes: the unit by name, of a natural person's name only that it does.
func changedWords(m procedure.Licence) string {
	switch {
	case m.Unit != "" && m.Name != "":
		return "（姓名、从业单位：" + m.Unit + "）"
	case m.Name != "":
		return "（姓名）"
	case m.Unit != "":
		return "（从业单位：" + m.Unit + "）"
	}
	return ""
}
