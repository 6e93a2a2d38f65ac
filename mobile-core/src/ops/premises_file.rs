use wangge_domain::control::GridLevel;
use wangge_domain::premises::{
    KeyControl, Premises, PremisesFacts, ThresholdVerdict, key_controls, threshold_verdict,
};
use wangge_domain::record::RecordKind;
use wangge_domain::risk::{
    GradeOverride, RecordCounts, RiskScore, SettledGrade, score_risk, settle_grade,
};
use wangge_domain::{GridId, RecordId};
use wangge_sync_engine::store::RecordUpdate;

use crate::store::{HazardFilter, HazardRow, InspectionRow};
use crate::work::Work;
use crate::{Core, CoreError};

/// All that is kept of one premises（一户一档）, with what the rules make of it.
#[derive(Clone, Debug)]
pub struct PremisesFile {
    /// Which.
    pub record: RecordId,
    /// The record: content, state, history.
    pub view: RecordUpdate,
    /// Its fields, typed.
    pub premises: Premises,
    /// Its grids from the small one up.
    pub grids: Vec<(GridLevel, GridId, String)>,
    /// Whether it is over the thresholds of its category.
    pub threshold: ThresholdVerdict,
    /// Key controls that follow from its numbers, e.g. more than ten persons (S3-22).
    pub key_controls: Vec<KeyControl>,
    /// The risk score with its reasons (S0-18).
    pub risk: RiskScore,
    /// The grade in force, and why.
    pub grade: SettledGrade,
    /// Visits, newest first.
    pub inspections: Vec<InspectionRow>,
    /// Hazards, open ones first.
    pub hazards: Vec<HazardRow>,
}

/// Lines of each list in a file.
const LINES: usize = 200;

impl Core {
    /// The file of a premises.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn premises_file(&self, record: RecordId) -> Result<PremisesFile, CoreError> {
        self.with(|work| premises_file(work, record))
    }
}

/// Puts the file together.
pub(super) fn premises_file(
    work: &Work<'_>,
    record: RecordId,
) -> Result<PremisesFile, CoreError> {
    let view = work.view_of(record, &RecordKind::Premises)?;
    let premises = Premises::from_content(&view.content);
    let policy = work.ctx.policy;
    let hazards = work.db.hazards(
        &HazardFilter { premises: Some(record), ..HazardFilter::default() },
        LINES,
    )?;
    let inspections = work.db.inspections(Some(record), LINES)?;
    let facts = facts(work, &premises, &hazards);
    let risk = score_risk(&policy.risk, &premises.category, &facts);
    let by_hand = view
        .state
        .grade_override
        .clone()
        .map(|(grade, reason)| GradeOverride { grade, reason });
    let last_passed = inspections
        .iter()
        .filter(|it| it.status == wangge_domain::lifecycle::Status::Accepted)
        .filter_map(|it| it.submitted_at)
        .max()
        .map(wangge_domain::Timestamp::china_date);
    let grade = settle_grade(
        &policy.risk,
        &risk,
        &facts,
        None,
        last_passed,
        by_hand.as_ref(),
        work.today(),
    );
    let control = work.ctx.control;
    let grids = control
        .path(view.stream.grid())
        .into_iter()
        .filter_map(|id| control.grids.get(&id).map(|it| (it.level, id, it.name.clone())))
        .collect();
    Ok(PremisesFile {
        record,
        threshold: threshold_verdict(&premises, &policy.categories),
        key_controls: key_controls(&policy.categories, &facts),
        premises,
        view,
        grids,
        risk,
        grade,
        inspections,
        hazards,
    })
}

/// The facts of a premises with the counts of its open hazards.
pub(super) fn facts(
    work: &Work<'_>,
    premises: &Premises,
    hazards: &[HazardRow],
) -> PremisesFacts {
    let policy = work.ctx.policy;
    let mut facts = premises.facts(&policy.categories, work.today());
    let is_open = |hazard: &&HazardRow| {
        !["closed", "voided", "withdrawn"].contains(&hazard.status.as_str())
    };
    let count = |of: &dyn Fn(&HazardRow) -> bool| {
        u32::try_from(hazards.iter().filter(is_open).filter(|it| of(it)).count())
            .unwrap_or(u32::MAX)
    };
    RecordCounts {
        open_general: count(&|it| !it.life_threat),
        open_life_threat: count(&|it| it.life_threat),
        overdue: count(&|it| it.overdue),
        suspected_major: hazards.iter().filter(is_open).any(|it| it.suspected_major),
        ..RecordCounts::default()
    }
    .add_to(&mut facts);
    facts
}
