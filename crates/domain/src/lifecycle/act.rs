use serde::{Deserialize, Serialize};

use super::{Event, Outcome, PhotoFault, Reason, RedactionFacts, StepFacts};
use crate::control::GridLevel;
use crate::people::RoleGrant;
use crate::{DeviceId, Digest, GridId, RecordId, Timestamp, UserId};

/// What is known of when an act was made（时间界）. A phone's clock is evidence, not truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeBounds {
    /// Not before this: relay time of the anchor plus monotonic time since.
    pub lower: Timestamp,
    /// Not after this: a receipt.
    pub upper: Timestamp,
    /// What the phone's clock said.
    pub claimed: Timestamp,
    /// The clock jumped, or the claim contradicts the bounds.
    pub clock_flagged: bool,
}

/// Who acts, with the rights that count: those of the lease when made *and* of the control
/// stream at receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// On which device.
    pub device: DeviceId,
    /// Grants that hold on both counts.
    pub grants: Vec<RoleGrant>,
    /// The grid of the record with its parents, nearest first: a grant on any of them covers it.
    pub grid_path: Vec<GridId>,
    /// The levels of the grids of `grid_path`, in the same order.
    pub grid_levels: Vec<GridLevel>,
    /// Holds a valid certificate of training on the day of the act (S3-15).
    pub certified: bool,
    /// Holds a valid enforcement certificate on the day of the act (S3-14).
    pub enforcer: bool,
    /// The key is a relay service key: the act is *attested by relay* for a password session.
    pub attested_by_relay: bool,
}

/// An event with all that the rules may look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The envelope that carries it.
    pub envelope: Digest,
    /// What was done.
    pub event: Event,
    /// By whom.
    pub actor: Actor,
    /// When it was made.
    pub time: TimeBounds,
    /// When the relay received it (on a device, for a pending act: the best estimate of now).
    pub received_at: Timestamp,
    /// Policy revision under which the record was begun.
    pub policy_revision: u32,
    /// The sequence number of the stream up to which the author had seen the log (the anchor of
    /// the header); 0 if the author had seen nothing of it.
    pub seen: u64,
}

/// What only the relay can know about content and other records at the time it decides（事实）.
/// It is recorded with the outcome, so that an auditor can judge again from the same facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Required photos of the record whose view copy is not yet verified on the relay. Photos
    /// that a supervisor gave up ([`super::RecordState::photos_lost`]) are not counted.
    #[serde(default)]
    pub photos_missing: u32,
    /// Fields that two people answered differently and nobody has resolved.
    #[serde(default)]
    pub conflicts_open: u32,
    /// The same hazard at the same premises within the policy's window, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeat_of: Option<RecordId>,
    /// The premises that the record is, or hangs on: a grant over one premises covers only it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premises: Option<RecordId>,
    /// Who made the first change of the record, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<UserId>,
    /// What the content rules found that bars acceptance, e.g. a premises without its four
    /// responsible parties (S0-05).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocking: Vec<Reason>,
    /// What only the step of a case is asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<Box<StepFacts>>,
    /// The hazard was found on a visit of guidance（指导式检查）: nothing is enforced (S2-28).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guidance: bool,
    /// The fire and rescue body has filed the major case of the hazard（已立案）: it is judged (S0-27).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub major_filed: bool,
    /// A major case about the hazard was reported and its filing not refused（在案）: it is judged there (S0-27).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub major_open: bool,
    /// People whom the event names as acting with its author and who have no right to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unqualified: Vec<UserId>,
    /// A word of compulsion that the act would put on a paper and its author may not use (S0-03).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compulsion: Option<String>,
    /// Why the body that the act names may not issue the enforcement paper that comes of it (S0-03).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<Reason>,
    /// The department to which the act hands a case on and in which nobody works, by its name（无人接收）.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unstaffed: Option<String>,
    /// The provisional number that the act states is one that another device gives (S4-06).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign_number: bool,
    /// The provisional number that the act states is bound to another act's paper (S4-06).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub number_used: bool,
    /// A service rests on a name that whoever serves the notice or issued it bears by the directory
    /// (S4-06), or a step on a signature under the name of whoever takes it (S2-30). Not whose: names
    /// stand where they can be blanked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own_signer: bool,
    /// The act rests on signatures under two names with one and the same strokes (S4-06).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signed_alike: bool,
    /// What a visit that is handed in lacks of the signatures of its village's team (S4-09).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_unsigned: Option<Reason>,
    /// What is wrong with a photo that the act cites, if its row asks about photos (S0-21).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo_fault: Option<PhotoFault>,
    /// The hazards that are open at the premises with which the act says it is over（未销号隐患）.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open_hazards: Vec<RecordId>,
    /// What only an act of a redaction is asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redaction: Option<Box<RedactionFacts>>,
}

/// An act at its place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedAct {
    /// The dense sequence number; `None` for a pending act laid on top by a device.
    pub seq: Option<u64>,
    /// Who did what when.
    pub act: Act,
    /// What the relay knew when it decided (on a device, for a pending act: what it knows now).
    pub facts: Facts,
    /// What the relay recorded; `None` while pending.
    pub outcome: Option<Outcome>,
}
