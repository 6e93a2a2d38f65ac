use wangge_sync_engine::store::StoreError;

use super::{ApiError, App, Rate};
use crate::store::Attempt;
use crate::tenant::Tenant;

/// Failures that cost nothing: people mistype.
const FREE: u32 = 4;
/// The same for an address, whatever the account: one password tried on many accounts.
const FREE_PER_ADDRESS: u32 = 30;
/// The same for one paper, whoever tries its code.
const FREE_PER_PAPER: u32 = 30;
/// Wait after the first failure that costs.
const FIRST_MS: i64 = 2_000;
/// Longest wait.
const LONGEST_MS: i64 = 15 * 60_000;

/// An address where somebody succeeded is known for so long.
const KNOWN_MS: i64 = 24 * 3_600_000;

/// Slows down guessing. What is counted is (account, address): whoever guesses at somebody's
/// password from elsewhere does not lock that person out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Throttle;

impl Throttle {
    /// Sign-ins from an address, whatever the account.
    pub(crate) const LOGIN_ANY: &'static str = "login_any";
    /// Codes typed for one paper from one address.
    pub(crate) const OWNER: &'static str = "owner";
    /// Codes typed from one address, for whatever paper: many people may share it.
    pub(crate) const OWNER_ADDRESS: &'static str = "owner_address";
    /// Codes typed for one paper, from whatever address.
    pub(crate) const OWNER_PAPER: &'static str = "owner_paper";

    /// Lets an address in, whatever the account. One from which too many failed is let in slowly all the same
    /// where somebody succeeded of late: an office behind one address is not locked out by one of its own, and
    /// one account is guessed at no more quickly.
    pub(crate) fn admit_address(
        self,
        app: &App,
        what: &'static str,
        address: &str,
    ) -> Result<(), ApiError> {
        let Err(refused) = self.admit(&app.tenant, what, "", address) else {
            return Ok(());
        };
        if !self.is_known(&app.tenant, what, address)? {
            return Err(refused);
        }
        let now = app.rates.now_ms();
        app.rates
            .admit(what, address.to_owned(), Rate::KNOWN_ADDRESS, now)
    }

    /// Lets whoever tries the code of a paper in. Where too many failed, from wherever, the paper is opened slowly:
    /// whoever guesses from many addresses keeps nobody out who holds the code.
    pub(crate) fn admit_paper(self, app: &App, paper: &str) -> Result<(), ApiError> {
        if self
            .admit(&app.tenant, Self::OWNER_PAPER, paper, "")
            .is_ok()
        {
            return Ok(());
        }
        let now = app.rates.now_ms();
        app.rates.admit(
            Self::OWNER_PAPER,
            paper.to_owned(),
            Rate::WATCHED_PAPER,
            now,
        )
    }

    /// Remembers for a day that somebody succeeded from an address.
    pub(crate) fn came_from(
        self,
        tenant: &Tenant,
        what: &str,
        address: &str,
    ) -> Result<(), StoreError> {
        let known = Attempt {
            failures: 1,
            blocked_until: tenant.now(),
        };
        let name = known_as(what);
        tenant
            .database
            .put_attempt(tenant.id(), &name, "", address, known)
    }

    fn is_known(self, tenant: &Tenant, what: &str, address: &str) -> Result<bool, StoreError> {
        let name = known_as(what);
        let known = tenant.database.attempt(tenant.id(), &name, "", address)?;
        let since = tenant.now().0 - known.blocked_until.0;
        Ok(known.failures > 0 && since < KNOWN_MS)
    }

    /// Turns the request away unlooked at if this pair failed too often.
    pub(crate) fn admit(
        self,
        tenant: &Tenant,
        what: &str,
        account: &str,
        address: &str,
    ) -> Result<(), ApiError> {
        let now = tenant.now();
        let attempt = tenant
            .database
            .attempt(tenant.id(), what, account, address)?;
        if now < attempt.blocked_until {
            let wait = attempt.blocked_until.0 - now.0;
            return Err(ApiError::too_many(u64::try_from(wait).unwrap_or(1_000)));
        }
        Ok(())
    }

    /// Counts a failure.
    pub(crate) fn failed(
        self,
        tenant: &Tenant,
        what: &str,
        account: &str,
        address: &str,
    ) -> Result<(), StoreError> {
        let before = tenant
            .database
            .attempt(tenant.id(), what, account, address)?;
        let failures = before.failures.saturating_add(1);
        // Without a wait the time of the failure stands there, by which it is forgotten one day.
        let wait = wait_after(failures, free(what)).unwrap_or(0);
        let blocked_until = tenant.now().plus_ms(wait);
        let attempt = Attempt {
            failures,
            blocked_until,
        };
        tenant
            .database
            .put_attempt(tenant.id(), what, account, address, attempt)
    }

    /// Forgets the failures after a success.
    pub(crate) fn succeeded(
        self,
        tenant: &Tenant,
        what: &str,
        account: &str,
        address: &str,
    ) -> Result<(), StoreError> {
        if tenant
            .database
            .attempt(tenant.id(), what, account, address)?
            .failures
            == 0
        {
            return Ok(());
        }
        tenant
            .database
            .put_attempt(tenant.id(), what, account, address, Attempt::default())
    }
}

/// Under which name it is remembered that somebody succeeded.
fn known_as(what: &str) -> String {
    format!("{what}_known")
}

/// Many people share one address: it may fail more often than one account.
fn free(what: &str) -> u32 {
    match what {
        Throttle::LOGIN_ANY | Throttle::OWNER_ADDRESS => FREE_PER_ADDRESS,
        Throttle::OWNER_PAPER => FREE_PER_PAPER,
        _ => FREE,
    }
}

fn wait_after(failures: u32, free: u32) -> Option<i64> {
    let costly = failures.checked_sub(free + 1)?;
    Some(FIRST_MS.saturating_mul(1 << costly.min(20)).min(LONGEST_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_limit_after_a_few_free_failures() {
        assert_eq!(wait_after(FREE, FREE), None);
        assert_eq!(wait_after(FREE + 1, FREE), Some(FIRST_MS));
        assert_eq!(wait_after(FREE + 3, FREE), Some(4 * FIRST_MS));
        assert_eq!(wait_after(u32::MAX, FREE), Some(LONGEST_MS));
    }
}
