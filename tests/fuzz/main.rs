//! Every decoder against its seed corpus and many small changes of it, on the stable toolchain.
//! `make fuzz` runs the same targets under a coverage-guided fuzzer.

mod corpus;
mod mutations;
mod targets;

use std::panic::catch_unwind;

use targets::{Target, targets};

/// Changes tried per seed; `WANGGE_CHANGES` asks for more of them, `WANGGE_FROM` for later ones.
const CHANGES: u32 = 400;

fn asked(name: &str, otherwise: u32) -> u32 {
    let text = std::env::var(name).ok();
    text.and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Gives how many inputs of how many seeds were tried.
fn replay(name: &str, target: Target) -> (u64, usize) {
    let seeds = corpus::seeds(name);
    assert!(!seeds.is_empty(), "{name} has no seeds");
    let mut tried = 0_u64;
    for (file, seed) in &seeds {
        let mut run = |bytes: &[u8]| {
            tried += 1;
            let outcome = catch_unwind(|| target(bytes));
            assert!(
                outcome.is_ok(),
                "{name} panics on a change of {file}: {bytes:02x?}"
            );
        };
        run(seed);
        let from = asked("WANGGE_FROM", 0);
        for change in from..from.saturating_add(asked("WANGGE_CHANGES", CHANGES)) {
            run(&mutations::changed(seed, &seeds, change));
        }
    }
    (tried, seeds.len())
}

#[test]
fn no_decoder_panics_on_its_corpus_or_on_changes_of_it() {
    for (name, target) in targets() {
        let (tried, seeds) = replay(name, target);
        eprintln!("{name}: {tried} inputs of {seeds} seeds, no panic");
        assert!(tried > 0);
    }
}

/// `WANGGE_BLESS=1` writes the seeds that a program makes into `fixtures/fuzz`, for `make fuzz`, which
/// starts from files alone.
#[test]
fn made_seeds_can_be_written() {
    if std::env::var_os("WANGGE_BLESS").is_some() {
        let written = corpus::write_made().expect("the fixtures can be written");
        assert_eq!(written, 6);
    }
}

#[test]
fn links_and_codes_are_read_without_panic() {
    let link = "wangge://enroll?relay=https%3A%2F%2F192.168.1.5%3A7443&pin=".to_owned()
        + &"0f".repeat(32)
        + "&root="
        + &"ab".repeat(32)
        + "&code=0123456789ABCDEFGHJKMNPQRS";
    replay_link(&link);
    replay_link("wangge://lease?x=omF4WAA");
    replay_link("wangge://enroll?relay=https%3A%2F%2F[::1]%3A7443&pin=%zz&code=%00");
}

fn replay_link(link: &str) {
    let seeds = vec![("link".to_owned(), link.as_bytes().to_vec())];
    for change in 0..2_000 {
        let bytes = mutations::changed(link.as_bytes(), &seeds, change);
        let text = String::from_utf8_lossy(&bytes);
        let _read = text.parse::<wangge_mobile_core::EnrollmentLink>();
    }
}
