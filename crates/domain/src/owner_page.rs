//! The owner's page（业主反馈页）: whoever holds a notice sends what was done, by a one-time code that
//! stands on the paper (S4-06).
//!
//! The code follows from the envelope that issued the notice, so a phone prints it offline and the
//! relay knows it as soon as it knows the notice; nothing new travels. Whoever may read the log may
//! know it: those are the people who may print the notice too. A recheck that failed begins a new
//! round with a code of its own, which stands on the opinion of the recheck.

mod check;
mod code;
mod refusal;

pub use check::check_owner_code;
pub use code::{current_owner_code, owner_code, spaced};
pub use refusal::OwnerPageRefusal;

#[cfg(test)]
mod tests;
