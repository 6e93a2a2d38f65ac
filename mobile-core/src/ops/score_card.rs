use std::collections::BTreeSet;

use chrono::NaiveDate;
use wangge_domain::GridId;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind, WorkerCard};
use wangge_domain::people::{Role, Scope};
use wangge_domain::tally::{CardInput, sole_workers, worker_card};

use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// A worker's own score card（网格员考评卡）with the words that explain every point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreCard {
    /// Which month.
    pub period: EvaluationPeriod,
    /// Ratios and points, event by event.
    pub card: WorkerCard,
    /// The whole card in Chinese words, line by line.
    pub lines: Vec<String>,
}

impl Core {
    /// This person's score card of a month（本人考评卡）of S3-08, from the records on this phone: the
    /// same rules as at the relay. Works offline; what waits to be sent is counted as not verified.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn score_card(&self, month: NaiveDate) -> Result<ScoreCard, CoreError> {
        let session = self.session()?;
        let measures = self.measures(&session)?;
        let period = EvaluationPeriod::of(PeriodKind::Month, month);
        let accounting = session.policy.accounting();
        let card = worker_card(&CardInput {
            measures: &measures,
            control: &session.control,
            pack: &session.policy,
            accounting,
            worker: session.user,
            grids: &self.own_grids(&session),
            sole: &sole_workers(&session.control, self.now(&session)),
            period,
            today: self.now(&session).china_date(),
            decisions: &[],
        })
        .map_err(|error| CoreError::Internal(error.to_string()))?;
        let lines = card.lines(&accounting.evaluation.worker);
        Ok(ScoreCard {
            period,
            card,
            lines,
        })
    }

    /// The small grids that this person answers for as a grid worker.
    fn own_grids(&self, session: &Session) -> BTreeSet<GridId> {
        let now = self.now(session);
        let mut grids = BTreeSet::new();
        for grant in session.control.grants_of(session.user, now) {
            if let (Role::GridWorker, Scope::Subtree(top)) = (grant.role, &grant.scope) {
                grids.extend(session.control.small_grids(*top, now.china_date()));
            }
        }
        grids
    }
}
