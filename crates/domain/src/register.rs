//! Registers（登记册）: what a township sets, as dated rows of the control stream.
//!
//! A row names its register, its key and the days it holds for; the entry is the compact JSON of
//! the register's type. Rows are never taken out: a later row of the same key takes over from its
//! first day on. Registers that this build does not know are kept and passed on.

mod admission_item;
mod agency;
mod agency_frequency;
mod book;
mod campaign;
mod check;
mod compulsion;
mod compulsion_meant;
mod compulsion_words;
mod contact_officer;
mod contact_visit;
mod control_measure;
mod day_to_come;
mod decided_objection;
mod delegated_power;
mod department_plan;
mod dispatched_job;
mod duty_note;
mod duty_shift;
mod dynamic_rule;
mod enforcement_case;
mod enforcement_quota;
mod entry;
mod entry_field;
mod error;
mod evaluate_dynamic;
mod form;
mod lesson;
mod line;
mod paper_power;
mod posting;
mod power_gate;
mod printed;
mod public_report_rule;
mod publicity_event;
mod quota_progress;
mod response_level;
mod reward_decision;
mod role_slot;
mod row;
mod row_scope;
mod span;
mod station_profile;
mod stray_key;
mod supervising_body;
mod township;
mod training_record;
mod unproven_power;
mod unsigned_team;
mod village_team;
mod visit_rule;

pub use admission_item::{AdmissionEntry, admission_rules};
pub use agency::{GRID_AGENCY, POLICE_AGENCY, TOWNSHIP_AGENCY, agencies_of, planning_agencies};
pub use agency_frequency::AgencyFrequency;
pub use book::RegisterBook;
pub use campaign::{Campaign, CampaignTarget};
pub use check::{RegisterKind, check_row, known_registers, register_kind};
pub use compulsion::{
    HeldPower, held_powers, listed_word_not_held, remedy_word_not_held, word_not_held,
};
pub use compulsion_words::{
    compulsion_word, compulsion_words, opens_word, printed_compulsion_words,
};
pub use contact_officer::{ContactKind, ContactOfficer};
pub use contact_visit::ContactVisit;
pub use control_measure::ControlMeasure;
pub use decided_objection::DecidedObjection;
pub use delegated_power::{DelegatedPower, PowerSource};
pub use department_plan::DepartmentPlan;
pub use dispatched_job::DispatchedJob;
pub use duty_note::DutyNote;
pub use duty_shift::DutyShift;
pub use dynamic_rule::DynamicRule;
pub use enforcement_case::EnforcementCase;
pub use enforcement_quota::EnforcementQuota;
pub use entry::RegisterEntry;
pub use entry_field::{EntryField, EntryKind};
pub use error::RegisterError;
pub use evaluate_dynamic::evaluate_dynamic;
pub use form::{RegisterForm, register_form};
pub use lesson::{Lesson, Question};
pub use line::RegisterLine;
pub use paper_power::power_not_held;
pub use posting::{PostingEntry, roster_of};
pub use power_gate::{PowerRefusal, may_issue};
pub use publicity_event::{PublicityEvent, PublicityGaps, PublicityKind, publicity_gaps};
pub use quota_progress::{QuotaProgress, quota_progress};
pub use response_level::{LevelMinimum, ResponseLevel};
pub use reward_decision::{RewardAct, RewardDecision};
pub use role_slot::{RoleSlot, Vacancy, vacancies};
pub use row::RegisterRow;
pub use row_scope::RowScope;
pub use span::RegisterSpan;
pub use station_profile::StationProfile;
pub use supervising_body::{SupervisingBody, unsupervised_grades};
pub use training_record::{TrainingRecord, trained_between};
pub use unproven_power::{mark_unproven_power, unproven_power};
pub use unsigned_team::{UnsignedTeam, unsigned_team};
pub use village_team::{VillageGap, VillageTeam, village_gaps};
pub use visit_rule::VisitRule;

#[cfg(test)]
mod bounds_tests;
#[cfg(test)]
mod form_tests;
#[cfg(test)]
mod roster_tests;
#[cfg(test)]
mod scope_tests;
#[cfg(test)]
mod tests;
