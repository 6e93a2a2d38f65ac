use super::{Event, ServiceProof};
use crate::record::{is_blank, says_nothing};

impl Event {
    /// The texts that are the reason, the proof or the content of the act（实质内容）. A point is none of
    /// them. What only stands beside an act, and may be left out, is not among them; where it takes the
    /// place of something else, the guard of its row asks it. A new event does not compile before it is
    /// decided here.
    #[must_use]
    pub(crate) fn substance(&self) -> Vec<&str> {
        match self {
            Self::Submitted { correction, .. } => correction.iter().map(String::as_str).collect(),
            Self::Returned { reasons, .. } => {
                reasons.iter().map(|reason| reason.text.as_str()).collect()
            }
            Self::Withdrawn { reason }
            | Self::CorrectionOpened { reason }
            | Self::PhotoLost { reason, .. }
            | Self::GradeOverridden { reason, .. }
            | Self::PremisesStatus { reason, .. }
            | Self::FixRejected { reason }
            | Self::ExtensionRequested { reason, .. }
            | Self::ExtensionRefused { reason }
            | Self::RecheckFailed { reason, .. }
            | Self::Escalated { reason, .. }
            | Self::EscalationReturned { reason }
            | Self::NotMajor { reason }
            | Self::RedactionRequested { reason, .. }
            | Self::Feedback { note: reason, .. }
            | Self::Voided { reason } => vec![reason.as_str()],
            // A remark that may be left out: 无 is an answer, too. A census outcome that needs one,
            // and a penalty without the number of its case, ask it by their guards.
            Self::CensusVisited { note: _, .. }
            | Self::FixVerified { note: _, .. }
            | Self::EnforcementResult { note: _, .. }
            | Self::Served(ServiceProof::Refused { note: _, .. })
            // Clauses, numbers and names, of which their own guards ask more.
            | Self::ResponsibilitySet(_)
            | Self::NoticeIssued { .. }
            | Self::SuspectedMajor { basis: _ }
            | Self::EscalationAccepted { case_number: _ }
            | Self::Served(
                ServiceProof::Signed(_)
                | ServiceProof::Posted { .. }
                | ServiceProof::Mailed { tracking: _ },
            )
            // The row of a step says which of its fields must say something.
            | Self::Step(_)
            // These say nothing in words.
            | Self::Accepted { .. }
            | Self::Found { .. }
            | Self::FixedOnSpot { .. }
            | Self::ExtensionApproved { .. }
            | Self::RecheckPassed { .. }
            | Self::OverdueMarked { .. }
            | Self::OverdueAnnulled { .. }
            | Self::RedactionConfirmed { .. }
            | Self::Urged { .. } => Vec::new(),
        }
    }
}

/// Whether something is written as the substance of an act that says nothing（没有写明内容）. What is left
/// blank altogether is missing: of that the guards of the row speak.
pub(super) fn is_mute(event: &Event) -> bool {
    let mut texts = event.substance().into_iter();
    texts.any(|text| !is_blank(text) && says_nothing(text))
}
