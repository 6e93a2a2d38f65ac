//! After a restore: devices bring back what the backup did not have（回灌）.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use serde::{Deserialize, Serialize};
use wangge_domain::control::ControlState;
use wangge_domain::{DeviceId, TenantId, Timestamp, UserId};
use wangge_protocol::{Page, SyncResponse};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::{Healed, Hearing, heal, hearing};
use wangge_sync_engine::store::StoreError;

use crate::store::{JobNote, RelayDatabase};
use crate::tenant::Tenant;

/// Setting that holds how far healing is; empty: the relay is whole.
pub(crate) const HEALING_KEY: &str = "healing";

/// Setting that holds when healing began last, milliseconds since 1970.
const BEGAN_KEY: &str = "healing_began";

/// How far the healing of a restored relay is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HealingState {
    /// When it began, by the relay's clock.
    pub(crate) since: i64,
    /// Devices that have not been heard from since, `device/user`.
    pub(crate) waiting: BTreeSet<String>,
    /// Those among them that hold rows which this relay did not know when they last came.
    #[serde(default)]
    pub(crate) owing: BTreeSet<String>,
    /// Rows that came back as they were.
    pub(crate) restored: u64,
    /// Rows that were decided anew.
    pub(crate) decided_anew: u64,
    /// When the newest row was received that was here as it began: what comes back is of later. `None`:
    /// it began under a program that did not note it, or with nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) whole_until: Option<Timestamp>,
}

impl HealingState {
    /// Healing that waits for every device that may write.
    pub(crate) fn begun(now: Timestamp, control: &ControlState) -> Self {
        let devices = control.devices.iter();
        Self {
            since: now.0,
            waiting: devices
                .filter(|(_, held)| held.revoked.is_none() && !held.enrollment.relay_service)
                .map(|((device, user), _)| name(*device, *user))
                .collect(),
            ..Self::default()
        }
    }
}

/// Begins healing and a new epoch in a store that was put back without a word（未告知的恢复）. False:
/// healing is under way.
pub(crate) fn begin_untold(
    database: &dyn RelayDatabase,
    tenant: TenantId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if database
        .setting(tenant, HEALING_KEY)?
        .is_some_and(|text| !text.is_empty())
    {
        return Ok(false);
    }
    let control = ControlState::fold(&database.turn(tenant)?.control_rows_after(0)?);
    let state = HealingState {
        whole_until: newest_row(database, tenant)?,
        ..HealingState::begun(now, &control)
    };
    tracing::warn!(
        waiting = state.waiting.len(),
        "the database is behind what was seen of it: it was put back, and devices bring back the rest"
    );
    // First healing, then the epoch: no number is given in between.
    write_state(database, tenant, Some(&state))?;
    database.begin_epoch(tenant)?;
    let note = JobNote {
        at: now,
        job: "healing".to_owned(),
        note: format!(
            "began: the database is behind what was seen of it; {} devices are waited for",
            state.waiting.len()
        ),
    };
    database.note_job(tenant, &note)?;
    Ok(true)
}

fn write_state(
    database: &dyn RelayDatabase,
    tenant: TenantId,
    state: Option<&HealingState>,
) -> Result<(), StoreError> {
    let text = match state {
        Some(state) => {
            database.set_setting(tenant, BEGAN_KEY, &state.since.to_string())?;
            serde_json::to_string(state).map_err(|error| StoreError::Failed(error.to_string()))?
        }
        None => String::new(),
    };
    database.set_setting(tenant, HEALING_KEY, &text)
}

fn newest_row(
    database: &dyn RelayDatabase,
    tenant: TenantId,
) -> Result<Option<Timestamp>, StoreError> {
    let cut = database.heads(tenant)?;
    let store = database.turn(tenant)?;
    let mut newest: Option<Timestamp> = None;
    for stream in cut.0.keys() {
        newest = newest.max(store.head(*stream)?.map(|head| head.received_at));
    }
    Ok(newest)
}

fn name(device: DeviceId, user: UserId) -> String {
    format!("{device}/{user}")
}

impl Tenant {
    /// Whether devices are still bringing back what a restore lost.
    pub(crate) fn is_healing(&self) -> Result<bool, StoreError> {
        if !self.healing.load(Ordering::Acquire) {
            return Ok(false);
        }
        // Another process may have ended it.
        let healing = self.healing_state()?.is_some();
        self.healing.store(healing, Ordering::Release);
        Ok(healing)
    }

    /// Since when devices have been bringing back what a restore lost.
    pub(crate) fn healing_since(&self) -> Result<Option<Timestamp>, StoreError> {
        if !self.is_healing()? {
            return Ok(None);
        }
        Ok(self.healing_state()?.map(|state| Timestamp(state.since)))
    }

    /// When the newest row that is here was received.
    pub(crate) fn newest_row(&self) -> Result<Option<Timestamp>, StoreError> {
        newest_row(self.database.as_ref(), self.id())
    }

    /// Begins healing because a witness told of rows that are not here. False: it is under way, or
    /// began after what the witness saw.
    pub(crate) fn begin_healing_by(&self, seen_at: Timestamp) -> Result<bool, StoreError> {
        let (database, id) = (self.database.as_ref(), self.id());
        let began = database.setting(id, BEGAN_KEY)?;
        let began: Option<i64> = began.and_then(|text| text.parse().ok());
        if began.is_some_and(|began| began >= seen_at.0) {
            return Ok(false);
        }
        let begun = begin_untold(database, id, self.now())?;
        self.healing.store(true, Ordering::Release);
        Ok(begun)
    }

    /// How far healing is; `None`: the relay is whole.
    pub(crate) fn healing_state(&self) -> Result<Option<HealingState>, StoreError> {
        let text = self.database.setting(self.id(), HEALING_KEY)?;
        let text = text.filter(|text| !text.is_empty());
        Ok(text.map(|text| serde_json::from_str(&text).unwrap_or_default()))
    }

    /// Sees that another relay of the same store began or ended it.
    pub(crate) fn look_for_healing(&self) -> Result<(), StoreError> {
        let healing = self.healing_state()?.is_some();
        self.healing.store(healing, Ordering::Release);
        Ok(())
    }

    /// Keeps how far healing is; `None` ends it.
    pub(crate) fn set_healing(&self, state: Option<&HealingState>) -> Result<(), StoreError> {
        write_state(self.database.as_ref(), self.id(), state)?;
        self.healing.store(state.is_some(), Ordering::Release);
        Ok(())
    }

    /// Takes back pages that this relay once signed, the control stream first. If any of them
    /// held what is not here, the relay was restored without being told: healing begins before the
    /// first of them is kept, so that no number is given in between, be it after a crash.
    pub(crate) fn take_back(&self, pages: &[Page]) -> Result<(), RelayError> {
        let stream = self.control_stream();
        let before = self.control()?;
        // It is asked for only where healing may begin by this.
        let newest = if pages.is_empty() || self.is_healing()? {
            None
        } else {
            self.newest_row()?
        };
        let mut sum = Healed::default();
        for first in [true, false] {
            for page in pages.iter().filter(|page| (page.stream == stream) == first) {
                let is_ours = self.is_certified(&page.relay_key)?;
                let healed = self.turn(|context| {
                    let (healed, commit) = heal(context, page, &|_| is_ours)?;
                    if healed != Healed::default() && self.healing_state()?.is_none() {
                        self.set_healing(Some(&HealingState {
                            whole_until: newest,
                            ..HealingState::begun(self.now(), context.control)
                        }))?;
                    }
                    Ok((healed, commit))
                })?;
                sum.restored += healed.restored;
                sum.decided_anew += healed.decided_anew;
            }
        }
        if sum == Healed::default() {
            return Ok(());
        }
        tracing::warn!(
            restored = sum.restored,
            decided_anew = sum.decided_anew,
            "a device brought back what this relay had lost"
        );
        let control = self.control()?;
        let begun = || HealingState {
            whole_until: newest,
            ..HealingState::begun(self.now(), &control)
        };
        let mut state = self.healing_state()?.unwrap_or_else(begun);
        // Who comes back with the control stream may hold rows of after the backup too.
        let all = HealingState::begun(self.now(), &control).waiting;
        let known = HealingState::begun(self.now(), &before).waiting;
        state.waiting.extend(all.difference(&known).cloned());
        state.restored += sum.restored;
        state.decided_anew += sum.decided_anew;
        Ok(self.set_healing(Some(&state))?)
    }

    /// A device that knows nothing that the relay does not is waited for no longer; one that was
    /// seen to hold unknown rows only when it stands level, since on its way it names earlier
    /// places. With the last of them healing ends.
    pub(crate) fn heard_from(
        &self,
        device: DeviceId,
        user: UserId,
        response: &SyncResponse,
    ) -> Result<(), RelayError> {
        let heard = hearing(response);
        self.owing.hear(device, user, heard);
        if heard == Hearing::Unclear || !self.is_healing()? {
            return Ok(());
        }
        let Some(mut state) = self.healing_state()? else {
            return Ok(());
        };
        let who = name(device, user);
        if heard == Hearing::Owes {
            if state.waiting.contains(&who) && state.owing.insert(who) {
                self.set_healing(Some(&state))?;
            }
            return Ok(());
        }
        let still_owes = heard == Hearing::Follows && state.owing.contains(&who);
        if still_owes || !state.waiting.remove(&who) {
            return Ok(());
        }
        state.owing.remove(&who);
        if !state.waiting.is_empty() {
            return Ok(self.set_healing(Some(&state))?);
        }
        self.end_healing("every device was heard from", &state)?;
        Ok(())
    }

    /// Ends healing: numbers are given and deadlines looked at again.
    pub(crate) fn end_healing(&self, why: &str, state: &HealingState) -> Result<(), StoreError> {
        let note = JobNote {
            at: self.now(),
            job: "healing".to_owned(),
            note: format!(
                "ended: {why}; {} rows came back, {} were decided anew, {} devices missing",
                state.restored,
                state.decided_anew,
                state.waiting.len()
            ),
        };
        self.database.note_job(self.id(), &note)?;
        self.set_healing(None)
    }
}
