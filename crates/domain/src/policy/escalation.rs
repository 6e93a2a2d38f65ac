use serde::{Deserialize, Serialize};

/// Where a case goes when nothing helps（上报、移交）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalationRules {
    /// Department code to which the relay's job escalates when an urge has run out, or a recheck failed
    /// after that, unless another body had the case before: 派出所 (S4-08).
    pub default_target: String,
    /// Department codes to which a person may escalate.
    pub targets: Vec<String>,
    /// True if the relay's job escalates by itself when an urge has run out.
    pub auto_escalate: bool,
    /// True if a hazard that threatens life may be escalated as soon as it is overdue.
    pub life_threat_at_once: bool,
    /// For so many days those who received an escalation are told that its ground was annulled.
    #[serde(default = "told_days")]
    pub annulment_told_days: u32,
}

/// For packs that were made before it could be said.
fn told_days() -> u32 {
    30
}
