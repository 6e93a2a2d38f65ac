//! The policy pack（政策包）: every number and list a county may change, as data.

pub mod action_names;

mod calendar_rules;
mod certainty;
mod escalation;
mod holidays;
mod permission;
mod rectification;
mod scope_word;

pub use action_names::is_action_name;
pub use calendar_rules::{CalendarRules, CheckDayRule};
pub use certainty::{Certainty, PolicyNote};
pub use escalation::EscalationRules;
pub use holidays::{HolidayTables, HolidayYear};
pub use permission::{CertificateNeed, Permission, PermissionTable};
pub use rectification::{
    ExtensionLimit, ExtensionRules, FixOnSpotRules, RecheckRules, RectificationRules, UrgeRules,
};
pub use scope_word::ScopeWord;
