//! What an envelope costs the relay in time, whatever it holds: crafted ones and the largest that is legal,
//! from the bytes of the push to its verdict, on one thread with the store in memory.
//!
//! Prints one JSON object: milliseconds by name, the median and the greatest of several runs.

#[path = "../gate/inputs.rs"]
mod inputs;

use std::error::Error;
use std::io::Write as _;
use std::time::Instant;

use inputs::{author, inputs};
use wangge_protocol::{Batch, Envelope, decode, encode};

/// Runs of each, on a fresh relay every time.
const RUNS: usize = 21;

fn main() -> Result<(), Box<dyn Error>> {
    let mut figures = serde_json::Map::new();
    for input in inputs() {
        let push = encode(&Batch::pack(&[input.envelope]));
        let mut times = Vec::with_capacity(RUNS);
        for _ in 0..RUNS {
            let (world, phone) = author();
            let start = Instant::now();
            let batch: Batch = decode(&push)?;
            let envelopes: Vec<Envelope> = batch.unpack()?.into_iter().collect::<Result<_, _>>()?;
            let verdicts = world.push(&phone, &envelopes);
            times.push(start.elapsed().as_secs_f64() * 1000.0);
            assert_eq!(verdicts.len(), 1, "each has its verdict");
        }
        times.sort_by(f64::total_cmp);
        let round = |milliseconds: f64| (milliseconds * 100.0).round() / 100.0;
        let figure = serde_json::json!({
            "is_legal": input.is_legal,
            "push_bytes": push.len(),
            "median_ms": round(times[RUNS / 2]),
            "greatest_ms": round(times[RUNS - 1]),
        });
        figures.insert(input.name.to_owned(), figure);
    }
    let text = serde_json::to_string_pretty(&figures)?;
    writeln!(std::io::stdout(), "{text}")?;
    Ok(())
}
