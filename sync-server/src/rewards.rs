//! The reward ledger as the logs have it.

mod confirmed;
mod sent;

use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::ControlState;
use wangge_domain::record::RecordKind;
use wangge_domain::register::{RewardAct, RewardDecision};
use wangge_domain::reward::{DecidedReward, RewardLedger, RewardRow, RewardRules, RewardState};
use wangge_domain::{RecordId, StreamId};
use wangge_sync_engine::store::StoreError;

use self::confirmed::{Confirmed, confirmed};
use self::sent::sent_by_reports;
use crate::store::Reach;
use crate::survey::records;
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
    let everywhere: BTreeSet<StreamId> = control
        .grids
        .keys()
        .map(|grid| StreamId::of_grid(*grid))
        .collect();
    let store = tenant.database.turn(tenant.id())?;
    let mut logs = BTreeMap::new();
    let mut accepted: Vec<Confirmed> = Vec::new();
    let reach = Reach::of_grids(control, everywhere);
    let sent = sent_by_reports(tenant, store.as_ref(), control)?;
    for listed in records(tenant, &reach, &RecordKind::Rectification, None)? {
        logs.insert(listed.record, StreamId::of_grid(listed.home(control)));
        let sent = sent.get(&listed.record);
        accepted.extend(confirmed(tenant, store.as_ref(), control, &listed, sent)?);
    }
    accepted.sort_by_key(|one| (one.hazard.accepted_at, one.found, one.hazard.hazard));
    let hazards = accepted.into_iter().map(|one| one.hazard).collect();
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
