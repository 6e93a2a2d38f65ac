use std::collections::{BTreeMap, BTreeSet};

/// Device-days within which a state must have come up. Of 1,057 device-days (seeds 1 to 6) each of the
/// first kind came up more than a hundred times, of the second more than five times.
const SOON: u64 = 500;
const NOW_AND_THEN: u64 = 1_500;
const SELDOM: u64 = 3_000;

/// States that are rare and must have been seen after so many device-days: a run that never met
/// them has tested little.
const SOMETIMES: &[(u64, &str)] = &[
    (SOON, "verdict accepted"),
    (SOON, "verdict duplicate"),
    (SOON, "verdict no_effect"),
    (SOON, "verdict not_processed"),
    (SOON, "verdict retry"),
    (SOON, "quarantined equivocation"),
    (NOW_AND_THEN, "quarantined lease_expired"),
    (NOW_AND_THEN, "quarantined revoked"),
    (SOON, "refused out_of_scope"),
    (NOW_AND_THEN, "relay restored"),
    (NOW_AND_THEN, "rows given back"),
    (NOW_AND_THEN, "log forked after a restore"),
    (NOW_AND_THEN, "number waited for healing"),
    (SOON, "stream compared by its digest"),
    (SELDOM, "clone found out"),
    (NOW_AND_THEN, "app killed in a sync"),
    (SOON, "reply lost"),
    (SOON, "request twice"),
    (SOON, "stale answer"),
    (SOON, "relay commit failed"),
    (SOON, "power cut in a seal"),
    (SOON, "power cut in a draft"),
    (NOW_AND_THEN, "power cut in a sync"),
    (NOW_AND_THEN, "power cut in a checkpoint"),
    (NOW_AND_THEN, "power cut in opening"),
    (SOON, "sector garbled"),
    (SOON, "writes reordered"),
    (SELDOM, "removed file came back"),
    (NOW_AND_THEN, "clock set years off"),
    (NOW_AND_THEN, "reboot"),
    (NOW_AND_THEN, "conflict seen"),
    (NOW_AND_THEN, "device joined"),
    (SELDOM, "phone lost"),
    (NOW_AND_THEN, "premises moved"),
    (SELDOM, "envelope for the old home arrived after the move"),
    (SELDOM, "written by the people of the new home"),
    (SELDOM, "refused after the premises had moved away"),
    (SELDOM, "app upgraded"),
    (SOON, "older app held an unknown row"),
    (NOW_AND_THEN, "older app did not write over a later act"),
    (NOW_AND_THEN, "later act read after the upgrade"),
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

    /// States that a run of this length has to have met and never did.
    pub(crate) fn never_seen(&self) -> Vec<&'static str> {
        let due = SOMETIMES.iter().filter(|(due, _)| *due <= self.device_days);
        due.map(|(_, what)| *what)
            .filter(|what| !self.counts.contains_key(*what))
            .collect()
    }

    /// How many states a run of this length has to have met, and how many there are.
    pub(crate) fn demanded(&self) -> (usize, usize) {
        let due = SOMETIMES.iter().filter(|(due, _)| *due <= self.device_days);
        (due.count(), SOMETIMES.len())
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

/// A run that never met a state is found out, as soon as it is long enough for that state.
#[test]
fn a_run_that_never_met_a_state_is_found_out() {
    let mut tally = Tally::default();
    assert!(tally.never_seen().is_empty(), "nothing was run");
    tally.device_days = SELDOM;
    assert_eq!(tally.never_seen().len(), SOMETIMES.len());
    for (_, what) in SOMETIMES {
        tally.saw(what);
    }
    assert!(tally.never_seen().is_empty());
    let mut short = Tally {
        device_days: SOON,
        ..Tally::default()
    };
    let (demanded, all) = short.demanded();
    assert!(0 < demanded && demanded < all);
    assert_eq!(short.never_seen().len(), demanded);
    short.saw("verdict accepted");
    assert_eq!(short.never_seen().len(), demanded - 1);
}
