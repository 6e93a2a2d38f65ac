//! Rewards（隐患发现奖励）of S0-35: a ledger of accepted hazards × tariff, with a guard against the
//! same photo twice, caps, approval by another person, and one claim.

mod accepted_hazard;
mod approve;
mod claim;
mod error;
mod ledger;
mod propose;
mod row;
mod rules;
mod settle;

pub use accepted_hazard::{AcceptedHazard, PhotoPrint};
pub use error::RewardError;
pub use ledger::RewardLedger;
pub use row::{RewardRefusal, RewardRow, RewardState};
pub use rules::{RewardCaps, RewardRules, Tariff};
pub use settle::DecidedReward;

#[cfg(test)]
mod settle_tests;
#[cfg(test)]
mod tests;
