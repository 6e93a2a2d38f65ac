//! One measured sync.

use std::time::Instant;

use anyhow::Result;
use serde_json::{Value, json};
use wangge_mobile_core::SyncReport;
use wangge_tests::process_usage::{ProcessUsage, reset_peak_memory};
use wangge_tests::proxy::LinkCounters;

use super::phone::BenchPhone;
use super::relay::BenchRelay;
use super::statistics::rounded;

/// What a sync took.
pub(crate) struct Exchange {
    pub(crate) seconds: f64,
    pub(crate) report: SyncReport,
    pub(crate) wire: LinkCounters,
    relay_memory_kib: Option<u64>,
    own_memory_kib: Option<u64>,
}

impl Exchange {
    /// Syncs a phone and measures it.
    pub(crate) async fn measure(relay: &BenchRelay, phone: &BenchPhone) -> Result<Self> {
        relay.proxy.reset_counters();
        relay.reset_memory();
        // Where the system has no such switch, the peak is that of the whole run.
        let _unsupported = reset_peak_memory(std::process::id());
        let begun = Instant::now();
        let report = phone.sync().await?;
        let seconds = begun.elapsed().as_secs_f64();
        Ok(Self {
            seconds,
            report,
            wire: relay.proxy.counters(),
            relay_memory_kib: relay.peak_memory_kib(),
            own_memory_kib: ProcessUsage::of_self().peak_memory_kib,
        })
    }

    /// Bytes of bodies, both ways together.
    pub(crate) fn body_bytes(&self) -> u64 {
        self.report.bytes_up + self.report.bytes_down
    }

    /// Bytes on the wire both ways together: bodies, headers, TLS with its handshake.
    pub(crate) fn wire_bytes(&self) -> u64 {
        self.wire.bytes_up + self.wire.bytes_down
    }

    /// All figures, for so many records.
    pub(crate) fn to_json(&self, records: usize) -> Value {
        json!({
            "records": records,
            "seconds": rounded(self.seconds, 4),
            "records_per_second": (records as f64 / self.seconds).round(),
            "round_trips": self.report.round_trips,
            "body_bytes_up": self.report.bytes_up,
            "body_bytes_down": self.report.bytes_down,
            "wire_bytes_up": self.wire.bytes_up,
            "wire_bytes_down": self.wire.bytes_down,
            "relay_peak_memory_kib": self.relay_memory_kib,
            // The client with the bench around it: documents, proxy, runtime.
            "client_peak_memory_kib": self.own_memory_kib,
        })
    }
}
