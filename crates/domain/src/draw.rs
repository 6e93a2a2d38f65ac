//! Double random, one publication（双随机、一公开）of S2-17.
//!
//! The office announces the inputs of a draw, the hash of a secret, and a public value that nobody
//! can know yet. On the day it reveals the secret; secret and public value together are the seed.
//! From there everything is computed: who is inspected, by whom, and who steps in for whom. The
//! record only grows, is published as it is, and anybody can run it again to the same bytes.

mod announce;
mod approve;
mod ask;
mod assign;
mod error;
mod inputs;
mod key;
mod own_grid;
mod pool;
mod public_value;
mod record;
mod replace;
mod reveal;
mod rules;
mod secret;
mod select;
mod verify;
mod withdraw;

pub use announce::{Announcing, announce};
pub use approve::{Approving, approve_replacement};
pub use ask::{Asking, ask_replacement};
pub use error::DrawError;
pub use inputs::{
    DrawInputs, DrawInspector, DrawTarget, Exclusion, InspectorOut, Recusal, Stratum,
};
pub(crate) use key::least_key;
pub use key::{inspector_key, target_key};
pub use own_grid::own_grid_recusals;
pub use pool::{InspectorPool, inspector_pool};
pub use public_value::{has_outer_blanks, is_plain_value};
pub use record::{
    Announcement, DrawAct, DrawEntry, DrawRecord, Drawing, Replaced, Replacement,
    ReplacementRequest, Selected, TeamMember, Withdrawal,
};
pub use replace::{Replacing, next_line, replace};
pub use reveal::{Revealing, reveal};
pub use rules::DrawRules;
pub use secret::{DrawSecret, seed};
pub use verify::verify;
pub use withdraw::{Withdrawing, withdraw};

#[cfg(test)]
mod tests;
