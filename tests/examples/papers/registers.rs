//! Made-up cases of registers.

use uuid::Uuid;
use wangge_domain::lifecycle::{RecordState, Status, StepTaken, TimeBounds};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{GridId, RecordId, Timestamp, UserId};
use wangge_report::{CaseFile, RecordFile, RegisterFile};

const AT: Timestamp = Timestamp(1_788_600_000_000);
const DAY_MS: i64 = 86_400_000;

/// A case whose last step said this.
pub(crate) fn register(
    case: &CaseFile,
    kind: RecordKind,
    step: &str,
    said: &[(&str, &str)],
    number: &str,
) -> RegisterFile {
    let mut state = RecordState::new(kind);
    state.status = Status::Open;
    state.notice_number = Some(number.to_owned());
    state.case.steps.push(StepTaken {
        seq: Some(1),
        step: step.to_owned(),
        user: UserId(Uuid::from_u128(2 << 64 | 2)),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(AT),
        fields: said
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        photos: Vec::new(),
        due: Some(AT.plus_ms(30 * DAY_MS)),
        number: Some(number.to_owned()),
    });
    let hazards = case.hazards.iter();
    RegisterFile {
        file: RecordFile {
            record: RecordId(Uuid::from_u128(99)),
            content: Content::default(),
            state,
            acts: Vec::new(),
            quoted: None,
            void: std::collections::BTreeSet::new(),
            blanked: std::collections::BTreeSet::new(),
        },
        grid: GridId(Uuid::from_u128(1 << 64 | 2)),
        premises: Some(case.premises.clone()),
        hazards: hazards
            .map(|one| (one.clone(), case.premises.clone()))
            .collect(),
        majors: Vec::new(),
    }
}
