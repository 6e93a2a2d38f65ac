//! A schedule with what it cost.

use anyhow::Result;
use serde_json::{Value, json};
use wangge_tests::process_usage::ProcessUsage;

use super::fleet::Fleet;
use super::schedule::Schedule;
use super::statistics::rounded;
use super::tally::Tally;

/// What came of a schedule, and what it cost.
pub(crate) struct Measured {
    pub(crate) tally: Tally,
    /// Processor time of all relays.
    cpu_seconds: Option<f64>,
    /// Processor time of the generator: with it the machine is shared.
    own_cpu_seconds: Option<f64>,
    /// Greatest memory of each relay.
    memory_kib: Option<Vec<u64>>,
}

impl Measured {
    /// Lets the phones push by a schedule.
    pub(crate) async fn run(fleet: &mut Fleet, schedule: &Schedule) -> Result<Self> {
        fleet.relays.reset_memory();
        let before = fleet.relays.cpu_seconds();
        let own_before = ProcessUsage::of_self().cpu_seconds;
        let tally = fleet.run(schedule).await?;
        Ok(Self {
            tally,
            cpu_seconds: since(before, fleet.relays.cpu_seconds()),
            own_cpu_seconds: since(own_before, ProcessUsage::of_self().cpu_seconds),
            memory_kib: fleet.relays.peak_memory_kib(),
        })
    }

    /// Processor time of the relays for one acknowledged envelope.
    pub(crate) fn cpu_ms_per_envelope(&self) -> Option<f64> {
        let seconds = self.cpu_seconds?;
        (self.tally.envelopes > 0).then(|| seconds * 1000.0 / self.tally.envelopes as f64)
    }

    /// Greatest memory of a relay, MiB.
    pub(crate) fn memory_mib(&self) -> Option<f64> {
        let most = self.memory_kib.as_ref()?.iter().max()?;
        Some(*most as f64 / 1024.0)
    }

    /// All figures.
    pub(crate) fn to_json(&self) -> Value {
        let per_envelope = self.cpu_ms_per_envelope();
        json!({
            "pushes": self.tally.to_json(),
            "relay_cpu_seconds": self.cpu_seconds.map(|it| rounded(it, 2)),
            "relay_cpu_ms_per_envelope": per_envelope.map(|it| rounded(it, 3)),
            "generator_cpu_seconds": self.own_cpu_seconds.map(|it| rounded(it, 2)),
            "relay_peak_memory_kib": self.memory_kib,
        })
    }
}

/// What was added meanwhile.
pub(crate) fn since(before: Option<f64>, after: Option<f64>) -> Option<f64> {
    Some(after? - before?)
}
