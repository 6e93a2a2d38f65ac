//! What is held about a person（个人信息查阅）: who may ask for it (PIPL 45) gets one file that says what stands
//! where, with as little of anybody else as can be.

mod asked;
mod directory;
mod file;
mod found;
mod gather;
mod records;
mod refusal;
mod registers;
mod reporters;
mod request;
mod requests;
mod text;

pub(crate) use file::pack;
pub(crate) use gather::what_is_held;
pub(crate) use refusal::{AccessFailure, AccessRefusal};
pub use request::AccessRequest;
pub(crate) use requests::{PersonalRequest, overdue_requests, personal_requests};

#[cfg(test)]
mod tests;
