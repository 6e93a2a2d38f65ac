//! What the engine asks of storage. Every call can fail; every commit is all or nothing.

mod client_commit;
mod client_store;
mod error;
mod known_record;
mod memory;
mod newest;
mod provisional_use;
mod record_update;
mod relay_commit;
mod relay_store;
mod stream_check;

pub use client_commit::{
    AheadRows, BlankedEnvelope, ClientCommit, DecidedEnvelope, DraftChange, Rewind,
};
pub use client_store::{
    AnchorMemory, ChainTip, ClientStore, Draft, Identity, PendingEnvelope, StoredRecord,
};
pub use error::StoreError;
pub use known_record::KnownRecord;
pub use memory::{MemoryClientStore, MemoryRelayStore, RefusedEnvelope};
pub use provisional_use::{ProvisionalUse, VoidCause};
pub use record_update::RecordUpdate;
pub use relay_commit::{BlankedRow, NumberGrant, QuarantineEntry, RelayCommit, RelayRow};
pub use relay_store::{EnvelopePlace, RelayRecord, RelayStore, StreamHead};
pub use stream_check::StreamCheck;
