//! Webhooks（事件推送）: what happens to hazards and major cases is told to receivers that the
//! configuration names, out of the log itself: signed, retried, and to no internal address.

mod address;
mod choice;
mod duty;
mod message;
mod receiver;
mod state;
mod transport;

pub(crate) use address::is_internal;
pub use choice::{WebhookChoice, WebhookEvent};
pub(crate) use duty::WebhookDuty;
pub(crate) use state::{WEBHOOK_SETTINGS, WebhookState, webhook_setting};
