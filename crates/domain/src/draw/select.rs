use super::assign::{Loads, team};
use super::{DrawError, DrawInputs, Selected, target_key};
use crate::{Digest, RecordId};

/// The selection（抽取）: of each stratum the targets with the smallest keys, each with its team.
pub(super) fn select(inputs: &DrawInputs, seed: &Digest) -> Result<Vec<Selected>, DrawError> {
    let mut loads = Loads::new();
    let mut selected = Vec::new();
    for stratum in &inputs.strata {
        let ranked = ranked(inputs, seed, &stratum.id);
        for (rank, (key, target)) in (1..=stratum.take).zip(ranked) {
            let team = team(inputs, seed, target, &mut loads)?;
            let stratum = stratum.id.clone();
            selected.push(Selected {
                stratum,
                rank,
                target,
                key,
                team,
            });
        }
    }
    Ok(selected)
}

/// The eligible targets of a stratum by key; of equal keys the smaller id first.
pub(super) fn ranked(inputs: &DrawInputs, seed: &Digest, stratum: &str) -> Vec<(Digest, RecordId)> {
    let key = |id, weight| target_key(seed, id, inputs.round, weight);
    let mut ranked: Vec<_> = inputs
        .eligible(stratum)
        .map(|it| (key(it.id, it.weight), it.id))
        .collect();
    ranked.sort_unstable();
    ranked
}
