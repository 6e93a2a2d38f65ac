//! Backups in links（链式备份）: encrypted parts in a store of objects, one manifest per link, each
//! naming the hash of the one before. `docs/adr/0010-backups.md` says why they look so.

mod chain;
mod duty;
mod files;
mod heads;
mod key;
mod link;
mod pages;
mod place;
mod prune;
mod rebuild;
mod sealing;
mod shipper;
mod shipping;
mod state;
mod trial;

pub(crate) use chain::Chain;
pub(crate) use duty::BackupDuty;
pub use key::new_backup_key;
pub(crate) use key::read_backup_key;
pub(crate) use link::holds_links;
pub(crate) use place::PartPlace;
pub use prune::PruneReport;
pub(crate) use prune::prune;
pub(crate) use rebuild::{Rebuilt, rebuild};
pub(crate) use shipper::Shipper;
pub use shipping::ShipReport;
pub(crate) use trial::{TRIAL_KEY, TrialReport};

/// Hears how far a long job is: what is done, how much of it, of how much.
pub(crate) type Progress<'a> = &'a (dyn Fn(&str, u64, u64) + Sync);
