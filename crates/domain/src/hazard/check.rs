use super::{Hazard, HazardSeverity, keys};
use crate::Finding;
use crate::calendar::DeadlineSpec;
use crate::policy::PolicyPack;
use crate::record::{Content, says_nothing};

/// What is missing or wrong in a hazard（隐患登记校验）. Blocking findings prevent registration.
#[must_use]
pub fn check_hazard(content: &Content, pack: &PolicyPack) -> Vec<Finding> {
    let hazard = Hazard::from_content(content);
    let mut findings: Vec<Finding> = content
        .conflicts
        .keys()
        .map(|key| Finding::blocking("conflict_open", key))
        .collect();
    if hazard.premises.is_none() {
        findings.push(Finding::blocking("value_missing", keys::PREMISES));
    }
    if hazard.description.is_empty() {
        findings.push(Finding::blocking("value_missing", keys::DESCRIPTION));
    } else if says_nothing(&hazard.description) {
        findings.push(Finding::blocking("says_nothing", keys::DESCRIPTION));
    }
    // Nobody who registers a hazard judges it to be major: that is the fire and rescue body's (S0-27).
    if !matches!(
        hazard.severity,
        Some(HazardSeverity::General | HazardSeverity::SuspectedMajor)
    ) {
        findings.push(Finding::blocking("severity_unknown", keys::SEVERITY));
    }
    if hazard.source.is_none() {
        findings.push(Finding::blocking("source_unknown", keys::SOURCE));
    }
    if !pack.routing.departments.contains_key(&hazard.department) {
        findings.push(Finding::blocking("department_unknown", keys::DEPARTMENT));
    }
    if let Some(item) = hazard
        .item
        .as_ref()
        .filter(|id| pack.checklists.item(id).is_none())
    {
        findings.push(Finding::advice("item_unknown", keys::ITEM).with_detail(item));
    }
    check_deadline(&hazard, pack, &mut findings);
    check_photos(&hazard, pack, &mut findings);
    // While it is under review somebody must keep people out of harm's way.
    if hazard.severity == Some(HazardSeverity::SuspectedMajor) && hazard.interim_measures.is_empty()
    {
        findings.push(Finding::advice(
            "interim_measures_missing",
            keys::INTERIM_MEASURES,
        ));
    }
    findings
}

fn check_deadline(hazard: &Hazard, pack: &PolicyPack, findings: &mut Vec<Finding>) {
    let longest = pack.rectification.max_deadline_days;
    match hazard.deadline {
        None => findings.push(Finding::blocking("value_missing", keys::DEADLINE_KIND)),
        Some(DeadlineSpec::Immediate) => {}
        Some(DeadlineSpec::Days { days, .. }) => {
            if !(1..=longest).contains(&days) {
                let finding = Finding::blocking("deadline_out_of_limits", keys::DEADLINE_DAYS);
                findings.push(finding.with_detail(longest));
            }
        }
    }
}

fn check_photos(hazard: &Hazard, pack: &PolicyPack, findings: &mut Vec<Finding>) {
    let wanted = pack.photos.hazard_photos;
    let taken = u32::try_from(hazard.photos.len()).unwrap_or(u32::MAX);
    if taken == 0 && wanted > 0 {
        let key = crate::inspection::keys::PHOTO_PREFIX;
        findings.push(Finding::blocking("photo_missing", key).with_detail(wanted));
    } else if taken < wanted {
        let key = crate::inspection::keys::PHOTO_PREFIX;
        findings.push(Finding::advice("photos_few", key).with_detail(wanted));
    }
}
