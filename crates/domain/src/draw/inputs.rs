use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::secret::sha256;
use super::{DrawError, InspectorPool};
use crate::accounting::{NamedCode, canonical_json, default_accounting};
use crate::{Digest, RecordId, UserId};

/// Everything a draw depends on beside the seed（抽查名单与参数）. It is fixed by its hash when the
/// draw is announced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawInputs {
    /// Title, e.g. 青峰镇2026年第一季度消防安全双随机抽查.
    pub title: String,
    /// The body that draws.
    pub authority: String,
    /// Number of the draw in its series; a part of every key.
    pub round: u32,
    /// Strata and how many are taken from each.
    pub strata: Vec<Stratum>,
    /// The whole list of targets（检查对象名录库）.
    pub targets: Vec<DrawTarget>,
    /// Targets that are left out, each with its reason.
    pub exclusions: Vec<Exclusion>,
    /// The whole list of inspectors（执法检查人员名录库）.
    pub inspectors: Vec<DrawInspector>,
    /// Which certificate and which rule the list of inspectors follows. Records of before do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<InspectorPool>,
    /// Inspectors that are left out altogether, each with the reason.
    pub inspectors_out: Vec<InspectorOut>,
    /// Who must not go where（回避）.
    pub recusals: Vec<Recusal>,
    /// Inspectors per target.
    pub team_size: u32,
    /// Whoever has fewer targets so far goes first.
    pub balance_load: bool,
    /// The greatest weight of one target.
    pub max_weight: u32,
    /// The greatest sum of weights.
    pub max_tickets: u32,
}

/// A stratum（分层）: a grade or another part of the list that is drawn on its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stratum {
    /// Id, e.g. `elevated`.
    pub id: String,
    /// Chinese name.
    pub zh: String,
    /// How many are taken.
    pub take: u32,
}

/// A target（检查对象）.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawTarget {
    /// The premises.
    pub id: RecordId,
    /// Its name as published.
    pub label: String,
    /// The stratum it is in.
    pub stratum: String,
    /// Tickets, from 1.
    pub weight: u32,
}

/// A target left out（排除对象）.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// Which.
    pub target: RecordId,
    /// Code of the reason.
    pub reason: String,
    /// Remark; needed for `other`.
    pub note: String,
}

/// An inspector（检查人员）with the certificate that the work needs; that is the caller's to check.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawInspector {
    /// Who.
    pub id: UserId,
    /// Name or number of the certificate as published.
    pub label: String,
}

/// An inspector left out of the whole draw（不参加人员）.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InspectorOut {
    /// Who.
    pub inspector: UserId,
    /// Why, in words.
    pub note: String,
}

/// An inspector who must not go to one target（回避）.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recusal {
    /// Who.
    pub inspector: UserId,
    /// Where.
    pub target: RecordId,
    /// Code of the reason.
    pub reason: String,
    /// Remark; needed for `other`.
    pub note: String,
}

impl DrawInputs {
    /// More tickets than this are never drawn from, whatever a record says: each is one hash, and
    /// whoever runs a record again must come to an end. A limit of machines, not of policy.
    pub const TICKETS_CEILING: u32 = 20_000_000;

    /// SHA-256 of the inputs as canonical JSON.
    #[must_use]
    pub fn hash(&self) -> Digest {
        sha256(&[canonical_json(self).as_bytes()])
    }

    /// The targets of a stratum that are not left out.
    pub fn eligible(&self, stratum: &str) -> impl Iterator<Item = &DrawTarget> {
        let out: BTreeSet<RecordId> = self.exclusions.iter().map(|it| it.target).collect();
        self.targets
            .iter()
            .filter(move |target| target.stratum == stratum && !out.contains(&target.id))
    }

    /// The targets that are not left out.
    pub fn drawn_from(&self) -> impl Iterator<Item = RecordId> {
        let out: BTreeSet<RecordId> = self.exclusions.iter().map(|it| it.target).collect();
        let all = self.targets.iter().map(|it| it.id);
        all.filter(move |target| !out.contains(target))
    }

    /// The inspectors who may go to a target.
    pub fn may_go(&self, target: RecordId) -> impl Iterator<Item = &DrawInspector> {
        self.inspectors.iter().filter(move |inspector| {
            let id = inspector.id;
            !self.inspectors_out.iter().any(|out| out.inspector == id)
                && !self
                    .recusals
                    .iter()
                    .any(|it| it.inspector == id && it.target == target)
        })
    }

    /// Puts every list in the order of its ids, so that the same inputs have the same hash.
    pub(super) fn sort(&mut self) {
        self.strata.sort();
        self.targets.sort();
        self.exclusions.sort();
        self.inspectors.sort();
        self.inspectors_out.sort();
        self.recusals.sort();
    }

    /// What must hold of the inputs on their own; it is asked again of a published record.
    pub(super) fn check(&self) -> Result<(), DrawError> {
        if self.team_size < 2 {
            return Err(DrawError::TeamTooSmall {
                size: self.team_size,
                least: 2,
            });
        }
        let strata = unique(self.strata.iter().map(|it| it.id.clone()))?;
        let targets = unique(self.targets.iter().map(|it| it.id))?;
        let inspectors = unique(self.inspectors.iter().map(|it| it.id))?;
        let excluded = unique(self.exclusions.iter().map(|it| it.target))?;
        let out = unique(self.inspectors_out.iter().map(|it| it.inspector))?;
        known(
            excluded
                .into_iter()
                .chain(self.recusals.iter().map(|it| it.target)),
            &targets,
        )?;
        known(
            out.into_iter()
                .chain(self.recusals.iter().map(|it| it.inspector)),
            &inspectors,
        )?;
        known(self.targets.iter().map(|it| it.stratum.clone()), &strata)?;
        let most = self.max_tickets.min(Self::TICKETS_CEILING);
        let mut tickets: u32 = 0;
        for DrawTarget { id, weight, .. } in &self.targets {
            match *weight {
                0 => return Err(DrawError::WeightZero { target: *id }),
                weight if weight > self.max_weight => {
                    let (target, max) = (*id, self.max_weight);
                    return Err(DrawError::WeightTooLarge {
                        target,
                        weight,
                        max,
                    });
                }
                weight => {
                    tickets = tickets
                        .checked_add(weight)
                        .filter(|sum| *sum <= most)
                        .ok_or(DrawError::WeightOverflow { max: most })?;
                }
            }
        }
        let is_named =
            |it: &InspectorPool| !it.certificate.trim().is_empty() && !it.rule.trim().is_empty();
        if !self.pool.as_ref().is_none_or(is_named) {
            return Err(DrawError::PoolUnnamed);
        }
        self.check_reasons()?;
        self.check_numbers()
    }

    /// Nobody is left out without a reason. A county's own code says nothing to a reader of the
    /// published record, so a code that is not of the shipped list is explained by a note.
    fn check_reasons(&self) -> Result<(), DrawError> {
        let shipped = default_accounting().draw;
        let said = |code: &str, note: &str, known: &[NamedCode]| {
            let explained = !note.trim().is_empty();
            let plain = code != "other" && known.iter().any(|it| it.code == code);
            if !code.trim().is_empty() && (plain || explained) {
                Ok(())
            } else {
                let code = code.to_owned();
                Err(DrawError::Reason { code })
            }
        };
        for it in &self.exclusions {
            said(&it.reason, &it.note, &shipped.exclusion_reasons)?;
        }
        for it in &self.recusals {
            said(&it.reason, &it.note, &shipped.recusal_reasons)?;
        }
        for it in &self.inspectors_out {
            said("other", &it.note, &[])?;
        }
        Ok(())
    }

    fn check_numbers(&self) -> Result<(), DrawError> {
        let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        let mut recused: BTreeMap<RecordId, BTreeSet<UserId>> = BTreeMap::new();
        let out: BTreeSet<UserId> = self.inspectors_out.iter().map(|it| it.inspector).collect();
        for it in self
            .recusals
            .iter()
            .filter(|it| !out.contains(&it.inspector))
        {
            recused.entry(it.target).or_default().insert(it.inspector);
        }
        let there = count(self.inspectors.len() - out.len());
        let mut all: u32 = 0;
        for stratum in &self.strata {
            let mut have: u32 = 0;
            for target in self.eligible(&stratum.id) {
                have = have.saturating_add(1);
                let away = recused.get(&target.id).map_or(0, |it| count(it.len()));
                let (target, may_go, need) = (target.id, there - away, self.team_size);
                if may_go < need {
                    return Err(DrawError::TooFewInspectors {
                        target,
                        have: may_go,
                        need,
                    });
                }
            }
            let (stratum, need) = (stratum.id.clone(), stratum.take);
            if have < need {
                return Err(DrawError::TooFewTargets {
                    stratum,
                    have,
                    need,
                });
            }
            if have > 0 && need == 0 {
                return Err(DrawError::NothingTaken { stratum });
            }
            all = all.saturating_add(have);
        }
        if all == 0 {
            return Err(DrawError::NoTargets);
        }
        Ok(())
    }
}

fn unique<T: Ord + Clone + ToString>(
    ids: impl Iterator<Item = T>,
) -> Result<BTreeSet<T>, DrawError> {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id.clone()) {
            return Err(DrawError::Twice { id: id.to_string() });
        }
    }
    Ok(seen)
}

fn known<T: Ord + ToString>(
    mut ids: impl Iterator<Item = T>,
    all: &BTreeSet<T>,
) -> Result<(), DrawError> {
    match ids.find(|id| !all.contains(id)) {
        None => Ok(()),
        Some(id) => Err(DrawError::Unknown { id: id.to_string() }),
    }
}
