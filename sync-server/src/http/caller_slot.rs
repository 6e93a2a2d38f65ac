use std::sync::{Arc, OnceLock};

use axum::http::request::Parts;
use wangge_domain::UserId;

/// Who a request turned out to come from（调用人）, told by the door to whoever writes the audit log.
#[derive(Clone, Default)]
pub(crate) struct CallerSlot(Arc<OnceLock<UserId>>);

impl CallerSlot {
    /// The caller, once a door has let somebody through.
    pub(super) fn get(&self) -> Option<UserId> {
        self.0.get().copied()
    }

    /// Says who it is. A second door of the same request says the same.
    pub(super) fn tell(parts: &Parts, user: UserId) {
        if let Some(slot) = parts.extensions.get::<Self>() {
            let _same = slot.0.set(user);
        }
    }
}

/// The reason that a person gave for what they asked, for the audit log（事由）.
#[derive(Clone, Debug)]
pub(crate) struct GivenReason(pub(crate) String);
