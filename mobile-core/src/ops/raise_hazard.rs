use std::collections::BTreeMap;

use wangge_domain::checklist::HazardProposal;
use wangge_domain::hazard::{HazardSource, check_hazard, hazard_content, keys};
use wangge_domain::lifecycle::{Event, Version};
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_domain::{Digest, Finding, RecordId, StreamId, Timestamp};

use crate::work::{Work, unborn};
use crate::{Core, CoreError};

/// A hazard reported without a checklist（隐患快报）: what is wrong is enough (S2-10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHazard {
    /// Where.
    pub premises: RecordId,
    /// How it came to light (S0-17).
    pub source: HazardSource,
    /// What is wrong.
    pub description: String,
    /// Which part of the premises.
    pub part: String,
    /// Category as people group them, e.g. 疏散; may be empty.
    pub category: String,
    /// Department that ought to see to it; empty: by the category of the premises.
    pub department: String,
    /// 危及生命.
    pub life_threat: bool,
    /// 疑似重大.
    pub suspected_major: bool,
}

impl Core {
    /// Raises the hazard that a failed item proposes.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`], [`CoreError::Incomplete`].
    pub fn raise_hazard(
        &self,
        inspection: RecordId,
        proposal: &HazardProposal,
        source: HazardSource,
    ) -> Result<RecordId, CoreError> {
        self.with(|work| {
            let visit = work.view_of(inspection, &RecordKind::Inspection)?;
            let premises = visit
                .content
                .text(keys::PREMISES)
                .and_then(|id| id.parse().ok())
                .ok_or(CoreError::UnknownRecord)?;
            let found_at = Timestamp(work.ctx.now.wall_ms);
            let content = hazard_content(proposal, premises, inspection, source, found_at);
            put(work, visit.stream, content, proposal.suspected_major, proposal.life_threat)
        })
    }

    /// Reports a hazard at a premises in one call, offline, photo to follow (S2-10).
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`], [`CoreError::Incomplete`].
    pub fn report_hazard(&self, new: &NewHazard) -> Result<RecordId, CoreError> {
        self.with(|work| {
            let premises = work.view_of(new.premises, &RecordKind::Premises)?;
            let mut content = Content::default();
            content.set(keys::PREMISES, new.premises.to_string());
            content.set(keys::DESCRIPTION, new.description.trim());
            content.set(keys::PART, new.part.trim());
            content.set(keys::CATEGORY, new.category.trim());
            content.set(keys::DEPARTMENT, new.department.trim());
            content.set(keys::SOURCE, new.source.as_str());
            content.set(keys::LIFE_THREAT, new.life_threat);
            let severity = if new.suspected_major { "suspected_major" } else { "general" };
            content.set(keys::SEVERITY, severity);
            content.set(keys::FOUND_AT_MS, work.ctx.now.wall_ms);
            put(work, premises.stream, content, new.suspected_major, new.life_threat)
        })
    }

    /// Corrects or completes the description of a hazard that is not closed.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`].
    pub fn edit_hazard(
        &self,
        hazard: RecordId,
        fields: BTreeMap<String, Scalar>,
    ) -> Result<(), CoreError> {
        self.with(|work| {
            let view = work.view_of(hazard, &RecordKind::Rectification)?;
            let premises = view.content.text(keys::PREMISES).and_then(|id| id.parse().ok());
            work.permit("hazard_edit", view.stream, premises)?;
            work.edit(hazard, &RecordKind::Rectification, view.stream, &fields)
        })
    }
}

/// Writes the record and its first event together.
fn put(
    work: &Work<'_>,
    stream: StreamId,
    content: Content,
    suspected_major: bool,
    life_threat: bool,
) -> Result<RecordId, CoreError> {
    let blocking: Vec<Finding> = check_hazard(&content, work.ctx.policy)
        .into_iter()
        .filter(Finding::is_blocking)
        .collect();
    if !blocking.is_empty() {
        return Err(CoreError::Incomplete(blocking));
    }
    let record = work.mint();
    let view = unborn(record, stream, RecordKind::Rectification, content);
    let make = move |version| Event::Found { version, suspected_major, life_threat };
    work.check(&view, &make(Version { heads: Vec::new(), content: Digest::ZERO }))?;
    work.edit(record, &RecordKind::Rectification, stream, &view.content.fields)?;
    work.act(&view, make)?;
    Ok(record)
}
