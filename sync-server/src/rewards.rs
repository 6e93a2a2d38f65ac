//! The reward ledger as the logs have it.

mod sent;

use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::ControlState;
use wangge_domain::register::{RewardAct, RewardDecision};
use wangge_domain::reward::{DecidedReward, RewardLedger, RewardRow, RewardRules, RewardState};
use wangge_domain::{RecordId, StreamId};
use wangge_sync_engine::store::StoreError;

use self::sent::sent_by_reports;
use crate::survey::Confirmed;
use crate::tenant::Tenant;

/// The reward ledger of a tenant（奖励台账）, with the log that each of its hazards lies in.
pub(crate) struct TenantRewards {
    pub(crate) ledger: RewardLedger,
    logs: BTreeMap<RecordId, StreamId>,
}

impl TenantRewards {
    /// Whether the hazard lies in one of these logs.
    pub(crate) fn is_within(&self, hazard: RecordId, streams: &BTreeSet<StreamId>) -> bool {
        self.logs
            .get(&hazard)
            .is_some_and(|stream| streams.contains(stream))
    }

    /// The row of a hazard in one of these logs.
    pub(crate) fn row(&self, hazard: RecordId, streams: &BTreeSet<StreamId>) -> Option<&RewardRow> {
        let row = self.ledger.get(hazard)?;
        self.is_within(hazard, streams).then_some(row)
    }
}

/// The ledger of all hazards of the tenant（奖励台账）of S0-35: those confirmed by somebody else than
/// their finder, in the order of confirmation, with what was decided of each. The same logs give
/// the same ledger, whoever asks: caps and photos know no borders of townships.
pub(crate) fn reward_ledger(
    tenant: &Tenant,
    control: &ControlState,
    rules: &RewardRules,
) -> Result<TenantRewards, StoreError> {
    let standing = tenant.standing()?;
    let parts = tenant.confirmed_hazards(&standing)?;
    let mut confirmed: Vec<&Confirmed> = parts.iter().flat_map(|part| part.iter()).collect();
    confirmed.sort_by_key(|one| (one.hazard.accepted_at, one.found, one.hazard.hazard));
    let store = tenant.database.turn(tenant.id())?;
    let sent = sent_by_reports(tenant, store.as_ref(), control)?;
    let (mut logs, mut hazards) = (BTreeMap::new(), Vec::with_capacity(confirmed.len()));
    for one in confirmed {
        let record = one.hazard.hazard;
        logs.insert(record, StreamId::of_grid(one.grid));
        let mut hazard = one.hazard.clone();
        let sent = sent.get(&record).filter(|(at, _)| *at <= one.found_at);
        hazard.sent_by = sent.map(|(_, report)| *report);
        if !one.missing.is_empty() {
            // They may have arrived since.
            for photo in &one.missing {
                hazard
                    .photos
                    .extend(tenant.photo_prints(store.as_ref(), *photo)?);
            }
            hazard.photos.sort();
            hazard.photos.dedup();
        }
        hazards.push(hazard);
    }
    let (ledger, odd) = RewardLedger::settle(hazards, &decided(control), rules);
    for (hazard, error) in odd {
        tracing::warn!(%hazard, %error, "a hazard is not in the reward ledger");
    }
    Ok(TenantRewards { ledger, logs })
}

/// What was decided of rewards, as the control stream has it.
fn decided(control: &ControlState) -> BTreeMap<RecordId, DecidedReward> {
    let mut decisions = control.registers.latest::<RewardDecision>();
    decisions.sort_by_key(|(line, _)| line.seq);
    let mut decided: BTreeMap<RecordId, DecidedReward> = BTreeMap::new();
    for (line, decision) in decisions {
        let (fen, by, at) = (decision.fen, decision.by, line.received_at);
        let state = match decision.act {
            RewardAct::Approve => RewardState::Approved {
                by,
                at,
                note: decision.note,
            },
            RewardAct::Reject => RewardState::Rejected {
                by,
                at,
                reason: decision.note,
            },
            RewardAct::Claim => match decided.get(&decision.hazard).map(|one| &one.state) {
                Some(RewardState::Approved { by, .. }) => RewardState::Claimed {
                    approved_by: *by,
                    at,
                },
                _ => continue,
            },
        };
        decided.insert(decision.hazard, DecidedReward { fen, state });
    }
    decided
}
