//! The policy pack（政策包）: every number and list a county may change, as data.

pub mod action_names;

mod assemble;
mod calendar_rules;
mod cases;
mod category;
mod census_rules;
mod certainty;
mod default_pack;
mod duplicates;
mod entry_subject;
mod error;
mod escalation;
mod frequency;
mod holidays;
mod month_span;
mod numbering_rules;
mod offline;
mod open_ground;
mod owner_page;
mod pack;
mod permission;
mod photo_policy;
mod premises_limits;
mod rectification;
mod risk_rules;
mod roster;
mod routing;
mod scope_word;
mod team_signing;
mod validate;
mod year_span;

pub use action_names::is_action_name;
pub(crate) use action_names::is_listed_name;
pub use assemble::PackParts;
pub use calendar_rules::{CalendarRules, CheckDayRule};
pub use cases::{CaseRules, ListEntry, PolicyList};
pub use category::{
    Category, CategoryRules, CountsAs, KeyControlRule, Limit, LimitField, PlaceKind, Threshold,
    WithinRule,
};
pub use census_rules::{CensusOutcome, CensusRules};
pub use certainty::{Certainty, PolicyNote};
pub use default_pack::{default_pack, default_pack_json};
pub use duplicates::DuplicateRules;
pub use entry_subject::EntrySubject;
pub use error::PolicyError;
pub use escalation::EscalationRules;
pub use frequency::{
    CreditGrade, FrequencyMinimum, FrequencyRules, NoDisturbanceRule, Period, Visitor,
    VisitsPerYear,
};
pub use holidays::{HolidayTables, HolidayYear};
pub use month_span::MonthSpan;
pub use numbering_rules::{DocumentType, Issuer, NumberingRules};
pub use offline::{LeasePolicy, OfflineLimits};
pub use open_ground::OpenGround;
pub use owner_page::OwnerPageRules;
pub use pack::PolicyPack;
pub use permission::{CertificateNeed, Permission, PermissionTable};
pub use photo_policy::{OriginalsOn, PhotoPolicy};
pub use premises_limits::PremisesLimits;
pub use rectification::{
    ExtensionLimit, ExtensionRules, FixOnSpotRules, PauseLimit, PauseRules, RecheckRules,
    RectificationRules, UrgeRules,
};
pub use risk_rules::{CountRule, DowngradeRule, FloorRule, GradeRule, PointRule, RiskRules};
pub use roster::{RosterRules, TeamSlot};
pub use routing::{Department, RouteRule, RoutedTo, RoutingRules};
pub use scope_word::ScopeWord;
pub use team_signing::TeamSigning;
pub use year_span::YearSpan;

#[cfg(test)]
mod tests;
