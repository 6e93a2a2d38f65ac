//! The reward ledger as the logs have it.

mod confirmed;

use std::collections::BTreeSet;

use wangge_domain::StreamId;
use wangge_domain::accounting::default_accounting;
use wangge_domain::control::ControlState;
use wangge_domain::record::RecordKind;
use wangge_domain::register::{RewardAct, RewardDecision};
use wangge_domain::reward::RewardLedger;
use wangge_sync_engine::store::StoreError;

use self::confirmed::{Confirmed, confirmed};
use crate::survey::records;
use crate::tenant::Tenant;

/// The ledger of all hazards in these logs（奖励台账）of S0-35: those confirmed by somebody else than
/// their finder, in the order of confirmation, with what was decided of each. The same logs give
/// the same ledger.
pub(crate) fn reward_ledger(
    tenant: &Tenant,
    control: &ControlState,
    streams: &BTreeSet<StreamId>,
) -> Result<RewardLedger, StoreError> {
    let store = tenant.database.turn(tenant.id())?;
    let mut accepted: Vec<Confirmed> = Vec::new();
    for listed in records(tenant, streams, &RecordKind::Rectification, None)? {
        accepted.extend(confirmed(tenant, store.as_ref(), control, &listed)?);
    }
    accepted.sort_by_key(|one| (one.hazard.accepted_at, one.found, one.hazard.hazard));
    let rules = default_accounting().reward;
    let mut ledger = RewardLedger::default();
    for one in accepted {
        let hazard = one.hazard.hazard;
        if let Err(error) = ledger.propose(one.hazard, &rules) {
            tracing::warn!(%hazard, %error, "a hazard is not in the reward ledger");
        }
    }
    let mut decisions = control.registers.latest::<RewardDecision>();
    decisions.sort_by_key(|(line, _)| line.seq);
    for (line, decision) in decisions {
        let (hazard, by, at) = (decision.hazard, decision.by, line.received_at);
        let applied = match decision.act {
            RewardAct::Approve => ledger.approve(hazard, by, at, &decision.note),
            RewardAct::Reject => ledger.reject(hazard, by, at, &decision.note),
            RewardAct::Claim => ledger.claim(hazard, decision.finder, at, &rules).map(drop),
        };
        if let Err(error) = applied {
            // Of a hazard in a log that the caller does not read, as a rule.
            tracing::debug!(%hazard, %error, "a decision is not in this ledger");
        }
    }
    Ok(ledger)
}
