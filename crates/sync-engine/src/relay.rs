//! The relay's side: decide what devices send, give them what they lack.
//!
//! Every function loads through [`crate::store::RelayStore`], decides purely, and gives back a
//! commit that rests on the heads it saw. Nothing here writes.

mod act;
mod ahead;
mod carried;
mod compare;
mod context;
mod control;
mod decide;
mod exchange;
mod extension;
mod facts;
mod heal;
mod hearing;
mod held;
mod lease;
mod log;
mod missing_places;
mod open;
mod owner_feedback;
mod owner_sent;
mod prepared;
mod provisional;
pub(crate) mod pull;
mod receive;
mod record_snapshot;
mod redact;
mod reused_photos;
mod rights;
mod rule;
mod run_jobs;
mod service;
mod time;
mod turn;
mod wanted;

pub use act::{Acted, act, act_together};
pub use carried::{CarriedNews, carried_news, carried_verdicts};
pub use context::{RelayContext, RelayError};
pub use control::{control, control_many, control_rows_of};
pub use exchange::{exchange, exchange_prepared, granted_streams};
pub use extension::learn_extensions;
pub use heal::{Healed, heal};
pub use hearing::{Hearing, hearing};
pub use held::held_points;
pub use lease::{issue_lease, renewed_lease};
pub use missing_places::{MissingPlaces, missing_places};
pub use open::{ServiceEdit, write_and_act};
pub use owner_feedback::{OwnerPhoto, owner_feedback};
pub use owner_sent::owner_sent;
pub use prepared::{
    Prepared, Untraced, prepare, prepare_one, prepare_unverified, unpack_push, untraced,
};
pub use provisional::provisional_uses;
pub use pull::{Pulled, pull};
pub use receive::{admit, judge_again, receive};
pub use record_snapshot::{SnapshotError, record_snapshot};
pub use reused_photos::{PhotoUse, ReusedPhoto, reused_photos};
pub use rights::content_action;
pub use run_jobs::run_jobs;
pub use wanted::Wanted;
