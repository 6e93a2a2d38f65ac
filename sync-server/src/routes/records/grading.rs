use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::UserId;
use wangge_domain::record::RecordKind;
use wangge_domain::risk::{GradeChange, RiskReason};
use wangge_domain::tally::PlanBasis;

use crate::http::{App, SupervisorCaller};
use crate::store::ListedRecord;

/// The grade of a premises with its history（等级沿革）of S0-18, as every plan has it.
#[derive(Serialize, ToSchema)]
pub(crate) struct GradingView {
    /// Grade id, lifted by open control measures.
    grade: String,
    /// Grade id without those.
    settled: String,
    /// `computed`, `held_up`, `overridden` or `override_below_floor`.
    reason: String,
    /// Since when the grade without those holds, `YYYY-MM-DD`.
    since: String,
    /// The score of today.
    score: i64,
    /// What made it.
    because: Vec<PointView>,
    /// Every change of grade, oldest first.
    changes: Vec<GradeChangeView>,
}

/// Points with their reason.
#[derive(Serialize, ToSchema)]
pub(crate) struct PointView {
    /// Code of the rule.
    code: String,
    /// Points, negative for a mitigation.
    points: i64,
    /// How many were counted, for what is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<i64>,
}

/// A change of grade.
#[derive(Serialize, ToSchema)]
pub(crate) struct GradeChangeView {
    /// From this day on, `YYYY-MM-DD`.
    on: String,
    /// Grade id.
    grade: String,
    /// Why it holds.
    reason: String,
    /// The score of that day.
    score: i64,
    /// What made it.
    because: Vec<PointView>,
    /// Codes of the floors that lifted it.
    lifted_by: Vec<String>,
    /// What was set by hand, where that is the reason.
    #[serde(skip_serializing_if = "Option::is_none")]
    by_hand: Option<GradeByHandView>,
}

/// A grade set by hand, with a name and a reason.
#[derive(Serialize, ToSchema)]
pub(crate) struct GradeByHandView {
    /// Grade id.
    grade: String,
    /// Since when, `YYYY-MM-DD`.
    on: String,
    /// Name of who set it; empty if that is not known here.
    user: String,
    /// Why.
    reason: String,
}

/// The grade of a premises; `None` for other records, and while figures cannot be read.
pub(super) fn grading(
    app: &App,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
) -> Option<GradingView> {
    if listed.kind != RecordKind::Premises {
        return None;
    }
    let measures = match app.tenant.standing() {
        Ok(standing) => standing.measures,
        Err(error) => {
            tracing::warn!(record = %listed.record, %error, "a card without its grade");
            return None;
        }
    };
    let premises = measures.premises.get(&listed.record)?;
    let today = app.tenant.now().china_date();
    let basis = PlanBasis::new(&caller.control, &caller.policy, today, today);
    let graded = basis.planned(listed.record, premises, &measures).graded;
    Some(GradingView {
        grade: graded.grade,
        settled: graded.settled.grade,
        reason: graded.settled.reason.as_str().to_owned(),
        since: graded.settled.since.to_string(),
        score: graded.score.score,
        because: points(&graded.score.reasons),
        changes: graded.changes.iter().map(|it| change(caller, it)).collect(),
    })
}

fn change(caller: &SupervisorCaller, change: &GradeChange) -> GradeChangeView {
    let name = |user: UserId| {
        let person = caller.control.people.get(&user);
        person.map(|person| person.name.clone()).unwrap_or_default()
    };
    GradeChangeView {
        on: change.on.to_string(),
        grade: change.grade.clone(),
        reason: change.reason.as_str().to_owned(),
        score: change.score,
        because: points(&change.because),
        lifted_by: change.lifted_by.clone(),
        by_hand: change.by_hand.as_ref().map(|set| GradeByHandView {
            grade: set.grade.clone(),
            on: set.on.to_string(),
            user: set.by.map(name).unwrap_or_default(),
            reason: set.reason.clone(),
        }),
    }
}

fn points(reasons: &[RiskReason]) -> Vec<PointView> {
    let reasons = reasons.iter();
    reasons
        .map(|reason| PointView {
            code: reason.code.clone(),
            points: reason.points,
            count: reason.count,
        })
        .collect()
}
