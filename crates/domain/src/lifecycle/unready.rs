use super::{Reason, RecordState, Status};
use crate::record::{RecordKind, is_blank};

/// Why the hazard of a major case does not let the case close（不得销案）: a hazard that was judged to be
/// major had a notice of its own, which was served, and it is known who is answerable for it. What was
/// found on a visit of guidance gets no notice (S2-28), so only the last is asked of it; one that is not
/// under review any more goes its own way, with the notice of that.
#[must_use]
pub fn unready_to_close(hazard: &RecordState, guidance: bool) -> Option<Reason> {
    if hazard.kind != RecordKind::Rectification || hazard.status != Status::UnderReview {
        return None;
    }
    if !guidance && !hazard.major_notice {
        return Some(Reason::new("major_not_noticed", "S0-27, S4-06"));
    }
    if !guidance && !hazard.served {
        return Some(Reason::new("major_not_served", "S0-27, S4-06"));
    }
    let who = &hazard.responsible;
    let nobody = [&who.unit, &who.leader, &who.person]
        .into_iter()
        .any(|name| is_blank(name));
    if nobody {
        return Some(Reason::new("responsible_missing", "S0-25, S2-15"));
    }
    None
}
