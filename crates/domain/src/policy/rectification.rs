use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{EscalationRules, OwnerPageRules};
use crate::calendar::DeadlineSpec;
use crate::hazard::HazardSource;
use crate::people::Role;

/// Limits of the rectification loop（整改闭环规则）of handbook 5.1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RectificationRules {
    /// A notice is to be issued within so many hours of the finding.
    pub notice_within_hours: u32,
    /// A notice is to be served within this time.
    pub serve_within: DeadlineSpec,
    /// The longest deadline a notice may set, in days of either kind.
    pub max_deadline_days: u32,
    /// Deadline of an item that fails without one of its own.
    pub default_deadline: DeadlineSpec,
    /// Deadlines of whole inquiries, e.g. 暗访督办15日办结 (S0-20).
    pub supervision_deadline: DeadlineSpec,
    /// Days of a supervision deadline on which to alert.
    pub supervision_alert_days: Vec<u32>,
    /// True if a natural-day deadline that ends on a rest day moves to the next working day.
    pub roll_over_rest_days: bool,
    /// The same for hazards that threaten life（危及生命）: safety first, so false by default.
    pub roll_life_threat: bool,
    /// Longer deadlines on request.
    pub extension: ExtensionRules,
    /// Deadlines that stand still; without it they do so as often as somebody lets them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pause: Option<PauseRules>,
    /// Checking again.
    pub recheck: RecheckRules,
    /// Checking a fix on the spot.
    pub fix_on_spot: FixOnSpotRules,
    /// Pressing the owner.
    pub urge: UrgeRules,
    /// Where a case goes when nothing helps.
    pub escalation: EscalationRules,
    /// True: an act whose time bounds straddle its deadline counts as not late, shown as 未能证明.
    pub benefit_of_the_doubt: bool,
    /// The same common key at the same premises within so many months is a repeat（重复隐患）.
    pub repeat_window_months: u32,
    /// A suspected major hazard（疑似重大）is to be looked at by a supervisor within so many hours.
    pub review_suspected_major_within_hours: u32,
    /// How many people must witness a refused signature（拒签见证人）.
    pub refusal_witnesses: u32,
    /// Who may say that a hazard came by a channel（隐患来源可由谁填写）; a channel that is not named
    /// here may be given by anybody.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub source_roles: BTreeMap<String, Vec<Role>>,
    /// The page behind the QR of a notice; without it no code is printed and nothing is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_page: Option<OwnerPageRules>,
}

impl RectificationRules {
    /// Whether somebody with these roles may say that a hazard came by this channel（来源与身份相符）.
    pub fn may_give(&self, source: HazardSource, mut roles: impl Iterator<Item = Role>) -> bool {
        let named = self.source_roles.get(source.as_str());
        named.is_none_or(|named| roles.any(|role| named.contains(&role)))
    }

    /// Whether the deadline of such a hazard moves over rest days: the `roll` argument of
    /// [`crate::calendar::Calendar::due_date`].
    #[must_use]
    pub fn rolls(&self, life_threat: bool) -> bool {
        if life_threat {
            self.roll_life_threat
        } else {
            self.roll_over_rest_days
        }
    }
}

/// Longer deadlines on request（延期）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionRules {
    /// How often at most.
    pub max_times: u32,
    /// Days at most.
    pub max_days: u32,
    /// True if it may not be longer than the deadline first given.
    pub at_most_original: bool,
    /// True if hazards that threaten life may be extended too.
    pub life_threat: bool,
    /// So many days after the deadline a request that was made in time may still be granted; until
    /// then the hazard is overdue all the same.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub decide_days_after_due: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Why an extension is not possible（不予延期的规则）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtensionLimit {
    /// It was extended as often as allowed.
    TooOften,
    /// More days than allowed, or none.
    Days,
    /// More days than the deadline first given.
    LongerThanOriginal,
    /// Life is threatened.
    LifeThreat,
}

impl ExtensionRules {
    /// Checks a request against the limits. `original_days` are the days first given, counted
    /// from service to the deadline.
    ///
    /// # Errors
    /// The first limit that forbids it.
    pub fn check(
        &self,
        days: u32,
        original_days: u32,
        times_before: u32,
        life_threat: bool,
    ) -> Result<(), ExtensionLimit> {
        if life_threat && !self.life_threat {
            Err(ExtensionLimit::LifeThreat)
        } else if times_before >= self.max_times {
            Err(ExtensionLimit::TooOften)
        } else if days == 0 || days > self.max_days {
            Err(ExtensionLimit::Days)
        } else if self.at_most_original && days > original_days {
            Err(ExtensionLimit::LongerThanOriginal)
        } else {
            Ok(())
        }
    }
}

/// Deadlines that stand still（暂停计时）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PauseRules {
    /// How often at most.
    pub max_times: u32,
    /// True if the deadlines of hazards that threaten life may stand still too.
    pub life_threat: bool,
}

/// Why a deadline does not stand still（不予暂停的规则）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PauseLimit {
    /// It stood still as often as allowed.
    TooOften,
    /// Life is threatened.
    LifeThreat,
}

impl PauseRules {
    /// Checks a pause against the limits.
    ///
    /// # Errors
    /// The first limit that forbids it.
    pub fn check(&self, times_before: usize, life_threat: bool) -> Result<(), PauseLimit> {
        if life_threat && !self.life_threat {
            Err(PauseLimit::LifeThreat)
        } else if times_before >= self.max_times as usize {
            Err(PauseLimit::TooOften)
        } else {
            Ok(())
        }
    }
}

/// Checking again（复查）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecheckRules {
    /// People needed, the author included (双人).
    pub people: u32,
    /// True if whoever confirmed the fix or entered the feedback may not be among them.
    pub not_by_fix_confirmer: bool,
    /// A recheck is due within this time of the feedback or of the expiry.
    pub within: DeadlineSpec,
    /// True if the passing recheck needs a photo.
    pub needs_photo: bool,
}

/// A fix on the spot（当场整改）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixOnSpotRules {
    /// True if whoever reported the fix may not verify it.
    pub verified_by_another: bool,
}

/// Pressing an owner who is overdue（催办）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrgeRules {
    /// Days at most that an urge may give, natural days.
    pub max_days: u32,
    /// True if the relay's job urges by itself; else it only reminds a person.
    pub auto_urge: bool,
    /// Days the relay gives when it urges by itself.
    pub auto_urge_days: u32,
}
