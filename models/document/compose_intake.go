package document

// composeReceipt acknowledges what was received and says what happens next and by when (行政许可法 第三十二条).
func composeReceipt(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s向本机关提交的“%s”申请及下列材料已经收到。", chineseTime(f.ReceivedAt), f.ItemName)
	l.caseNumbers(f)
	l.materials(f.Materials)
	l.say("本机关将自收到申请之日起五个工作日内作出是否受理的处理（最迟%s）。申请材料不齐全或者不符合法定形式的，将在此期限内一次告知需要补正的全部内容；逾期不告知的，自收到申请材料之日起即为受理。",
		l.limit(f.IntakeDue))
	l.say("请妥善保管查询码。凭办件编号、查询码和证件号码后四位，可以随时在本平台查询办理进度。")
}

// composeCorrectedReceipt acknowledges a complete correction; the intake limit starts anew (T08).
func composeCorrectedReceipt(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）于%s提交的“%s”补正材料已经收到。", chineseTime(f.ReceivedAt), f.ItemName)
	l.caseNumbers(f)
	l.materials(f.Materials)
	l.say("本机关将自收到全部补正材料之日起五个工作日内作出是否受理的处理（最迟%s）；逾期不处理的，自收到补正材料之日起即为受理。", l.limit(f.IntakeDue))
}

// composeCorrection tells every defect at once: what, which problem, how to mend it, until when (行政许可法 第三十二条第一款第四项).
func composeCorrection(f Facts, l *Letter) {
	l.address(f)
	if f.Round > 1 {
		l.Title += "（第二次）"
	}
	l.say("本机关于%s收到你（单位）提出的“%s”申请（办件编号：%s）。经审查，申请材料不齐全或者不符合法定形式。根据《中华人民共和国行政许可法》第三十二条第一款第四项的规定，现将需要补正的全部内容一次告知如下：",
		chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber)
	l.defects(f)
	if f.Round > 1 && f.Reason != "" {
		l.say("本次再次告知的理由：%s", f.Reason)
	}
}

// composeAcceptance must print the day by which the decision is due (T10). What was accepted by silence was never found complete (T11).
func composeAcceptance(f Facts, l *Letter) {
	l.address(f)
	if f.Deemed {
		l.say("你（单位）于%s提出的“%s”申请（办件编号：%s），根据《中华人民共和国行政许可法》第三十二条第一款第四项的规定，自收到申请材料之日即%s起视为受理。",
			chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber, chineseDate(f.AcceptedOn))
	} else {
		l.say("你（单位）于%s提出的“%s”申请（办件编号：%s），申请材料齐全，符合法定形式。根据《中华人民共和国行政许可法》第三十二条第一款第五项的规定，本机关决定自%s起予以受理。",
			chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber, chineseDate(f.AcceptedOn))
	}
	l.due(f)
	if f.Proceeding.What != "" {
		l.stress("本事项依法需要进行%s，所需时间依照《中华人民共和国行政许可法》第四十五条的规定不计算在办理期限内，起止日期将另行书面告知。", f.Proceeding.What)
	}
	l.say("依法需要听证、检验、检测、鉴定、专家评审的，所需时间不计算在办理期限内，本机关将另行书面告知。办理期间本机关可能与你（单位）联系核实有关情况，请予以配合。")
}

// composeDeemedAcceptance is written when the intake limit passed in silence: accepted as of the day of receipt (第三十二条第一款第四项; T11).
func composeDeemedAcceptance(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关于%s收到你（单位）提出的“%s”申请（办件编号：%s），未在五个工作日内告知需要补正的内容。根据《中华人民共和国行政许可法》第三十二条第一款第四项的规定，该申请自收到申请材料之日即%s起视为受理。",
		chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber, chineseDate(f.AcceptedOn))
	l.due(f)
	l.say("因本机关未及时处理给你（单位）带来的不便，谨致歉意。本机关已对有关情况进行督办。")
}

// composeNotNeeded says that the matter needs no permit (第三十二条第一款第一项; T04).
func composeNotNeeded(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关于%s收到你（单位）提出的“%s”申请（办件编号：%s）。经审查，该申请事项依法不需要取得行政许可。根据《中华人民共和国行政许可法》第三十二条第一款第一项的规定，本机关不予受理，现予告知。",
		chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber)
	l.reason("理由", f.Reason)
}

// composeNotAccepted names the competent agency (第三十二条第一款第二项; T05), or the article that bars the applicant and until when (T05b).
func composeNotAccepted(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关于%s收到你（单位）提出的“%s”申请（办件编号：%s）。", chineseDateOf(f.ReceivedAt), f.ItemName, f.CaseNumber)
	l.reason("理由", f.Reason)
	l.grounds(f.Grounds)
	if f.CompetentAgency != "" {
		l.say("根据《中华人民共和国行政许可法》第三十二条第一款第二项的规定，该申请事项依法不属于本机关职权范围，本机关决定不予受理。请向%s申请。%s", f.CompetentAgency, f.CompetentHow)
		return
	}
	l.reason("证据", f.Proceeding.Record)
	l.say("根据%s的规定，本机关决定不予受理。", or(f.Proceeding.Basis, "《中华人民共和国行政许可法》"))
	if !f.Proceeding.Until.IsZero() {
		l.say("自%s起可以再次申请该行政许可。", chineseDate(f.Proceeding.Until))
	}
}

// composeLapse returns the papers of an application that was not mended in time; it is no sanction (T09).
func composeLapse(f Facts, l *Letter) {
	l.address(f)
	l.say("本机关已就你（单位）提出的“%s”申请（办件编号：%s）书面告知需要补正的全部内容。截至%s，未收到完整的补正材料，现将申请材料退回，本次办理终结。",
		f.ItemName, f.CaseNumber, l.limit(f.CorrectionDue))
	l.say("退件不是行政处罚，不影响你（单位）再次提出申请，已经提交的材料在再次申请时可以继续使用。")
	if f.Power == "" {
		l.say("请留意原许可证的有效期，及时重新办理。")
	}
}

// composeWithdrawal confirms the applicant's own withdrawal (T29).
func composeWithdrawal(f Facts, l *Letter) {
	l.address(f)
	l.say("你（单位）提出的撤回“%s”申请（办件编号：%s）的请求已经收到。经核对申请人身份，本机关确认该申请自%s起撤回，本次办理终结。",
		f.ItemName, f.CaseNumber, chineseDate(f.DecidedOn))
	l.reason("撤回理由", f.Reason)
	l.say("撤回申请不影响你（单位）再次提出申请。")
}

func (l *Letter) caseNumbers(f Facts) {
	l.pairs([2]string{"办件编号", f.CaseNumber}, [2]string{"查询码", f.QueryCode}, [2]string{"申请人", f.Applicant.Name},
		[2]string{"从业单位", f.Unit.Name})
}

func (l *Letter) due(f Facts) {
	what := "作出行政许可决定"
	if f.Power != "" && f.Power != "permit" {
		what = "办结"
	}
	if !f.DecisionDue.IsZero() {
		l.stress("本机关将在%s前（含当日）%s。", l.decisionLimit(f), what)
	}
	if !f.PromisedDue.IsZero() && (f.DecisionDue.IsZero() || f.PromisedDue.Before(f.DecisionDue)) {
		l.say("本机关承诺办结日期为%s。", l.limit(f.PromisedDue))
	}
}

func (l *Letter) reason(head, reason string) {
	if reason != "" {
		l.say("%s：%s", head, reason)
	}
}
