//! Courier files（信使文件）: what a phone and its relay say to each other when there is no network
//! between them, carried by hand. Only framing, signing and limits stand here; encryption and
//! files are the caller's.
//!
//! A file: [`CourierCover`], the encrypted body it speaks of, and the stamps of relays that
//! carried it on. The body of a letter: length and bytes of a [`CourierSeal`] over a
//! [`CourierLetter`], zstd, then the photos that the letter lists. The body of an answer: a
//! [`CourierSeal`] over a [`CourierAnswer`], zstd.

mod answer;
mod cover;
mod error;
mod letter;
mod seal;
mod stamp;

pub use answer::CourierAnswer;
pub use cover::{CourierCover, CourierKind};
pub use error::CourierError;
pub use letter::{CarriedBlob, CourierLetter};
pub use seal::{CourierPaper, CourierSeal};
pub use stamp::{CarriedStamp, Stamp};
