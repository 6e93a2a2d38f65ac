use super::{Outcome, TimeBounds, Timing};
use crate::Timestamp;
use crate::policy::PolicyPack;

impl TimeBounds {
    /// Bounds of an act whose time the relay knows itself.
    #[must_use]
    pub fn exactly(at: Timestamp) -> Self {
        Self {
            lower: at,
            upper: at,
            claimed: at,
            clock_flagged: false,
        }
    }

    /// The best estimate: what the phone claimed, moved into the bounds. A paper printed offline
    /// bears the claimed day, so it counts where nothing contradicts it, and only there.
    #[must_use]
    pub fn best(&self) -> Timestamp {
        self.claimed.min(self.upper).max(self.lower)
    }

    /// Where the act stands against a deadline (design, section 4).
    #[must_use]
    pub fn against(&self, due: Timestamp) -> Timing {
        if self.upper <= due {
            Timing::InTime
        } else if self.lower > due {
            Timing::Late
        } else {
            Timing::Undetermined
        }
    }

    /// Whether the act counts as in time, with the benefit of the doubt where policy gives it
    /// and no clock is flagged.
    #[must_use]
    pub fn counts_as_in_time(&self, due: Timestamp, policy: &PolicyPack) -> bool {
        match self.against(due) {
            Timing::InTime => true,
            Timing::Late => false,
            Timing::Undetermined => {
                policy.rectification.benefit_of_the_doubt && !self.clock_flagged
            }
        }
    }
}

impl Outcome {
    /// Whether the act is to be shown as *claimed, not proven*（未能证明）.
    #[must_use]
    pub fn is_unproven(&self) -> bool {
        self.timing == Some(Timing::Undetermined)
    }
}
