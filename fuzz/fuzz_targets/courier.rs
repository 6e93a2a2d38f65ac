#![no_main]
//! `courier`: the targets stand in `tests/fuzz/targets.rs`, where an ordinary test replays them.

#[path = "../../tests/fuzz/targets.rs"]
mod targets;

use std::sync::LazyLock;

static TARGET: LazyLock<targets::Target> = LazyLock::new(|| targets::named("courier"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| TARGET(bytes));
