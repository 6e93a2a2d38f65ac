use std::collections::BTreeMap;

/// States that are rare and must have been seen: a run that never met them has tested little.
const SOMETIMES: &[&str] = &[
    "verdict accepted",
    "verdict no_effect",
    "quarantined equivocation",
    "quarantined lease_expired",
    "quarantined revoked",
    "relay restored",
    "rows given back",
    "log forked after a restore",
    "number waited for healing",
    "clone found out",
    "app killed in a sync",
    "reply lost",
    "request twice",
    "stale answer",
    "relay commit failed",
    "phone commit failed",
    "clock set",
    "reboot",
    "conflict seen",
    "device joined",
    "phone lost",
];

/// What happened in a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) worlds: u64,
    pub(crate) device_days: u64,
    pub(crate) envelopes: u64,
    pub(crate) syncs: u64,
    counts: BTreeMap<String, u64>,
    faults: u64,
}

impl Tally {
    /// Counts a state.
    pub(crate) fn saw(&mut self, what: &str) {
        *self.counts.entry(what.to_owned()).or_default() += 1;
    }

    /// Counts an injected fault.
    pub(crate) fn fault(&mut self, what: &str) {
        self.faults += 1;
        self.saw(what);
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.worlds += other.worlds;
        self.device_days += other.device_days;
        self.envelopes += other.envelopes;
        self.syncs += other.syncs;
        self.faults += other.faults;
        for (what, count) in &other.counts {
            *self.counts.entry(what.clone()).or_default() += count;
        }
    }

    /// States of the list that were never met.
    pub(crate) fn never_seen(&self) -> Vec<&'static str> {
        SOMETIMES
            .iter()
            .copied()
            .filter(|what| !self.counts.contains_key(*what))
            .collect()
    }

    /// A row for the ledger, and what it is made of.
    pub(crate) fn report(&self, first: u64, last: u64, seconds: u64) -> String {
        let mut text = format!(
            "simulation: seeds {first}..={last}, {} worlds, {} device-days, {} envelopes, \
             {} syncs, {} faults, {seconds} s, 0 violations\n",
            self.worlds, self.device_days, self.envelopes, self.syncs, self.faults
        );
        for (what, count) in &self.counts {
            text.push_str(&format!("  {count:>8}  {what}\n"));
        }
        text
    }
}
