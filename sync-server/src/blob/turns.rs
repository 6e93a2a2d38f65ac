use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, OwnedMutexGuard};
use uuid::Uuid;

/// How long a newcomer waits for the one before it to let go.
const WAIT: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Slot {
    lock: Arc<tokio::sync::Mutex<()>>,
    newcomer: Arc<Notify>,
}

/// One request at a time per upload. A newcomer asks the one before it to stop: as a rule that
/// one hangs on a connection which the phone has long lost.
#[derive(Default)]
pub(super) struct Turns {
    slots: Mutex<HashMap<Uuid, Arc<Slot>>>,
}

/// The turn of one request.
pub(super) struct Turn {
    _guard: OwnedMutexGuard<()>,
    newcomer: Arc<Notify>,
}

impl Turns {
    /// Waits for the turn. `None`: the one before it does not let go.
    pub(super) async fn take(&self, upload: Uuid) -> Option<Turn> {
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            // Slots that nobody holds are forgotten as new ones come.
            slots.retain(|id, slot| *id == upload || Arc::strong_count(slot) > 1);
            Arc::clone(slots.entry(upload).or_default())
        };
        slot.newcomer.notify_waiters();
        let lock = Arc::clone(&slot.lock).lock_owned();
        let guard = tokio::time::timeout(WAIT, lock).await.ok()?;
        Some(Turn {
            _guard: guard,
            newcomer: Arc::clone(&slot.newcomer),
        })
    }
}

impl Turn {
    /// Resolves when another request for the same upload came.
    pub(super) async fn superseded(&self) {
        self.newcomer.notified().await;
    }
}
