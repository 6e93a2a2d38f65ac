use chrono::NaiveDate;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind, WorkerCard};
use wangge_domain::tally::{Answering, CardInput, objection_outcomes, worker_card};

use crate::error::CoreError;
use crate::facade::Core;

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
    /// same rules as at the relay, with what was decided on objections until the last sync. Works offline;
    /// what waits to be sent is counted as not verified.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn score_card(&self, month: NaiveDate) -> Result<ScoreCard, CoreError> {
        let session = self.session()?;
        let measures = self.measures(&session)?;
        let period = EvaluationPeriod::of(PeriodKind::Month, month);
        let today = self.now(&session).china_date();
        let accounting = session.policy.accounting();
        let card = worker_card(&CardInput {
            measures: &measures,
            control: &session.control,
            pack: &session.policy,
            accounting,
            worker: session.user,
            answering: &Answering::over(&session.control, None, &period, today),
            period,
            today,
            decisions: &objection_outcomes(&session.control.registers, session.user),
        })
        .map_err(|error| CoreError::Internal(error.to_string()))?;
        let lines = card.lines(&accounting.evaluation.worker);
        Ok(ScoreCard {
            period,
            card,
            lines,
        })
    }
}
