use super::{HazardSeverity, HazardSource, keys};
use crate::calendar::{DayKind, DeadlineSpec};
use crate::checklist::{FAILED_BESIDE_FILE, HazardProposal};
use crate::record::Content;
use crate::resources::{Language, label};
use crate::{RecordId, Timestamp};

/// The remark of a hazard whose item does not apply by the file of its premises（与档案不符）: whoever reviews
/// it looks at both.
#[must_use]
pub fn beside_file_remark() -> String {
    label(Language::Chinese, &format!("finding.{FAILED_BESIDE_FILE}")).to_owned()
}

/// The content of a new rectification record for a proposed hazard（隐患登记）. Photos are added by
/// the caller under [`crate::inspection::keys::photo_item`].
#[must_use]
pub fn hazard_content(
    proposal: &HazardProposal,
    premises: RecordId,
    inspection: RecordId,
    source: HazardSource,
    found_at: Timestamp,
) -> Content {
    let severity = if proposal.suspected_major {
        HazardSeverity::SuspectedMajor
    } else {
        HazardSeverity::General
    };
    let mut content = Content::default();
    content.set(keys::PREMISES, premises.to_string());
    content.set(keys::INSPECTION, inspection.to_string());
    content.set(keys::ITEM, proposal.item.as_str());
    content.set(keys::COMMON_KEY, proposal.common_key.as_str());
    content.set(keys::CATEGORY, proposal.category.as_str());
    content.set(keys::DESCRIPTION, proposal.description.as_str());
    content.set(keys::PART, proposal.part.as_str());
    content.set(keys::SEVERITY, severity.as_str());
    content.set(keys::LIFE_THREAT, proposal.life_threat);
    content.set(keys::SOURCE, source.as_str());
    content.set(keys::RECTIFICATION, proposal.rectification.as_str());
    content.set(keys::DEPARTMENT, proposal.department.as_str());
    match proposal.deadline {
        DeadlineSpec::Immediate => content.set(keys::DEADLINE_KIND, "immediate"),
        DeadlineSpec::Days { days, calendar } => {
            let kind = match calendar {
                DayKind::Natural => "natural",
                DayKind::Working => "working",
            };
            content.set(keys::DEADLINE_KIND, kind);
            content.set(keys::DEADLINE_DAYS, i64::from(days));
        }
    }
    content.set(keys::FOUND_AT_MS, found_at.0);
    if proposal.beside_file {
        content.set(keys::REMARK, beside_file_remark());
    }
    content
}
