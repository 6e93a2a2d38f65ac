//! Registers of cases（案件与登记册）: what is drawn up over many records, as pure functions.

mod agenda;
mod assets;
mod batch;
mod broadcast;
mod call_time;
mod complaint_file;
mod coverage;
mod hazard_line;
mod receipts;
mod self_check;
mod transfer;

pub use agenda::long_open;
pub use assets::{AssetLine, AssetRate, asset_rates};
pub use batch::{VillageBatch, monthly_batches};
pub use broadcast::broadcast_text;
pub use call_time::call_time;
pub use complaint_file::{
    Complaint, ComplaintFileError, ComplaintRow, read_complaints, unknown_columns,
};
pub use coverage::{LetterCoverage, LetterLine, letter_coverage};
pub use hazard_line::HazardLine;
pub use receipts::{Delivery, Receipt, delivery};
pub use self_check::{SelfCheckComparison, SelfCheckPair, compare_self_check, owner_check};
pub use transfer::{TransferLine, TransferState, transfer_list};

#[cfg(test)]
mod tests;
