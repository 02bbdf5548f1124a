package casework

import (
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// reopen completes the act that takes up a refusal which a ruling annulled: the refusal's document, and whether the licence to be renewed was taken
// away meanwhile. One that was cancelled only because it had run out while the wrong refusal stood hinders nothing.
func (s *Service) reopen(w *work, d Decision) error {
	w.act.Body, w.act.Wrong = d.Body, d.Wrong
	papers, err := s.documents.List(w.tx, w.ID)
	if err != nil {
		return err
	}
	for _, p := range papers {
		if p.Kind == document.Refusal && p.State == document.Issued {
			w.act.Paper = procedure.Paper{ID: p.ID.String(), Title: p.Title, Number: p.Number, SHA256: p.SHA256}
		}
	}
	if !w.options().Renewal {
		return nil
	}
	gone, err := s.ended(w.tx, w.ItemCode, w.Subject)
	if err == nil && gone != nil && gone.Measure != procedure.Cancel {
		w.Law.Gone = gone
	}
	return err
}

// annul marks what a ruling annulled: the refusal's document, its published record, the ban that it brought, its place among the archived and the
// counted. Nothing of it is lost.
func (s *Service) annul(w *work, out procedure.Outcome) error {
	if !slices.ContainsFunc(out.Entries, func(e procedure.Entry) bool { return e.Act == procedure.ActDecideAgain }) {
		return nil
	}
	r, _ := w.Law.Redecision()
	paper := uuid.NullUUID{}
	if id, err := uuid.Parse(r.First.Paper.ID); err == nil {
		paper = uuid.NullUUID{UUID: id, Valid: true}
		if err := s.documents.Supersede(w.tx, id, r.Ruling.Words()); err != nil {
			return err
		}
		if err := disclosure.Annul(w.tx, id, "经"+r.Ruling.Words()+"撤销，重新作出决定"); err != nil {
			return err
		}
	}
	if err := liftBans(w.tx, w.ID); err != nil {
		return err
	}
	return keepFirst(w.tx, w.record, r, paper, len(w.Law.Redecisions))
}

var (
	rulingWords = map[string]string{procedure.Reconsidered: "行政复议决定", procedure.Judged: "行政判决（裁定）"}
	wrongWords  = map[string]string{procedure.WrongGrounds: "主要事实不清、证据不足，或者适用依据错误", procedure.WrongProcedure: "违反法定程序",
		procedure.WrongWhole: "认定事实、适用依据和程序均有错误"}
	rulingLaws = map[string]string{procedure.Reconsidered: "《中华人民共和国行政复议法》第六十四条",
		procedure.Judged: "《中华人民共和国行政诉讼法》第七十条、第七十一条"}
)

// again is what the notice says that a case is taken up again.
func (w writing) again(f *document.Facts) {
	r, _ := w.Law.Redecision()
	p := &f.Proceeding
	f.Reason, p.What, p.On, p.From, p.Until = r.Ruling.Summary, wrongWords[r.Ruling.Wrong], r.Ruling.On, r.On, w.end(procedure.K2)
	p.Basis = r.Ruling.Body + rulingWords[r.Ruling.Kind] + "（" + r.Ruling.Number + "）"
	p.Papers, p.Result = []string{r.First.Paper.Title}, rulingLaws[r.Ruling.Kind]
	if r.First.Paper.Number != "" {
		p.Papers[0] += "（" + r.First.Paper.Number + "）"
	}
	p.Record = "重新作出行政行为"
	if r.Ruling.Days > 0 {
		p.Record = fmt.Sprintf("在%d个工作日内重新作出行政行为", r.Ruling.Days)
	}
}
