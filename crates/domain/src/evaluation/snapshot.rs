use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    EvaluationError, EvaluationPeriod, LogCut, Ratio, TownshipRules, TownshipScore, township_score,
};
use crate::accounting::canonical_json;
use crate::{Digest, GridId, Timestamp};

/// The figures of a period, frozen（考核定稿）of S1-20 and S4-19. What arrives later never changes
/// them; it is shown apart as adjustments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// Which period.
    pub period: EvaluationPeriod,
    /// Of which grid, village or township; `None`: of the tenant as such（全县）, all townships together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<GridId>,
    /// Up to where the logs were read.
    pub cut: LogCut,
    /// When, by the relay's clock.
    pub frozen_at: Timestamp,
    /// SHA-256 of the accounting policy it was judged by.
    pub policy: Digest,
    /// The figures by code, with the records that made them up.
    pub figures: BTreeMap<String, Ratio>,
    /// The score, for scopes that are scored.
    pub score: Option<TownshipScore>,
}

/// What a snapshot is made of（拟定稿数据）.
#[derive(Clone, Debug)]
pub struct Freezing {
    /// Which period.
    pub period: EvaluationPeriod,
    /// Of which scope; `None`: of the whole tenant.
    pub scope: Option<GridId>,
    /// Up to where the logs were read.
    pub cut: LogCut,
    /// SHA-256 of the accounting policy.
    pub policy: Digest,
    /// The figures by code.
    pub figures: BTreeMap<String, Ratio>,
    /// Why it failed whatever the score; empty if there is no reason.
    pub vetoes: Vec<String>,
    /// Now, by the relay's clock.
    pub now: Timestamp,
}

/// Freezes the figures of a period that is over; `rules` where the scope is scored.
///
/// # Errors
/// [`EvaluationError::PeriodNotOver`], and what [`township_score`] refuses.
pub fn freeze(
    freezing: Freezing,
    rules: Option<&TownshipRules>,
) -> Result<Snapshot, EvaluationError> {
    let Freezing {
        period,
        scope,
        cut,
        policy,
        figures,
        vetoes,
        now,
    } = freezing;
    if now.china_date() <= period.last {
        return Err(EvaluationError::PeriodNotOver { period });
    }
    let score = rules
        .map(|rules| township_score(&figures, &vetoes, rules))
        .transpose()?;
    Ok(Snapshot {
        period,
        scope,
        cut,
        frozen_at: now,
        policy,
        figures,
        score,
    })
}

impl Snapshot {
    /// The bytes that are kept: canonical JSON.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        canonical_json(self).into_bytes()
    }

    /// SHA-256 of the bytes: what a circular or a report cites.
    #[must_use]
    pub fn hash(&self) -> Digest {
        Digest(Sha256::digest(self.to_bytes()).into())
    }
}
