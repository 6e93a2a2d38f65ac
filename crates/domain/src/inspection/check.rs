use super::{Inspection, InspectionMode, keys};
use crate::Finding;
use crate::census::check_visit;
use crate::checklist::check_answers;
use crate::policy::PolicyPack;
use crate::premises::PremisesFacts;
use crate::record::Content;

/// The outcome of a visit that went through the checklist.
const CHECKED: &str = "checked";

/// What is missing or wrong in an inspection（检查记录校验）. Blocking findings prevent submission.
///
/// `pack` is the one pinned at the start. A visit that ended at the door (locked, moved, refused…)
/// needs its outcome with its evidence, and no answers.
#[must_use]
pub fn check_inspection(
    content: &Content,
    pack: &PolicyPack,
    facts: &PremisesFacts,
) -> Vec<Finding> {
    let inspection = Inspection::from_content(content);
    let mut findings = Vec::new();
    if inspection.premises.is_none() {
        findings.push(Finding::blocking("value_missing", keys::PREMISES));
    }
    if inspection.mode.is_none() {
        findings.push(Finding::blocking("mode_unknown", keys::MODE));
    }
    if inspection.started_at.is_none() {
        findings.push(Finding::blocking("value_missing", keys::STARTED_AT_MS));
    }
    if let (Some(started), Some(finished)) = (inspection.started_at, inspection.finished_at)
        && finished < started
    {
        findings.push(Finding::advice("ends_before_start", keys::FINISHED_AT_MS));
    }
    let outcome = Some(inspection.census_outcome.as_str()).filter(|outcome| !outcome.is_empty());
    if let Some(outcome) = outcome {
        let photos = inspection.photos.len();
        findings.extend(check_visit(
            &pack.census,
            outcome,
            &inspection.census_note,
            photos,
        ));
    }
    // An owner's own check is of the whole list: nobody finds his own door locked (S0-30).
    let own = inspection.mode == Some(InspectionMode::SelfCheck);
    if own || outcome.is_none_or(|outcome| outcome == CHECKED) {
        check_form(&inspection, pack, facts, &mut findings);
    }
    findings
}

fn check_form(
    inspection: &Inspection,
    pack: &PolicyPack,
    facts: &PremisesFacts,
    findings: &mut Vec<Finding>,
) {
    let pinned = pack
        .checklists
        .pinned(&inspection.checklist, &inspection.checklist_version);
    match pinned {
        Some(list) => {
            let photos = inspection.photo_counts();
            findings.extend(check_answers(list, facts, &inspection.answers, &photos));
        }
        None => {
            let wanted = format!("{} {}", inspection.checklist, inspection.checklist_version);
            let finding = Finding::blocking("checklist_unknown", keys::CHECKLIST_VERSION);
            findings.push(finding.with_detail(wanted.trim()));
        }
    }
    if inspection.signatures.is_empty() {
        findings.push(Finding::advice("signature_missing", keys::SIGNATURE_PREFIX));
    }
}
