use serde::{Deserialize, Serialize};

use crate::{EnvelopeId, Refusal};

/// What the relay says of one envelope（裁定）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Logged; it took effect as far as it carries events.
    Accepted {
        /// Its place.
        seq: u64,
    },
    /// It was here before, at this place.
    Duplicate {
        /// Its place.
        seq: u64,
    },
    /// Logged; at least one of its events changes nothing. The content in it stands.
    NoEffect {
        /// Its place; the reasons stand in the row's decision.
        seq: u64,
    },
    /// Cannot be judged before these arrive.
    Need(
        /// The missing envelopes or change hashes.
        Vec<EnvelopeId>,
    ),
    /// Set apart; a person decides.
    Quarantined(
        /// Why.
        Refusal,
    ),
    /// Final; kept on the device with the reason.
    Refused(
        /// Why.
        Refusal,
    ),
    /// The time of this request was used up: send it again.
    NotProcessed,
    /// Send it again after so many milliseconds.
    Retry {
        /// Milliseconds.
        after_ms: u64,
    },
}

/// The verdicts of consecutive envelopes of a push, in their order. Runs of accepted envelopes
/// with consecutive places share one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictRun {
    /// How many envelopes.
    #[serde(rename = "n")]
    pub count: u32,
    /// The verdict of the first; for `Accepted` and `Duplicate` the places of the others follow on.
    #[serde(rename = "v")]
    pub verdict: Verdict,
}

impl VerdictRun {
    /// Folds a list of verdicts into runs.
    #[must_use]
    pub fn pack(verdicts: &[Verdict]) -> Vec<Self> {
        let mut runs: Vec<Self> = Vec::new();
        for verdict in verdicts {
            if let Some(last) = runs.last_mut()
                && nth(&last.verdict, last.count) == Some(verdict.clone())
            {
                last.count += 1;
            } else {
                runs.push(Self {
                    count: 1,
                    verdict: verdict.clone(),
                });
            }
        }
        runs
    }

    /// The list of verdicts, at most `limit` of them.
    #[must_use]
    pub fn unpack(runs: &[Self], limit: usize) -> Vec<Verdict> {
        runs.iter()
            .flat_map(|run| (0..run.count).map_while(|offset| nth(&run.verdict, offset)))
            .take(limit)
            .collect()
    }
}

fn nth(first: &Verdict, offset: u32) -> Option<Verdict> {
    let place = |seq: &u64| seq.checked_add(u64::from(offset));
    Some(match first {
        Verdict::Accepted { seq } => Verdict::Accepted { seq: place(seq)? },
        Verdict::Duplicate { seq } => Verdict::Duplicate { seq: place(seq)? },
        Verdict::NoEffect { seq } => Verdict::NoEffect { seq: place(seq)? },
        other => other.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_give_back_the_list() {
        let list = vec![
            Verdict::Accepted { seq: 7 },
            Verdict::Accepted { seq: 8 },
            Verdict::Accepted { seq: 10 },
            Verdict::Refused(Refusal::BadSeal),
            Verdict::Refused(Refusal::BadSeal),
            Verdict::NotProcessed,
        ];
        let runs = VerdictRun::pack(&list);
        assert_eq!(runs.len(), 4);
        assert_eq!(VerdictRun::unpack(&runs, 100), list);
    }
}
