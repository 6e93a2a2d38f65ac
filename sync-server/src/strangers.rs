use serde::{Deserialize, Serialize};
use wangge_domain::DeviceId;
use wangge_sync_engine::relay::Untraced;
use wangge_sync_engine::store::StoreError;

use crate::quarantine::refusal_code;
use crate::refusal_text::refusal_text;
use crate::tenant::Tenant;

/// Setting that holds the list.
const STRANGERS_KEY: &str = "strangers";
/// Entries kept: of more the one that was seen longest ago goes.
const MOST: usize = 100;

/// What was brought and left neither bytes nor a place in any log（来历不明的信封）: of an unknown stream
/// or device, under a key that nobody enrolled, or no envelope at all. One entry by key and reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stranger {
    /// Id of the newest such envelope; empty: it could not be read.
    pub envelope: String,
    /// The key that it was sealed with, in hexadecimal digits; empty: it could not be read.
    pub public_key: String,
    /// Device that brought it.
    pub brought_by: String,
    /// Code of the reason.
    pub reason: String,
    /// The reason in words.
    pub reason_text: String,
    /// How often; between two powers of two it is as good as the last that was written down.
    pub count: u64,
    /// When the first came, milliseconds since 1970.
    pub first_at: i64,
    /// When the last came that was written down.
    pub last_at: i64,
}

impl Tenant {
    /// What left no trace, the newest first.
    pub(crate) fn strangers(&self) -> Result<Vec<Stranger>, StoreError> {
        let text = self.database.setting(self.id(), STRANGERS_KEY)?;
        let mut list: Vec<Stranger> = text
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        list.sort_by_key(|one| std::cmp::Reverse(one.last_at));
        Ok(list)
    }

    /// Notes what left no trace. Bounded: a flood of the same thing is one entry, written down at
    /// every power of two.
    pub(crate) fn note_strangers(
        &self,
        brought_by: DeviceId,
        found: &[Untraced],
    ) -> Result<(), StoreError> {
        if found.is_empty() {
            return Ok(());
        }
        let mut held = self.strangers_seen();
        if held.is_empty() {
            *held = self.strangers()?;
        }
        let (now, mut is_due) = (self.now().0, false);
        for one in found {
            let key = one.key.map(|key| key.to_hex()).unwrap_or_default();
            let reason = refusal_code(one.reason);
            let envelope = one.envelope.map(|id| id.to_string()).unwrap_or_default();
            let known = held
                .iter_mut()
                .find(|it| it.public_key == key && it.reason == reason);
            if let Some(known) = known {
                known.count = known.count.saturating_add(1);
                (known.envelope, known.last_at) = (envelope, now);
                is_due |= known.count.is_power_of_two();
                continue;
            }
            if held.len() >= MOST {
                let oldest = (0..held.len()).min_by_key(|at| held[*at].last_at);
                if let Some(at) = oldest {
                    held.swap_remove(at);
                }
            }
            let (zh, en) = refusal_text(one.reason);
            held.push(Stranger {
                envelope,
                public_key: key,
                brought_by: brought_by.to_string(),
                reason,
                reason_text: format!("{zh}（{en}）"),
                count: 1,
                first_at: now,
                last_at: now,
            });
            is_due = true;
        }
        if !is_due {
            return Ok(());
        }
        let text =
            serde_json::to_string(&*held).map_err(|error| StoreError::Failed(error.to_string()))?;
        self.database.set_setting(self.id(), STRANGERS_KEY, &text)
    }
}
