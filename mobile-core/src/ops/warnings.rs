use std::collections::BTreeMap;

use wangge_domain::casework::Receipt;
use wangge_domain::record::RecordKind;
use wangge_domain::register::RegisterLine;
use wangge_domain::{GridId, RecordId};

use super::open_case::CaseSubject;
use super::step::StepInput;
use crate::error::CoreError;
use crate::facade::Core;
use crate::store::CaseFilter;

/// The sheet of warnings.
const SHEET: &str = "early_warning";
/// Receipts looked at, at most.
const MOST: usize = 10_000;

/// A warning on this phone（预警）.
#[derive(Clone, Debug, PartialEq)]
pub struct WarningView {
    /// What was given out.
    pub line: RegisterLine,
    /// The receipt of this person, once there is one.
    pub receipt: Option<RecordId>,
}

impl Core {
    /// The warnings in force for a grid（现行预警）of S1-04, with whether this person has received them. Works
    /// offline.
    ///
    /// # Errors
    /// [`CoreError::UnknownGrid`].
    pub fn warnings(&self, grid: GridId) -> Result<Vec<WarningView>, CoreError> {
        let user = self.session()?.user;
        let receipts = self.list_cases(&RecordKind::Receipt, &CaseFilter::default(), MOST)?;
        let mut mine = BTreeMap::new();
        for row in receipts {
            let case = self.get_record(row.record)?.state.case;
            let own = case.steps.first().is_some_and(|taken| taken.user == user);
            let warning = case.field("warning").to_owned();
            if own && Receipt::of(&case, &warning).is_some() {
                mine.insert(warning, row.record);
            }
        }
        let lines = self.sheet_entries(SHEET, grid)?;
        Ok(lines
            .into_iter()
            .map(|line| WarningView {
                receipt: mine.get(&line.row.key).copied(),
                line,
            })
            .collect())
    }

    /// Says that a warning has arrived here（预警签收）of S1-04: once by each person, durable, sent with the next
    /// sync with the time at which it was said.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: no such warning is in force for the grid, or it was received
    /// before. [`CoreError::NotAllowed`], [`CoreError::UnknownGrid`].
    pub fn receive_warning(&self, number: &str, grid: GridId) -> Result<RecordId, CoreError> {
        let warnings = self.warnings(grid)?;
        let found = warnings.iter().find(|it| it.line.row.key == number);
        let warning = found.ok_or_else(|| CoreError::InvalidInput(format!("warning: {number}")))?;
        if warning.receipt.is_some() {
            return Err(CoreError::InvalidInput(format!(
                "{number}: received before"
            )));
        }
        let entry = wangge_domain::sheet::entry_of(&warning.line.row);
        let title = entry.get("title").and_then(serde_json::Value::as_str);
        let title = title.unwrap_or(number);
        let fields = [("title".to_owned(), title.into())].into();
        let receipt = self.open_case(&RecordKind::Receipt, CaseSubject::Grid(grid), &fields)?;
        let input = StepInput::saying(&[("matter", title), ("warning", number)]);
        self.step(receipt, "receipt.worker", &input)?;
        Ok(receipt)
    }
}
