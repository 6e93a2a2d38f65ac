use serde::{Deserialize, Serialize};

/// Leases（离线授权）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeasePolicy {
    /// Days a device may work without having met its relay.
    pub days: u32,
    /// Days before the end on which to warn.
    pub warn_days: u32,
}

/// Limits of work without network（离线限制）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfflineLimits {
    /// Warn below this much free space, mebibytes.
    pub free_space_warning_mib: u32,
    /// Take no photos below this much free space, mebibytes.
    pub free_space_floor_mib: u32,
    /// Warn if nothing was synced for so many hours.
    pub unsynced_warning_hours: u32,
    /// Flag a clock that is off by more than so many seconds.
    pub clock_skew_flag_seconds: u32,
}
