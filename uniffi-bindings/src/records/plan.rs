use wangge_domain::evaluation::EvaluationPeriod;
use wangge_domain::register::DispatchedJob;
use wangge_domain::schedule::{self, CheckDayState};
use wangge_mobile_core as core;

/// The rhythm of the month（月度计划）: check day in the first ten days, rechecks in the last.
#[derive(Clone, Debug, uniffi::Record)]
pub struct MonthPlan {
    /// 检查日; `None` if no day of the first ten is worked.
    pub check_day: Option<String>,
    /// `upcoming`, `today`, `done`, `missed` or `none`.
    pub check_day_state: String,
    /// The day on which it was done.
    pub done_on: Option<String>,
    /// 复查日: the first working day of the recheck window.
    pub recheck_day: Option<String>,
    /// The last working day of the recheck window.
    pub recheck_until: Option<String>,
    /// False if the holidays of the year are not known: show a warning.
    pub calendar_known: bool,
}

impl From<schedule::MonthPlan> for MonthPlan {
    fn from(it: schedule::MonthPlan) -> Self {
        let schedule::MonthPlan {
            check_day,
            check_day_state,
            recheck_day,
            recheck_until,
            calendar_known,
        } = it;
        let (state, done_on) = match check_day_state {
            CheckDayState::Upcoming => ("upcoming", None),
            CheckDayState::Today => ("today", None),
            CheckDayState::Done(on) => ("done", Some(on.to_string())),
            CheckDayState::Missed => ("missed", None),
            CheckDayState::None => ("none", None),
        };
        Self {
            check_day: check_day.map(|day| day.to_string()),
            check_day_state: state.to_owned(),
            done_on,
            recheck_day: recheck_day.map(|day| day.to_string()),
            recheck_until: recheck_until.map(|day| day.to_string()),
            calendar_known,
        }
    }
}

/// A job sent to this person（派发事项）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct SentJob {
    /// Key of its row.
    pub key: String,
    /// Code of the job in the list of admission.
    pub code: String,
    /// What is to be done, in words.
    pub text: String,
    /// Where.
    pub grid: String,
    /// Which premises, if it is about one.
    pub premises: Option<String>,
    /// 操作流程: the steps.
    pub steps: Vec<String>,
    /// The first day of it.
    pub first_day: String,
    /// The last day on which it is in time.
    pub due: String,
}

impl From<core::JobView> for SentJob {
    fn from(it: core::JobView) -> Self {
        let core::JobView {
            key,
            job,
            steps,
            from,
            due,
        } = it;
        let DispatchedJob {
            job: code,
            // Those on the list are this person's, and not done.
            to: _,
            grid,
            premises,
            text,
            done: _,
        } = job;
        Self {
            key,
            code,
            text,
            grid: grid.to_string(),
            premises: premises.map(|id| id.to_string()),
            steps,
            first_day: from.to_string(),
            due: due.to_string(),
        }
    }
}

/// A worker's own score card of a month（本人考评卡）.
#[derive(Clone, Debug, uniffi::Record)]
pub struct ScoreCard {
    /// First day of the month.
    pub first: String,
    /// Its last day.
    pub last: String,
    /// Points.
    pub points: i64,
    /// The whole card in Chinese words, line by line: every point is explained.
    pub lines: Vec<String>,
}

impl From<core::ScoreCard> for ScoreCard {
    fn from(it: core::ScoreCard) -> Self {
        let core::ScoreCard {
            period,
            card,
            lines,
        } = it;
        let EvaluationPeriod {
            // A month is what was asked for.
            kind: _,
            first,
            last,
        } = period;
        Self {
            first: first.to_string(),
            last: last.to_string(),
            points: card.points(),
            lines,
        }
    }
}

/// What was decided of this person's rewards（我的奖励）, in fen.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Rewards {
    /// Approved and not fetched yet.
    pub to_claim_fen: u64,
    /// Fetched.
    pub claimed_fen: u64,
}

impl From<core::MyRewards> for Rewards {
    fn from(it: core::MyRewards) -> Self {
        let core::MyRewards {
            // One by one they are JSON only: `score.rewards`.
            decisions: _,
            to_claim_fen,
            claimed_fen,
        } = it;
        Self {
            to_claim_fen,
            claimed_fen,
        }
    }
}
