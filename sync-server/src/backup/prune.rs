use std::collections::BTreeMap;

use serde::Serialize;
use wangge_domain::Timestamp;

use super::chain::manifests;
use super::link::{Link, part_number};
use super::place::PartPlace;
use super::sealing::hash;
use super::state::Workshop;
use super::trial::{TRIAL_KEY, TrialReport};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::keep_schedule::{Keep, KeepSchedule};
use crate::tenant::Tenant;

/// What was removed of older backups（备份清理结果）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PruneReport {
    /// Nothing was removed: this is what would be.
    pub dry_run: bool,
    /// The link that was restored on trial last.
    pub tried: u64,
    /// Whole links that stay with all steps after them.
    pub kept_with_steps: Vec<u64>,
    /// Whole links that stay by themselves.
    pub kept_alone: Vec<u64>,
    /// Links that were removed.
    pub removed_links: usize,
    /// Their parts, and rests of links that were never finished.
    pub removed_parts: usize,
    /// Bytes of those parts.
    pub bytes: u64,
}

/// Removes links that a schedule keeps no longer, with their parts. A step goes before the whole
/// link that it needs, and a manifest before its parts: whatever cuts this off, each link that is
/// left can be restored. Photos stay, the newest link names them all.
///
/// # Errors
/// Nothing was removed: the newest whole link was not restored on trial, phones still bring back
/// what a restore lost, or the place does not hold together. Or something cannot be removed.
pub(crate) fn prune(
    folder: &DataFolder,
    place: &PartPlace,
    tenant: &Tenant,
    schedule: &KeepSchedule,
    dry_run: bool,
) -> Result<PruneReport, RelayStartError> {
    let _alone = Workshop::open(folder)?.alone()?;
    if tenant.healing_state()?.is_some() {
        return Err(RelayStartError::invalid(
            "恢复后的数据还在补回，未清理任何备份（phones still bring back what a restore lost: no \
             backup was removed）",
        ));
    }
    let mut names = manifests(place)?;
    let wholes = wholes(place, tenant, &names)?;
    let newest = wholes.last().map_or(0, |(number, _)| *number);
    let mut report = PruneReport {
        dry_run,
        tried: tried(place, tenant, &names, newest)?,
        ..PruneReport::default()
    };
    let moments: Vec<Timestamp> = wholes.iter().map(|(_, begun)| *begun).collect();
    let mut next = wholes.iter().map(|(number, _)| *number).skip(1);
    let (mut steps, mut gone) = (Vec::new(), Vec::new());
    for ((number, _), keep) in wholes.iter().zip(schedule.judge(&moments)) {
        let until = next.next().unwrap_or(u64::MAX);
        match keep {
            Keep::WithSteps => {
                report.kept_with_steps.push(*number);
                continue;
            }
            Keep::Alone => report.kept_alone.push(*number),
            Keep::Nothing => gone.push(*number),
        }
        steps.extend(names.range(number + 1..until).map(|(step, _)| *step));
    }
    report.removed_links = steps.len() + gone.len();
    let steps = take(&mut names, &steps);
    let gone = take(&mut names, &gone);
    let mut parts = Vec::new();
    for (name, length) in place.list("parts")? {
        // What the newest whole link and its steps need is not looked at.
        let is_left = part_number(&name).is_some_and(|of| of < newest && !names.contains_key(&of));
        if is_left {
            report.bytes += length;
            parts.push(name);
        }
    }
    report.removed_parts = parts.len();
    if !dry_run {
        for names in [steps, gone, parts] {
            place.remove(&names)?;
        }
    }
    Ok(report)
}

/// Takes manifests out of those that stay, and gives their names.
fn take(names: &mut BTreeMap<u64, (bool, String)>, numbers: &[u64]) -> Vec<String> {
    let taken = numbers.iter().filter_map(|number| names.remove(number));
    taken.map(|(_, name)| name).collect()
}

/// Every whole link with the moment that it shows, oldest first.
fn wholes(
    place: &PartPlace,
    tenant: &Tenant,
    names: &BTreeMap<u64, (bool, String)>,
) -> Result<Vec<(u64, Timestamp)>, RelayStartError> {
    let id = tenant.id().to_string();
    let mut found = Vec::new();
    for (number, (whole, name)) in names {
        if !*whole {
            continue;
        }
        let link = Link::from_bytes(&place.read(name)?)
            .map_err(|error| place.problem(name, format!("已损坏（damaged）: {error}")))?;
        if link.number != *number || link.object() != *name {
            return Err(place.problem(name, "与其名称不符（not what its name says）"));
        }
        if link.tenant != id {
            return Err(place.problem(
                name,
                "这里是另一个租户的备份（this place holds the backup of another tenant）",
            ));
        }
        found.push((*number, Timestamp(link.begun)));
    }
    Ok(found)
}

/// The link that was restored on trial last, if it needs the newest whole one and lies here.
fn tried(
    place: &PartPlace,
    tenant: &Tenant,
    names: &BTreeMap<u64, (bool, String)>,
    newest: u64,
) -> Result<u64, RelayStartError> {
    let untried = || {
        RelayStartError::invalid(
            "最新的备份还没有通过恢复演练，未清理任何备份；请先运行 wangge-relay backup --trial\
             （the newest backup was not restored on trial: no backup was removed; run \
             `wangge-relay backup --trial` first）",
        )
    };
    let report = TrialReport::read(tenant.database.setting(tenant.id(), TRIAL_KEY)?);
    let report = report.filter(|report| report.link >= newest);
    let report = report.ok_or_else(untried)?;
    let (_, name) = names.get(&report.link).ok_or_else(untried)?;
    // A link of the same number may have been tried in another place; a trial that failed names
    // no manifest.
    if hash(&place.read(name)?) == report.manifest {
        Ok(report.link)
    } else {
        Err(untried())
    }
}
