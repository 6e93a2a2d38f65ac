//! Courier files（信使文件）on the phone: writing letters, reading answers.

mod answer;
mod letter;

pub(crate) use answer::{Reply, open_reply, refused};
pub(crate) use letter::write_letter;
