use std::collections::{BTreeMap, BTreeSet};

/// States that are rare and must have been seen: a run that never met them has tested little.
const SOMETIMES: &[&str] = &[
    "verdict accepted",
    "verdict duplicate",
    "verdict no_effect",
    "verdict not_processed",
    "verdict retry",
    "quarantined equivocation",
    "quarantined lease_expired",
    "quarantined revoked",
    "refused out_of_scope",
    "relay restored",
    "rows given back",
    "log forked after a restore",
    "number waited for healing",
    "stream compared by its digest",
    "clone found out",
    "app killed in a sync",
    "reply lost",
    "request twice",
    "stale answer",
    "relay commit failed",
    "power cut in a seal",
    "power cut in a draft",
    "power cut in a sync",
    "power cut in a checkpoint",
    "power cut in opening",
    "sector garbled",
    "writes reordered",
    "removed file came back",
    "clock set years off",
    "reboot",
    "conflict seen",
    "device joined",
    "phone lost",
    "premises moved",
    "envelope for the old home arrived after the move",
    "app upgraded",
    "older app held an unknown row",
    "older app did not write over a later act",
    "later act read after the upgrade",
];

/// What happened in a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) worlds: u64,
    /// Phones that sealed at least five envelopes on a day and synced.
    pub(crate) device_days: u64,
    pub(crate) envelopes: u64,
    pub(crate) syncs: u64,
    /// Databases opened again on what a power cut had left.
    pub(crate) crash_reopens: u64,
    counts: BTreeMap<String, u64>,
    kinds: BTreeSet<String>,
}

impl Tally {
    /// Counts a state.
    pub(crate) fn saw(&mut self, what: &str) {
        *self.counts.entry(what.to_owned()).or_default() += 1;
    }

    /// Counts an injected fault.
    pub(crate) fn fault(&mut self, what: &str) {
        self.faults(what, 1);
    }

    /// Counts several faults of a kind.
    pub(crate) fn faults(&mut self, what: &str, count: u64) {
        self.kinds.insert(what.to_owned());
        *self.counts.entry(what.to_owned()).or_default() += count;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.worlds += other.worlds;
        self.device_days += other.device_days;
        self.envelopes += other.envelopes;
        self.syncs += other.syncs;
        self.crash_reopens += other.crash_reopens;
        self.kinds.extend(other.kinds.iter().cloned());
        for (what, count) in &other.counts {
            *self.counts.entry(what.clone()).or_default() += count;
        }
    }

    /// Faults by kind.
    pub(crate) fn faults_by_kind(&self) -> BTreeMap<&str, u64> {
        let counted = |kind: &String| self.counts.get(kind).copied().unwrap_or(0);
        self.kinds
            .iter()
            .map(|kind| (kind.as_str(), counted(kind)))
            .collect()
    }

    /// How many faults there were.
    pub(crate) fn sum_of_faults(&self) -> u64 {
        self.faults_by_kind().values().sum()
    }

    /// States of the list that were never met.
    pub(crate) fn never_seen(&self) -> Vec<&'static str> {
        SOMETIMES
            .iter()
            .copied()
            .filter(|what| !self.counts.contains_key(*what))
            .collect()
    }

    /// The figures of a run in words, and what they are made of.
    pub(crate) fn report(&self, seeds: &str, seconds: u64) -> String {
        let mut text = format!(
            "simulation: seeds {seeds}, {} worlds, {} device-days, {} envelopes, {} syncs, \
             {} faults of {} kinds, {} crash-reopens, {seconds} s\n",
            self.worlds,
            self.device_days,
            self.envelopes,
            self.syncs,
            self.sum_of_faults(),
            self.kinds.len(),
            self.crash_reopens,
        );
        for (what, count) in &self.counts {
            let mark = if self.kinds.contains(what) {
                "fault"
            } else {
                "state"
            };
            text.push_str(&format!("  {count:>9}  {mark}  {what}\n"));
        }
        text
    }
}
