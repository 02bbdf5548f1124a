package document

// DeliveryAddress is the 送达地址确认书 (domain.md 1.9): how somebody wants to receive the papers of his case. Its mark is the portal's own.
const DeliveryAddress Kind = "delivery_address"

func init() {
	families[DeliveryAddress] = family{"送达地址确认书", "送址", sealPermit, false, composeDeliveryAddress}
}

// composeDeliveryAddress records the way that was chosen, and the agreement without which nothing is delivered electronically.
func composeDeliveryAddress(f Facts, l *Letter) {
	d := f.Delivery
	l.pairs(
		[2]string{"事项", f.ItemName}, [2]string{"办件编号", f.CaseNumber}, [2]string{"受送达人", f.Applicant.Name}, [2]string{"送达方式", d.Way},
		[2]string{"收件人", d.Recipient}, [2]string{"联系电话", d.Mobile}, [2]string{"邮寄地址", d.Place},
	)
	switch d.Way {
	case "电子送达":
		l.say("受送达人同意以电子方式送达本件的文书。文书进入受送达人的平台空间并发出短信提醒之时，即为送达。")
	case "邮政快递":
		l.say("本件的文书寄往上述地址，签收之日为送达之日。地址、电话变更的，应当在交寄前重新确认。")
	default:
		l.say("本件的文书由受送达人到办理窗口领取，领取之日为送达之日。")
	}
	l.say("送达完成前可以在本平台重新选择送达方式；重新确认的，以最后一次为准。")
}

// composeDelivery records who got which papers, how and when (T32).
func composeDelivery(f Facts, l *Letter) {
	d := f.Delivery
	rows := [][]string{{"送达文书", "文书号"}}
	for _, p := range d.Papers {
		rows = append(rows, []string{p.Title, or(p.Number, "—")})
	}
	l.pairs(
		[2]string{"事项", f.ItemName}, [2]string{"办件编号", f.CaseNumber}, [2]string{"受送达人", f.Applicant.Name},
		[2]string{"送达方式", d.Way}, [2]string{"送达地点", d.Place}, [2]string{"邮件编号", d.Waybill},
	)
	l.table(true, []float64{0.55, 0.45}, rows...)
	if !d.SpaceAt.IsZero() {
		l.pairs([2]string{"进入空间时间", chineseTime(d.SpaceAt)}, [2]string{"短信发送时间", chineseTime(d.TextedAt)}, [2]string{"短信号码", d.Mobile})
	}
	if !d.ReadAt.IsZero() {
		l.pairs([2]string{"阅读时间", chineseTime(d.ReadAt)}, [2]string{"阅读人", d.Reader})
	}
	l.pairs(
		[2]string{"收件人", or(d.Recipient, f.Applicant.Name)}, [2]string{"送达时间", chineseTime(d.At)}, [2]string{"备注", d.Note},
	)
	read := d.TextedAt.IsZero() && !d.ReadAt.IsZero()
	switch {
	case d.Way != "电子送达":
	case read:
		l.say("受送达人事先同意电子送达。短信提醒未能发出，受送达人在其平台空间阅读上述文书之时，即为送达。")
	default:
		l.say("受送达人事先同意电子送达。上述文书进入受送达人的平台空间并发出短信提醒之时，即为送达。")
	}
	if read || !d.TextedAt.IsZero() {
		l.say("本回证由系统根据上述记录生成。")
	}
}

// composeCard asks the desk for an answer within the limit (domain.md 1.10).
func composeCard(f Facts, l *Letter) {
	w := f.Warning
	l.Addressee = w.To + "："
	card := "黄牌"
	if w.Card == "red" {
		card = "红牌"
	}
	l.stress("对下列办件予以%s警示。", card)
	l.pairs(
		[2]string{"办件编号", f.CaseNumber}, [2]string{"事项", f.ItemName}, [2]string{"申请人", f.Applicant.Name},
		[2]string{"承办人", officerName(f.Officer)}, [2]string{"法定决定期限", l.decisionLimit(f)},
	)
	l.say("督办情形：%s", w.What)
	if w.Basis != "" {
		l.say("依据：%s", w.Basis)
	}
	l.stress("请查明原因，采取措施，并在%s前（含当日）书面答复督办部门。", l.limit(w.AnswerDue))
}

func officerName(o Officer) string {
	if o.PoliceNo == "" {
		return o.Name
	}
	return o.Name + "（警号 " + o.PoliceNo + "）"
}

// composeCertificate is the licence itself (domain.md 2.1): a face with picture, code and seal instead of paragraphs.
func composeCertificate(f Facts, l *Letter) {
	n := f.Licence
	l.Number = ""
	l.Date = chineseDate(n.IssuedOn)
	grade := n.Grade
	if n.Scope != "" {
		grade = joined(grade, n.Scope)
	}
	l.Card = &CardFace{
		Photo: n.Photo, QR: n.Verify, VerifyAt: n.Verify,
		Note: "本证为电子证照。扫描二维码可以核验证件的真伪和状态。",
		Rows: nonEmpty([][2]string{
			{"姓　　名", f.Applicant.Name},
			{"性　　别", f.Applicant.Sex},
			{"公民身份号码", or(f.Applicant.IDMasked, f.Applicant.ID)},
			{"人员类别", n.Category},
			{"资格等级／作业范围", grade},
			{"编　　号", or(n.NewNumber, n.Number)},
			{"从业单位", f.Unit.Name},
			{"发证日期", chineseDate(n.IssuedOn)},
			{"有效期限", span(n.NewFrom, n.NewTo)},
		}),
	}
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "　" + b
}

func nonEmpty(rows [][2]string) [][2]string {
	kept := rows[:0]
	for _, r := range rows {
		if r[1] != "" {
			kept = append(kept, r)
		}
	}
	return kept
}
