//! The papers（文书）: each a short function from a case file to a [`crate::Paper`].

mod answerable;
mod authority;
mod board;
mod case_bundle;
mod case_papers;
mod circular;
mod commitment;
mod dossier;
mod dossier_cases;
mod ended;
mod field_edits;
mod form;
mod grade;
mod hazard_table;
mod inspection_record;
mod inspector_certificate;
mod interim_measures;
mod issued;
mod letter;
mod letter_of;
mod major_grounds;
mod notice;
mod order_of;
mod owner_code;
mod paper_number;
mod photo_figures;
mod recheck_opinion;
mod responsibility;
mod same_files;
mod served_to;
mod service;
mod signatures;
mod signed_acts;
mod snapshot;
mod supervision_order;
#[cfg(test)]
mod test_kit;
mod timeline;
mod transfer;
mod transfer_of;
mod unproven_power;
mod what_follows;
mod words;
mod zone_card;

pub use board::{Board, board_paper};
pub use case_bundle::{CaseBundle, case_bundle_paper};
pub use circular::circular_paper;
pub use commitment::{Commitment, commitment_paper};
pub use dossier::dossier_paper;
pub use ended::ended_marks;
pub use inspection_record::inspection_record_paper;
pub use letter::Letter;
pub use letter_of::{commitment_of, promise_of, responsibility_of};
pub use notice::{
    major_notice_paper, notice_paper, notice_paper_of_before, notice_paper_without_measures,
};
pub use order_of::order_of;
pub use recheck_opinion::{recheck_opinion_of_before, recheck_opinion_paper};
pub use responsibility::{ResponsibilityLetter, responsibility_paper};
pub use snapshot::snapshot_paper;
pub use supervision_order::supervision_order_paper;
pub use transfer::transfer_paper;
pub use transfer_of::transfer_of;
pub use unproven_power::without_unproven_marks;
pub use zone_card::{ZoneCard, ZonePremises, zone_card_paper};
