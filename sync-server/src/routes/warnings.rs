//! Warnings: who has them, and the text for the loudspeaker.

mod broadcast;
mod find;
mod receipts;

pub(super) use broadcast::{__path_broadcast, broadcast};
pub(super) use receipts::{__path_receipts, receipts};
