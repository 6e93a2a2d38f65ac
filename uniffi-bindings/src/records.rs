//! Plain records of what the core answers.

mod hazard;
mod inspection;
mod phone;
mod photo;
mod premises;
mod record;
mod sync;
mod work;

pub use hazard::{
    Deadline, HazardDraft, HazardRow, NewNotice, RecheckResult, Responsible, Service,
};
pub use inspection::{
    Answer, AnswerResult, CheckItem, Checklist, Guide, InspectionRow, InspectionStart, Signature,
    Submitted,
};
pub use phone::{OpenReport, PinState, Settings, Status, WorkerFolder};
pub use photo::{PhonePosition, PhotoDetails};
pub use premises::{DueItem, Grid, NearDuplicate, PremisesCard, PremisesRow};
pub use record::{HistoryLine, Photo, PhotoSize, RecordCard, SignatureCard};
pub use sync::{BackgroundSync, OsUpload, SyncProgress, SyncReport};
pub use work::{
    ExportReport, FieldConflict, MonthTask, Paper, PaperKind, RecheckItem, Refused, Reminder,
};
