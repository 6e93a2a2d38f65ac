//! The console（控制台）: the web pages of supervisors, inside the binary.

mod asset;
mod serve;

pub(crate) use serve::{file, home, index};
