use serde::{Deserialize, Serialize};

use crate::accounting::{Unique, demand};
use crate::policy::PolicyError;

/// Rules of rewards（奖励标准）. Amounts are in fen 分.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RewardRules {
    /// What a hazard is worth.
    pub tariff: Vec<Tariff>,
    /// Limits.
    pub caps: RewardCaps,
    /// Photos whose perceptual hashes differ in so many bits or fewer look the same, 0 to 16;
    /// a pack of before may say up to 64.
    pub perceptual_distance: u32,
    /// An approved reward is claimed within so many days.
    pub claim_within_days: u32,
    /// A worker who was sent by a report of the public is rewarded beside its reporter; without it one
    /// hazard brings one reward.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beside_reporter: bool,
}

/// What a hazard of a kind is worth（奖励档次）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// `general`.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// Amount in fen.
    pub fen: u64,
}

/// Limits（奖励上限）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RewardCaps {
    /// Of one person in a month, in fen.
    pub person_month_fen: u64,
    /// Of one person in a year, in fen.
    pub person_year_fen: u64,
    /// Rewarded hazards at one premises in a month.
    pub premises_month_rows: u32,
}

/// What one person may be given in a year at most, in fen: 100000 yuan. A limit of sense for slips of
/// the pen, not of policy: no county gives so much.
const MOST_YEAR_FEN: u64 = 10_000_000;

/// Bits in which photos that look the same differ at most. Two photos of nothing in common differ in
/// about 32 of 64: with so many, every photo would look like every other one.
const MOST_DISTANCE: u32 = 16;

impl RewardRules {
    /// The tariff of this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Tariff> {
        self.tariff.iter().find(|tariff| tariff.code == code)
    }

    /// What is asked besides of rules that are to come into force: no amount is beyond sense, nor do
    /// photos look the same of which more than a quarter of the bits differs.
    pub(crate) fn check_new(&self) -> Result<(), PolicyError> {
        let caps = &self.caps;
        let sane = caps.person_year_fen <= MOST_YEAR_FEN;
        demand(sane, "reward.caps", "a person gets more than 100000 yuan")?;
        for tariff in &self.tariff {
            let paid = tariff.fen <= caps.person_month_fen;
            demand(paid, "reward.tariff", "an amount is above the month's cap")?;
        }
        let alike = self.perceptual_distance <= MOST_DISTANCE;
        demand(alike, "reward.perceptual_distance", "is above 16")
    }

    pub(crate) fn check(&self) -> Result<(), PolicyError> {
        let mut codes = Unique::at("reward.tariff");
        for tariff in &self.tariff {
            codes.add(&tariff.code)?;
            demand(tariff.fen > 0, "reward.tariff", "an amount is 0")?;
        }
        let caps = &self.caps;
        let ordered = caps.person_month_fen <= caps.person_year_fen;
        demand(ordered, "reward.caps", "a month may bring more than a year")?;
        let bits = self.perceptual_distance <= 64;
        demand(bits, "reward.perceptual_distance", "a hash has 64 bits")
    }
}
