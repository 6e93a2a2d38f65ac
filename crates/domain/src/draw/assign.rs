use std::collections::BTreeMap;

use super::{DrawError, DrawInputs, TeamMember, inspector_key};
use crate::{Digest, RecordId, UserId};

/// How many targets each inspector has so far.
pub(super) type Loads = BTreeMap<UserId, u32>;

/// The team of a target（检查组）: of those who may go, the ones with the least load (where that
/// counts), then the smallest second key, then the smallest id.
pub(super) fn team(
    inputs: &DrawInputs,
    seed: &Digest,
    target: RecordId,
    loads: &mut Loads,
) -> Result<Vec<TeamMember>, DrawError> {
    let queue = queue(inputs, seed, target, loads);
    let need = inputs.team_size;
    let have = u32::try_from(queue.len()).unwrap_or(u32::MAX);
    if have < need {
        return Err(DrawError::TooFewInspectors { target, have, need });
    }
    let team: Vec<_> = (0..need).zip(queue).map(|(_, member)| member).collect();
    for member in &team {
        *loads.entry(member.inspector).or_default() += 1;
    }
    Ok(team)
}

/// Everybody who may go to a target, in the order in which they are taken.
pub(super) fn queue(
    inputs: &DrawInputs,
    seed: &Digest,
    target: RecordId,
    loads: &Loads,
) -> Vec<TeamMember> {
    let load = |inspector: UserId| match inputs.balance_load {
        true => loads.get(&inspector).copied().unwrap_or(0),
        false => 0,
    };
    let mut queue: Vec<_> = inputs
        .may_go(target)
        .map(|it| {
            (
                load(it.id),
                inspector_key(seed, it.id, target, inputs.round),
                it.id,
            )
        })
        .collect();
    queue.sort_unstable();
    queue
        .into_iter()
        .map(|(_, key, inspector)| TeamMember { inspector, key })
        .collect()
}
