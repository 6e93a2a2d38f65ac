//! Double random draws（双随机抽查）of S2-17: from the census to the inputs that are announced, and
//! the acts on a draw, the same for the command line and for the API.

mod announce;
mod failure;
mod inputs;
mod office;
mod replace;
mod request;
mod reveal;
mod sealing;
mod withdraw;

pub(crate) use failure::DrawFailure;
pub(crate) use office::DrawOffice;
pub use request::DrawRequest;
