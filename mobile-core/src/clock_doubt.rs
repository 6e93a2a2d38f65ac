use wangge_domain::Timestamp;
use wangge_domain::lifecycle::Reason;
use wangge_sync_engine::store::ClientStore as _;

use crate::clock::wall;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// Away for more than so many leases, it is more likely that the clock was set wrong.
const LEASES_AWAY: i64 = 2;

/// Refusals that another date would change.
const BY_DATE: &[&str] = &[
    "no_certificate",
    "no_permission",
    "out_of_scope",
    "unqualified_checker",
];

/// The phone's clock does not fit what the relay said（时钟疑问）. It decides nothing, but it is what
/// to look at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockDoubt {
    /// What the phone's clock shows.
    pub shown: Timestamp,
    /// The relay's time when it was last heard of.
    pub last_contact: Timestamp,
    /// Whole days by which it is ahead of the time that it should show; behind: negative. Where
    /// that cannot be told, the days since the last contact.
    pub days: i64,
    /// It is the clock for certain; else the phone may have been away for so long.
    pub certain: bool,
}

impl ClockDoubt {
    /// What is wrong, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        let shown = self.shown.china_date();
        match (self.certain, self.days) {
            (true, days) if days < 0 => format!("本机时间（{shown}）比服务器时间慢 {} 天", -days),
            (true, days) => format!("本机时间（{shown}）比服务器时间快 {days} 天"),
            (false, days) => format!(
                "本机时间（{shown}）距上次联系服务器（{}）已 {days} 天，时间可能不对",
                self.last_contact.china_date()
            ),
        }
    }

    /// The same in English.
    #[must_use]
    pub fn en(&self) -> String {
        let shown = self.shown.china_date();
        match (self.certain, self.days) {
            (true, days) if days < 0 => format!("the clock ({shown}) is {} days behind", -days),
            (true, days) => format!("the clock ({shown}) is {days} days ahead"),
            (false, days) => {
                format!("by the clock ({shown}) the relay was last met {days} days ago")
            }
        }
    }
}

impl Core {
    /// Whether the phone's clock is far from what the relay's last word and the time since make of
    /// it（核对时钟）. `None`: it fits, or there is nothing to compare it with.
    ///
    /// # Errors
    /// The store failed.
    pub fn clock_doubt(&self) -> Result<Option<ClockDoubt>, CoreError> {
        match self.session_even_locked() {
            Ok(session) => self.doubt(&session),
            Err(CoreError::NotEnrolled) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn doubt(&self, session: &Session) -> Result<Option<ClockDoubt>, CoreError> {
        let store = &self.inner.store;
        let shown = wall(self.clock());
        let anchor = store.anchor()?;
        let lease = &session.lease;
        let last_contact = store
            .synced_at()?
            .map_or(lease.issued_at, |at| at.max(lease.issued_at));
        // Never more than the time that has passed: a phone that is off counts nothing.
        let at_least = match anchor {
            Some(_) => self.now(session).max(last_contact),
            None => last_contact,
        };
        let doubt = |ms: i64, certain| ClockDoubt {
            shown,
            last_contact,
            days: ms / DAY_MS,
            certain,
        };
        let off = shown.0.saturating_sub(at_least.0);
        let counted = anchor.is_some_and(|it| it.boot_id == self.clock().boot_id());
        if off <= -DAY_MS || counted && off >= DAY_MS {
            return Ok(Some(doubt(off, true)));
        }
        let away = shown.max(at_least).0.saturating_sub(last_contact.0);
        let leased = lease.offline_until.0.saturating_sub(lease.issued_at.0);
        let is_long = away >= DAY_MS && away > leased.saturating_mul(LEASES_AWAY);
        Ok(is_long.then(|| doubt(away, false)))
    }

    /// A refusal that another date would change names the clock first, if that is in doubt.
    pub(crate) fn clock_first(&self, session: &Session, error: CoreError) -> CoreError {
        let CoreError::NotAllowed(reason) = &error else {
            return error;
        };
        if !is_by_date(reason) {
            return error;
        }
        match self.doubt(session) {
            Ok(Some(doubt)) => CoreError::ClockDoubted {
                doubt,
                reason: reason.clone(),
            },
            _ => error,
        }
    }
}

fn is_by_date(reason: &Reason) -> bool {
    BY_DATE.contains(&reason.code.as_str())
}
