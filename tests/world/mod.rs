//! A township to test in: a real relay on port 0, real phones with their encrypted databases,
//! and a browser's JSON client. Time stands still until a test moves it.
#![allow(dead_code, reason = "each test binary uses its own part")]

mod clocks;
mod desk;
mod phone;
mod township_relay;

pub(crate) use clocks::WorldClock;
pub(crate) use desk::Desk;
pub(crate) use phone::Phone;
pub(crate) use township_relay::{World, lies_plain};
