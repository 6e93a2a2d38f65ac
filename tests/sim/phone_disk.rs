use std::collections::BTreeMap;
use std::sync::Arc;

use wangge_domain::record::Content;
use wangge_domain::{Digest, RecordId, StreamId};
use wangge_mobile_core::simulation::PhoneStore;
use wangge_protocol::{EnvelopeId, Refusal};
use wangge_sync_engine::store::{ClientStore, Identity, MemoryClientStore, StoreError};

use crate::chance::Chance;
use crate::disk::{CrashDisk, Loss, Losses, Trouble};

const KEY: [u8; 32] = [0x4b; 32];

/// What a phone keeps its data on: the real encrypted database on a disk that loses power, or
/// memory, which is quicker.
pub(crate) enum PhoneDisk {
    Memory(Arc<MemoryClientStore>),
    Real {
        disk: Arc<CrashDisk>,
        store: PhoneStore,
    },
}

/// A record as a store shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) stream: StreamId,
    pub(crate) content: Content,
    pub(crate) heads: Vec<Digest>,
    pub(crate) status: String,
}

impl PhoneDisk {
    /// The disk of a phone that has just been enrolled.
    pub(crate) fn enrolled(identity: Identity, is_real: bool) -> Self {
        if !is_real {
            return Self::Memory(Arc::new(MemoryClientStore::new(identity)));
        }
        let disk = CrashDisk::new();
        let store = PhoneStore::open(&disk.database(), KEY).expect("a fresh database opens");
        store.enroll(identity).expect("an empty disk takes it");
        Self::Real { disk, store }
    }

    /// What the engine works on.
    pub(crate) fn client(&self) -> Arc<dyn ClientStore> {
        match self {
            Self::Memory(store) => Arc::clone(store) as _,
            Self::Real { store, .. } => store.client(),
        }
    }

    /// A copy of everything, as a backup of the phone holds it. What the engine worked on before
    /// is closed: take [`PhoneDisk::client`] again.
    pub(crate) fn copy(&mut self) -> Self {
        match self {
            Self::Memory(store) => Self::Memory(Arc::new(store.image())),
            Self::Real { disk, store } => {
                store.close();
                let copy = CrashDisk::with(&disk.files());
                *store = PhoneStore::open(&disk.database(), KEY).expect("it was open before");
                let store = PhoneStore::open(&copy.database(), KEY).expect("the same files");
                Self::Real { disk: copy, store }
            }
        }
    }

    /// Own envelopes that are refused or set apart.
    pub(crate) fn refused(&self) -> BTreeMap<EnvelopeId, Refusal> {
        match self {
            Self::Memory(store) => {
                let refused = store.refused().into_iter();
                refused.map(|it| (it.envelope.id(), it.reason)).collect()
            }
            Self::Real { store, .. } => store.refused().unwrap_or_default(),
        }
    }

    /// All records as last committed.
    pub(crate) fn shown(&self) -> BTreeMap<RecordId, Shown> {
        match self {
            Self::Memory(store) => store
                .records()
                .into_iter()
                .map(|it| {
                    let shown = Shown {
                        stream: it.stream,
                        status: it.state.status.as_str().to_owned(),
                        content: it.content,
                        heads: it.heads,
                    };
                    (it.record, shown)
                })
                .collect(),
            Self::Real { store, .. } => {
                let shown = store.shown().unwrap_or_default().into_iter();
                shown
                    .map(|(record, it)| {
                        let shown = Shown {
                            stream: it.stream,
                            content: it.content,
                            heads: it.heads,
                            status: it.status,
                        };
                        (record, shown)
                    })
                    .collect()
            }
        }
    }

    /// Plans that something goes wrong at one of the next accesses. Gives its name.
    pub(crate) fn trouble(&self, chance: &mut Chance) -> &'static str {
        let Self::Real { disk, .. } = self else {
            if let Self::Memory(store) = self {
                store.fail_commit(StoreError::Failed("the flash is worn out".to_owned()));
            }
            return "phone commit failed";
        };
        let after = u64::try_from(chance.below(24)).unwrap_or(0);
        let (name, make): (_, fn(u64) -> Trouble) = match chance.below(20) {
            0..=11 => ("power cut", Trouble::PowerAt),
            12..=14 => ("write or sync failed", Trouble::FailAt),
            15 | 16 => ("disk full for a moment", Trouble::FullAt),
            17 | 18 => ("disk full", Trouble::FullFrom),
            _ => ("reading failed", Trouble::ReadAt),
        };
        disk.plan(make, after);
        name
    }

    /// Ends what was planned. True if it was met.
    pub(crate) fn calm(&self) -> bool {
        match self {
            Self::Memory(_) => false,
            Self::Real { disk, .. } => disk.calm() > 0,
        }
    }

    /// The phone has no power.
    pub(crate) fn is_off(&self) -> bool {
        matches!(self, Self::Real { disk, .. } if disk.is_off())
    }

    /// Cuts the power now.
    pub(crate) fn cut(&self) {
        if let Self::Real { disk, .. } = self {
            disk.cut();
        }
    }

    /// Closes the database and opens it again, as an app does that was suspended.
    pub(crate) fn suspend(&mut self) -> Result<(), String> {
        if let Self::Real { disk, store } = self {
            store.close();
            if disk.is_off() {
                return Err("no power".to_owned());
            }
            *store = PhoneStore::open(&disk.database(), KEY)?;
        }
        Ok(())
    }

    /// The phone is switched on again: what the power cut left is opened. `again`: the power goes
    /// once more while it is opened.
    pub(crate) fn restart(&mut self, loss: Loss, again: Option<u64>) -> Result<Losses, String> {
        let Self::Real { disk, store } = self else {
            return Ok(Losses::new());
        };
        store.close();
        let mut losses = disk.restart(loss);
        if let Some(after) = again {
            disk.plan(Trouble::PowerAt, after);
            let opened = PhoneStore::open(&disk.database(), KEY);
            if let Ok(opened) = opened {
                opened.close();
            }
            if disk.calm() > 0 {
                *losses.entry("power cut in opening").or_default() += 1;
            }
            if disk.is_off() {
                for (what, count) in disk.restart(loss) {
                    *losses.entry(what).or_default() += count;
                }
            }
        }
        *store = PhoneStore::open(&disk.database(), KEY)?;
        Ok(losses)
    }

    /// Whether every page authenticates and the structure holds.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::Real { store, .. } => store.check(),
        }
    }
}

impl Drop for PhoneDisk {
    fn drop(&mut self) {
        if let Self::Real { disk, store } = self {
            store.close();
            disk.discard();
        }
    }
}
