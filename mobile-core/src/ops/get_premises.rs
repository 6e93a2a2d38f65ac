use wangge_domain::lifecycle::RecordState;
use wangge_domain::premises::{KeyControl, Premises, check_place, key_controls};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::risk::{GradeChange, RiskReason, SettledGrade};
use wangge_domain::schedule::NextDue;
use wangge_domain::{Finding, RecordId};

use super::due_list::visitor;
use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;
use crate::store::{CaseFilter, CaseRow, HazardFilter, HazardRow, InspectionRow, PremisesRow};

/// Lines of each list shown with a premises.
const MOST_LINES: usize = 50;

/// A premises with what hangs on it（一户一档）.
#[derive(Clone, Debug, PartialEq)]
pub struct PremisesView {
    /// Its row.
    pub row: PremisesRow,
    /// Everything on file.
    pub content: Content,
    /// Where it stands, with its history.
    pub state: RecordState,
    /// Risk score.
    pub score: i64,
    /// Grade in force.
    pub grade: SettledGrade,
    /// Why: what added or took off points.
    pub reasons: Vec<RiskReason>,
    /// Every change of its grade, oldest first, each with its reasons（等级沿革）of S0-18.
    pub grade_changes: Vec<GradeChange>,
    /// Key controls that hold, with their tasks (S3-22).
    pub key_controls: Vec<KeyControl>,
    /// When it is due next for this person.
    pub next_due: Option<NextDue>,
    /// What is doubtful about the file; nothing was prevented.
    pub advice: Vec<Finding>,
    /// Orders to stop use（停用决定）that hold, none of them lifted: at most 50.
    pub stop_uses: Vec<CaseRow>,
    /// Its hazards, those due first: at most 50.
    pub hazards: Vec<HazardRow>,
    /// It has more hazards than are listed.
    pub more_hazards: bool,
    /// Its inspections, newest first: at most 50.
    pub inspections: Vec<InspectionRow>,
    /// It has more inspections than are listed.
    pub more_inspections: bool,
}

impl Core {
    /// A premises file with risk, due date, hazards and inspections（查看档案）.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn get_premises(&self, premises: RecordId) -> Result<PremisesView, CoreError> {
        let session = self.session()?;
        let subject = self.change(&session, |ctx| {
            Subject::load_kind(ctx, &session, premises, &RecordKind::Premises)
        })?;
        let store = &self.inner.store;
        let row = store
            .premises_row(premises)?
            .ok_or(CoreError::UnknownRecord)?;
        let typed = Premises::from_content(&subject.record.content);
        let facts = self.facts_of_premises(&session, premises, &typed, subject.now)?;
        let policy = &session.policy;
        let planned = self
            .planned(&session, premises, subject.now)?
            .ok_or(CoreError::UnknownRecord)?;
        let graded = planned.plan.graded;
        let grid = session.control.grids.get(&subject.home(&session));
        let state = subject.record.state;
        let by = visitor(&session, subject.now);
        let next_due = self
            .next_visit(&session, &row, by, subject.now)?
            .map(|(_, due)| due);
        let filter = HazardFilter {
            premises: Some(premises),
            ..HazardFilter::default()
        };
        let boundary = grid.map_or(&[][..], |grid| grid.boundary.as_slice());
        let advice = check_place(&typed, boundary, &policy.premises);
        let hazards = store.hazards(&filter, MOST_LINES + 1)?;
        let inspections = store.inspections(Some(premises), MOST_LINES + 1)?;
        let orders = CaseFilter {
            premises: Some(premises),
            ..CaseFilter::default()
        };
        let mut stop_uses = self.list_cases(&RecordKind::StopUse, &orders, MOST_LINES)?;
        stop_uses.retain(|row| row.status.stops_use());
        Ok(PremisesView {
            stop_uses,
            advice: advice.into_iter().collect(),
            key_controls: key_controls(&policy.categories, &facts),
            more_hazards: hazards.len() > MOST_LINES,
            hazards: hazards.into_iter().take(MOST_LINES).collect(),
            more_inspections: inspections.len() > MOST_LINES,
            inspections: inspections.into_iter().take(MOST_LINES).collect(),
            row,
            content: subject.record.content,
            state,
            score: graded.score.score,
            grade: graded.settled,
            reasons: graded.score.reasons,
            grade_changes: graded.changes,
            next_due,
        })
    }
}
