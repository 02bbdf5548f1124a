package casework

import (
	"github.com/yiyang-police/permit-portal/models/notice"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// noticeKinds are the notices behind the words of the procedure.
var noticeKinds = map[procedure.NoticeKind]notice.Kind{
	procedure.TellUnitToSign: notice.UnitSign, procedure.TellUnitReminder: notice.UnitRemind, procedure.TellUnitReturned: notice.UnitReturned,
	procedure.TellUnitLapsed: notice.UnitLapsed, procedure.TellUnitSigned: notice.UnitSigned, procedure.TellReceived: notice.Received,
	procedure.TellAnswered: notice.CorrectionReceived, procedure.TellCorrection: notice.Correction, procedure.TellLapsed: notice.Lapsed,
	procedure.TellNotNeeded: notice.NotNeeded, procedure.TellNotAccepted: notice.NotAccepted, procedure.TellAccepted: notice.Accepted,
	procedure.TellDeemed: notice.DeemedAccepted, procedure.TellGranted: notice.Granted, procedure.TellRefused: notice.Refused,
	procedure.TellWithdrawn: notice.Withdrawn, procedure.TellCertificate: notice.CertificateReady, procedure.TellDelivered: notice.Delivered,
	procedure.TellDeemedRenewed: notice.DeemedRenewed,
	procedure.TellFiled:         notice.Filed, procedure.TellNotFiled: notice.NotFiled, procedure.TellDone: notice.Done,
	procedure.TellDeclined: notice.Declined, procedure.TellForwarded: notice.Forwarded, procedure.TellIssued: notice.IssuedResult,
	procedure.TellNotIssued: notice.NotIssued,
	procedure.TellMeasure:   notice.MeasureIntended, procedure.TellEnded: notice.LicenceEnded, procedure.TellDropped: notice.MeasureDropped,
	procedure.TellLicenceGone: notice.LicenceGone, procedure.TellLost: notice.LicenceLost, procedure.TellReissued: notice.LicenceReissued, procedure.TellChanged: notice.LicenceChanged,
	procedure.TellKept: notice.LicenceUnchanged, procedure.TellExpedited: notice.ExpeditedQueue, procedure.TellOrdinary: notice.OrdinaryQueue,
	procedure.TellDeparted: notice.Departed,
	procedure.TellDueMoved: notice.DueMoved,
	procedure.TellFix:      notice.Fix, procedure.TellWarned: notice.Warned, procedure.TellExplain: notice.Explain, procedure.TellSpecial: notice.Special,
	procedure.TellHearingRight: notice.HearingRight, procedure.TellHearing: notice.Hearing, procedure.TellHearingAsked: notice.HearingAsked,
	procedure.TellSpecialOver: notice.SpecialOver, procedure.TellExtended: notice.Extended, procedure.TellTerminated: notice.Terminated,
	procedure.TellDeliveryFailed: notice.DeliveryFailed, procedure.TellExplained: notice.ApplicantExplained, procedure.TellRejected: notice.MotionRejected,
	procedure.TellRecusal: notice.RecusalAsked, procedure.TellDecideAgain: notice.DecideAgain, procedure.TellThirdParty: notice.ThirdPartyTold,
	procedure.TellRefusalNotice: notice.RefusalIntended, procedure.TellStated: notice.ApplicantStated,
	procedure.TellMayClaim: notice.MayClaim, procedure.TellUnclaimed: notice.Unclaimed, procedure.TellClaimed: notice.LossClaimed, procedure.TellLacks: notice.ClaimLacks,
	procedure.TellDeliveryChosen: notice.DeliveryChosen,
	procedure.TellAwarded:        notice.Awarded, procedure.TellDenied: notice.AwardDenied, procedure.TellPaid: notice.AwardPaid,
	procedure.TellFixDropped: notice.FixDropped, procedure.TellExplainDropped: notice.ExplainDropped, procedure.TellVerifiers: notice.VerifyNamed,
	procedure.TellSpoke: notice.ApplicantSpoke, procedure.TellReturned: notice.WorkReturned, procedure.TellDeparts: notice.WorkDeparts,
	procedure.TellProtectionEnds: notice.ProtectionEnds, procedure.TellRecusalDecided: notice.RecusalDecided,
}
