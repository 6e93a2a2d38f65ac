use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::clock::Clock;

/// The clocks of the operating system（系统时钟）. Phones pass their own, which count sleep; this one
/// serves desktops and the command line.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    started: Instant,
    boot_id: u64,
    uptime_at_start_ms: u64,
}

impl SystemClock {
    /// Reads the identity of this boot once.
    #[must_use]
    pub fn new() -> Self {
        let (boot_id, uptime_at_start_ms) = this_boot();
        Self {
            started: Instant::now(),
            boot_id,
            uptime_at_start_ms,
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn wall_ms(&self) -> i64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| i64::try_from(since.as_millis()).ok())
            .unwrap_or(0)
    }

    fn boot_id(&self) -> u64 {
        self.boot_id
    }

    fn monotonic_ms(&self) -> u64 {
        let since = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.uptime_at_start_ms.saturating_add(since)
    }
}

/// Linux and Android name every boot and count its seconds, sleep included.
fn this_boot() -> (u64, u64) {
    let name = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
    let uptime = std::fs::read_to_string("/proc/uptime").ok();
    match (name, uptime.as_deref().and_then(parse_uptime_ms)) {
        (Some(name), Some(uptime_ms)) => (boot_number(name.trim()), uptime_ms),
        _ => unnamed_boot(),
    }
}

/// Where boots have no name, every start of the program counts as one: time between two starts
/// is then unknown, which is the safe side.
fn unnamed_boot() -> (u64, u64) {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    (
        u64::try_from(since.as_nanos() & u128::from(u64::MAX)).unwrap_or(0),
        0,
    )
}

fn boot_number(name: &str) -> u64 {
    let digest = wangge_protocol::sha256(name.as_bytes());
    let [a, b, c, d, e, f, g, h, ..] = digest.0;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// `12345.67 …`: seconds since boot.
fn parse_uptime_ms(text: &str) -> Option<u64> {
    let seconds = text.split_whitespace().next()?;
    let (whole, part) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let hundredths: u64 = format!("{part:0<2}")
        .chars()
        .take(2)
        .collect::<String>()
        .parse()
        .ok()?;
    whole
        .parse::<u64>()
        .ok()?
        .checked_mul(1000)?
        .checked_add(hundredths * 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uptime_is_read_in_hundredths() {
        assert_eq!(parse_uptime_ms("12345.67 99.1\n"), Some(12_345_670));
        assert_eq!(parse_uptime_ms("7\n"), Some(7_000));
        assert_eq!(parse_uptime_ms("x"), None);
    }

    #[test]
    fn one_boot_has_one_number_and_time_goes_on() {
        let (one, other) = (SystemClock::new(), SystemClock::new());
        if std::fs::metadata("/proc/sys/kernel/random/boot_id").is_ok() {
            assert_eq!(one.boot_id(), other.boot_id());
        }
        assert!(one.monotonic_ms() >= one.uptime_at_start_ms);
    }
}
