//! What an envelope may cost the relay in memory, whatever it holds: 64 MiB at most, from the bytes of the push
//! to its verdict. Each is decided by a process of its own, so that no memory of the one before hides what
//! it takes, and as the system counts it: what the allocator keeps counts too. The time is printed by
//! `make bench-gate`.

mod inputs;

use std::path::Path;
use std::process::Command;

use inputs::{author, inputs};
use wangge_protocol::{Batch, Envelope, Verdict, decode, encode};
use wangge_tests::process_usage::{ProcessUsage, reset_peak_memory};

/// A push to be decided, in the process that does nothing else.
const PUSH: &str = "WANGGE_GATE_PUSH";
/// What one envelope may take, KiB.
const MOST_KIB: u64 = 64 * 1024;

/// Decides a push, and tells how much memory it took at most and what was said.
fn decide(file: &Path) -> (u64, Verdict) {
    let bytes = std::fs::read(file).expect("the push can be read");
    let (world, phone) = author();
    reset_peak_memory(std::process::id()).expect("it could before");
    let before = ProcessUsage::of_self()
        .peak_memory_kib
        .expect("the system tells");
    let batch: Batch = decode(&bytes).expect("a push reads back");
    let envelopes: Vec<Envelope> = batch
        .unpack()
        .expect("it keeps the limits of a push")
        .into_iter()
        .map(|envelope| envelope.expect("it reads, whatever is in it"))
        .collect();
    let verdict = world.push(&phone, &envelopes).remove(0);
    let after = ProcessUsage::of_self()
        .peak_memory_kib
        .expect("the system tells");
    (after.saturating_sub(before), verdict)
}

#[test]
fn no_envelope_takes_more_memory_than_its_share() {
    if let Some(file) = std::env::var_os(PUSH) {
        let (kib, verdict) = decide(Path::new(&file));
        println!("took {kib} KiB: {verdict:?}");
        assert!(kib <= MOST_KIB, "{kib} KiB");
        return;
    }
    if reset_peak_memory(std::process::id()).is_err() {
        println!("!! this system does not tell a process its peak memory: NOT MEASURED");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (number, input) in inputs().into_iter().enumerate() {
        let file = folder.path().join(number.to_string());
        std::fs::write(&file, encode(&Batch::pack(&[input.envelope]))).unwrap();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "no_envelope_takes_more_memory_than_its_share"])
            .arg("--nocapture")
            .env(PUSH, &file)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        let name = input.name;
        assert!(output.status.success(), "{name}: {said}{errors}");
        let line = said.lines().find_map(|line| line.split_once("took "));
        let (_, took) = line.expect("it says what it took");
        println!("{name}: {took}");
        let is_taken = took.contains("Accepted") || took.contains("NoEffect");
        assert_eq!(is_taken, input.is_legal, "{name}: {took}");
    }
}
