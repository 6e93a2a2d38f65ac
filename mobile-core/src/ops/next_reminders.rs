use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use wangge_domain::schedule::DueState;
use wangge_domain::{RecordId, Timestamp};
use wangge_sync_engine::store::ClientStore as _;

use crate::error::CoreError;
use crate::facade::Core;
use crate::store::HazardFilter;

const HOUR_MS: i64 = 3_600_000;
const DAY_MS: i64 = 24 * HOUR_MS;
/// When a worker's day begins, China time.
const MORNING_MS: i64 = 8 * HOUR_MS;
/// Days looked ahead.
const DAYS_AHEAD: i64 = 7;
/// Hours after which work that was not sent is spoken of.
const UNSENT_HOURS: i64 = 24;

/// What a reminder is about（提醒种类）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReminderKind {
    /// 隐患将到期.
    HazardDue,
    /// 隐患已超期.
    HazardOverdue,
    /// 检查到期.
    VisitDue,
    /// 离线使用期将到.
    LeaseEnds,
    /// 有内容未上传.
    UnsentWork,
}

/// One notification for the phone to show by itself（本地提醒）, also when the app does not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// When to show it; what is late already shows at once.
    pub at: Timestamp,
    /// What it is about.
    pub kind: ReminderKind,
    /// The record to open.
    pub record: Option<RecordId>,
    /// Its name: a premises or what is wrong; empty if none.
    pub subject: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

#[derive(Deserialize)]
struct Words {
    zh: String,
    en: String,
}

impl ReminderKind {
    /// Stable code in snake case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::HazardDue => "hazard_due",
            Self::HazardOverdue => "hazard_overdue",
            Self::VisitDue => "visit_due",
            Self::LeaseEnds => "lease_ends",
            Self::UnsentWork => "unsent_work",
        }
    }

    fn at(self, at: Timestamp, record: Option<RecordId>, subject: String) -> Reminder {
        static WORDS: OnceLock<BTreeMap<String, Words>> = OnceLock::new();
        let words = WORDS.get_or_init(|| {
            serde_json::from_str(include_str!("../../resources/reminders.json"))
                .expect("a test reads this resource")
        });
        let (zh, en) = words
            .get(self.code())
            .map(|words| (words.zh.clone(), words.en.clone()))
            .unwrap_or_default();
        Reminder {
            at,
            kind: self,
            record,
            subject,
            zh,
            en,
        }
    }
}

impl Core {
    /// The next notifications of a week（本地提醒）, earliest first: hand them to the phone's own
    /// scheduler after each sync and each change, in place of those handed over before. Days
    /// count from 8 in the morning, China time.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`], [`CoreError::AppLocked`].
    pub fn next_reminders(&self, limit: usize) -> Result<Vec<Reminder>, CoreError> {
        let session = self.session()?;
        let now = self.now(&session);
        let until = now.plus_ms(DAYS_AHEAD * DAY_MS);
        let mut list = Vec::new();
        let open = HazardFilter {
            open_only: true,
            ..HazardFilter::default()
        };
        for row in self.inner.store.hazards(&open, limit)? {
            let Some(due) = row.due.filter(|due| *due <= until) else {
                continue;
            };
            let kind = if due < now || row.overdue {
                ReminderKind::HazardOverdue
            } else {
                ReminderKind::HazardDue
            };
            list.push(kind.at(morning(due).max(now), Some(row.record), row.description));
        }
        for item in self.due_list(None, limit)? {
            let day = Timestamp::start_of_china_day(item.entry.due.date).plus_ms(MORNING_MS);
            let late = !matches!(item.entry.state, DueState::Later { .. });
            if late || day <= until {
                let premises = item.premises;
                list.push(ReminderKind::VisitDue.at(
                    day.max(now),
                    Some(premises.record),
                    premises.name,
                ));
            }
        }
        let warn = i64::from(session.policy.lease.warn_days) * DAY_MS;
        let warned = session.offline_until().plus_ms(-warn);
        if warned <= until {
            list.push(ReminderKind::LeaseEnds.at(warned.max(now), None, String::new()));
        }
        if self.inner.store.outbox_len()? > 0 || self.inner.store.draft_count()? > 0 {
            let at = now.plus_ms(UNSENT_HOURS * HOUR_MS);
            list.push(ReminderKind::UnsentWork.at(at, None, String::new()));
        }
        list.sort_by_key(|one| (one.at, one.kind, one.record));
        list.truncate(limit);
        Ok(list)
    }
}

fn morning(at: Timestamp) -> Timestamp {
    Timestamp::start_of_china_day(at.china_date()).plus_ms(MORNING_MS)
}
