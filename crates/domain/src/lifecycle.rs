//! The lifecycle of records: signed events in a log, and the pure fold over them.
//!
//! Content is a CRDT; status, deadlines, assignment and numbers live here and nowhere else.
//! What an event does in which state is data ([`LifecycleTables`]); who may do it is the
//! permission table of the policy pack; [`judge`] puts both together.

mod act;
mod act_in_force;
mod action;
mod allowed;
mod annulment;
mod apply;
mod asks;
mod audit;
mod case_line;
mod case_state;
mod case_summary;
mod cell;
mod condition;
mod due;
mod event;
mod event_words;
mod field_edit;
mod field_shape;
mod fix_confirmed;
mod fixed_in_case;
mod fold;
mod frozen_since;
mod guard;
mod jobs;
mod judge;
mod linked;
mod named_person;
mod natural_limit;
mod never_served;
mod notice_served;
mod noticed;
mod outcome;
mod owed;
mod people_named;
mod permission;
mod photo_fault;
mod photo_purpose;
mod reason;
mod reason_text;
mod recheck_overdue;
mod redaction;
mod remarks;
mod renaming;
mod render;
mod same_file;
mod same_file_cause;
mod signed_alike;
mod stages;
mod state;
mod stated_number;
mod status;
mod step;
mod step_facts;
mod step_form;
mod substance;
mod table;
mod tables;
mod timing;
mod unready;
mod version;

pub use act::{Act, Actor, Facts, LoggedAct, TimeBounds};
pub use act_in_force::act_in_force;
pub use action::Action;
pub use allowed::allowed_actions;
pub use annulment::{Annulment, AnnulmentCause, Escalation, speaks_for};
pub use apply::{UnknownAct, apply, apply_unknown};
pub use asks::{
    AfterRule, AgainRule, AllRule, ChainRule, FieldEntry, FieldRule, LinkRule, SettledRule,
    StepAsks, WholeRule,
};
pub use audit::{AuditError, Difference, audit};
pub use case_line::{CaseLine, case_lines};
pub use case_state::{CaseState, StepTaken};
pub use case_summary::{CaseSummary, case_summary};
pub use cell::{Case, Cell, Target};
pub use condition::Condition;
pub use event::{Event, Responsible, ReturnReason, ServiceProof, SignatureRef};
pub use event_words::EventWord;
pub use field_edit::FieldEdit;
pub use field_shape::{FieldShape, month_of, quarter_of};
pub use fixed_in_case::is_fixed_in_case;
pub use fold::{fold, fold_pending};
pub use frozen_since::FrozenSince;
pub use guard::Guard;
pub use jobs::{JobAct, due_jobs, next_look};
pub use judge::judge;
pub use linked::LinkedFact;
pub use named_person::NamedPerson;
pub use never_served::never_served;
pub use noticed::noticed_responsible;
pub use outcome::{Effect, Outcome, Ruling, SeriesKey, Timing};
pub use owed::{OwedAct, owed_act};
pub use people_named::unqualified;
pub use permission::permission;
pub use photo_fault::PhotoFault;
pub use photo_purpose::PhotoPurpose;
pub use reason::Reason;
pub use recheck_overdue::{RecheckOverdue, recheck_overdue};
pub use redaction::{RedactionAsked, RedactionFacts};
pub use renaming::{is_called_by, refuse_renaming};
pub use render::render_markdown;
pub use same_file::SameFile;
pub use same_file_cause::SameFileCause;
pub use signed_alike::signed_alike;
pub use stages::{Stage, StageLog, stage_log};
pub use state::{HistoryEntry, RecordState};
pub use status::Status;
pub use step::{Step, codes};
pub use step_facts::StepFacts;
pub use step_form::{FieldForm, StepForm};
pub use table::{Defaults, DueRule, EventRow, LifecycleTable, Row, StateRow};
pub use tables::{LifecycleTables, TableError};
pub use unready::unready_to_close;
pub use version::Version;

/// Revision of the fold: rises when a rule of [`judge`] changes, so that an auditor can tell a
/// recorded outcome of an older fold from a wrong one.
pub const FOLD_REVISION: u16 = 8;

#[cfg(test)]
mod tests;
