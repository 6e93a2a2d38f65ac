use std::collections::BTreeMap;

use super::{AcceptedHazard, RewardError, RewardLedger, RewardRow, RewardRules, RewardState};
use crate::RecordId;

/// What a person decided of a reward（已办奖励）, as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedReward {
    /// The amount that was approved, or paid, in fen.
    pub fen: u64,
    /// Rejected, approved or claimed.
    pub state: RewardState,
}

impl RewardLedger {
    /// The ledger of these hazards（奖励台账）, given in the order of their acceptance, with what was decided
    /// of them. What was approved stands as it was approved, whatever the rules or the caps say now; it
    /// counts first, and the others get what it leaves. With it the hazards that could not be entered.
    #[must_use]
    pub fn settle(
        hazards: Vec<AcceptedHazard>,
        decided: &BTreeMap<RecordId, DecidedReward>,
        rules: &RewardRules,
    ) -> (Self, Vec<(RecordId, RewardError)>) {
        let (mut ledger, mut odd) = (Self::default(), Vec::new());
        let mut places: BTreeMap<RecordId, usize> = BTreeMap::new();
        let mut open = Vec::new();
        // Who is entered before the hazard in the order of acceptance, for the photos alone.
        let mut before = Self::default();
        for (place, of) in hazards.into_iter().enumerate() {
            let hazard = of.hazard;
            if places.contains_key(&hazard) {
                odd.push((hazard, RewardError::AlreadyInLedger { hazard }));
                continue;
            }
            places.insert(hazard, place);
            let looks_like = before.look_alike(&of, rules.perceptual_distance);
            let full_fen = rules.get(&of.code).map(|tariff| tariff.fen);
            let row = |fen: u64, state: RewardState| RewardRow {
                of: of.clone(),
                full_fen: full_fen.unwrap_or(fen),
                fen,
                looks_like,
                state,
            };
            before.rows.push(row(0, RewardState::Proposed));
            match decided.get(&hazard).filter(|it| it.state.counts()) {
                Some(granted) => ledger.rows.push(row(granted.fen, granted.state.clone())),
                None => open.push(of),
            }
        }
        for of in open {
            let hazard = of.hazard;
            if let Err(error) = ledger.propose(of, rules) {
                odd.push((hazard, error));
                continue;
            }
            // At once: what a person rejected leaves its room to those that come after it.
            if let (Some(said), Ok(row)) = (decided.get(&hazard), ledger.row_mut(hazard)) {
                row.state = said.state.clone();
            }
        }
        ledger
            .rows
            .sort_by_key(|row| places.get(&row.of.hazard).copied());
        (ledger, odd)
    }
}
