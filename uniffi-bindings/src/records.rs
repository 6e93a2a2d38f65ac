//! Plain records of what the core answers.
//!
//! **The rule of conversions.** Whatever is turned into a record, or out of one, is taken apart
//! field by field and without `..`: `let core::PinState { set, locked, … } = it;`. A field that is
//! left out on purpose is named with `_` and says why. So the compiler refuses a field that somebody
//! adds to the core and forgets here; `tests/architecture/bindings.rs` refuses `..` in these files.

mod case;
mod case_step;
mod edit;
mod hazard;
mod inspection;
mod people;
mod phone;
mod photo;
mod plan;
mod premises;
mod record;
mod standing;
mod sync;
mod training;
mod work;

pub use case::{CaseCard, CasePage, CaseParent, CaseRegister, CaseRow, CaseSubject};
pub use case_step::{CaseLine, CaseLogLine, CaseStep, CodeWord, StepField, StepForm};
pub use edit::FieldEdit;
pub use hazard::{
    Deadline, HazardDraft, HazardRow, NewNotice, RecheckResult, Responsible, Service,
};
pub use inspection::{
    Answer, AnswerResult, CheckItem, Checklist, ChecklistVersion, Guide, InspectionRow,
    InspectionStart, LeftDraft, Signature, Submitted,
};
pub use people::Person;
pub use phone::{BlobCount, ClockDoubt, OpenReport, PinState, Settings, Status, WorkerFolder};
pub use photo::{AttachedPhoto, PhonePosition, PhotoDetails};
pub use plan::{MonthPlan, Rewards, ScoreCard, SentJob};
pub use premises::{
    DueItem, GradeByHand, GradeChange, Grid, KeyControl, NearDuplicate, NextDue, PremisesCard,
    PremisesRow, RecentVisit, RiskReason, StopUse,
};
pub use record::{DraftRow, HistoryLine, Photo, PhotoSize, RecordCard, SignatureCard};
pub use standing::{Standing, ToMend};
pub use sync::{BackgroundSync, OsUpload, SyncProgress, SyncReport};
pub use training::{Lesson, Question, QuizResult};
pub use work::{
    ExportReport, FieldConflict, MonthTask, Paper, PaperKind, RecheckItem, Refused, Reminder,
};

#[cfg(test)]
mod tests;
