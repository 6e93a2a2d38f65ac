//! The papers（文书）: each a short function from a case file to a [`crate::Paper`].

mod board;
mod commitment;
mod dossier;
mod form;
mod hazard_table;
mod inspection_record;
mod letter;
mod notice;
mod photo_figures;
mod recheck_opinion;
mod responsibility;
mod service;
mod signatures;
mod supervision_order;
mod timeline;
mod transfer;
mod words;
mod zone_card;

pub use board::{Board, board_paper};
pub use commitment::{Commitment, commitment_paper};
pub use dossier::dossier_paper;
pub use inspection_record::inspection_record_paper;
pub use letter::Letter;
pub use notice::{major_notice_paper, notice_paper};
pub use recheck_opinion::recheck_opinion_paper;
pub use responsibility::{ResponsibilityLetter, responsibility_paper};
pub use supervision_order::supervision_order_paper;
pub use transfer::transfer_paper;
pub use zone_card::{ZoneCard, ZonePremises, zone_card_paper};
