//! Courier files（信使文件）at the relay: letters that phones send by hand are decided as if they had
//! come by network, and answered in a file; what is for another relay is carried on.

mod answer;
mod carry;
mod file;
mod import;
mod key;
mod photos;

pub use answer::CourierAnswerReport;
pub use carry::CarriedFile;
pub use import::CourierImport;

pub(crate) use key::publish_recipient;
