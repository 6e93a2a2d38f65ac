use std::collections::BTreeMap;

use wangge_domain::checklist::{HazardProposal, hazard_proposals};
use wangge_domain::inspection::{Inspection, check_inspection, keys};
use wangge_domain::lifecycle::Event;
use wangge_domain::premises::Premises;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Finding, RecordId};

use super::answer::open_inspection;
use crate::work::Work;
use crate::{Core, CoreError};

/// What a submission brought about（提交结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// Advice that did not bar it.
    pub advice: Vec<Finding>,
    /// Hazards that the failed items propose and that are not raised yet.
    pub proposals: Vec<HazardProposal>,
}

impl Core {
    /// What is still missing in an inspection, blocking and advisory.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn check_inspection(&self, inspection: RecordId) -> Result<Vec<Finding>, CoreError> {
        self.with(|work| Ok(look(work, inspection)?.0))
    }

    /// The hazards that the failed items of an inspection propose, without those already raised.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn hazard_proposals(
        &self,
        inspection: RecordId,
    ) -> Result<Vec<HazardProposal>, CoreError> {
        self.with(|work| Ok(look(work, inspection)?.1))
    }

    /// Submits an inspection: freezes its version. On a returned one `correction` says what was
    /// changed and why.
    ///
    /// # Errors
    /// [`CoreError::Incomplete`] with all that is missing; [`CoreError::NotAllowed`].
    pub fn submit_inspection(
        &self,
        inspection: RecordId,
        correction: Option<&str>,
    ) -> Result<Submission, CoreError> {
        let correction = correction.map(str::to_owned);
        self.with(|work| {
            let view = open_inspection(work, inspection)?;
            let (findings, proposals) = look(work, inspection)?;
            let (blocking, advice): (Vec<_>, Vec<_>) =
                findings.into_iter().partition(Finding::is_blocking);
            if !blocking.is_empty() {
                return Err(CoreError::Incomplete(blocking));
            }
            let mut edits = BTreeMap::new();
            let finished = Scalar::from(work.ctx.now.wall_ms);
            edits.insert(keys::FINISHED_AT_MS.to_owned(), finished);
            let make = move |version| Event::Submitted { version, correction: correction.clone() };
            let nothing = wangge_domain::lifecycle::Version {
                heads: Vec::new(),
                content: wangge_domain::Digest::ZERO,
            };
            work.check(&view, &make(nothing))?;
            work.edit(inspection, &RecordKind::Inspection, view.stream, &edits)?;
            work.act(&view, make)?;
            Ok(Submission { advice, proposals })
        })
    }
}

/// Findings and open proposals of an inspection, by the rules pinned at its start.
fn look(
    work: &Work<'_>,
    inspection: RecordId,
) -> Result<(Vec<Finding>, Vec<HazardProposal>), CoreError> {
    let view = work.view_of(inspection, &RecordKind::Inspection)?;
    let policy = work.ctx.policy;
    let typed = Inspection::from_content(&view.content);
    let premises = typed.premises.ok_or(CoreError::UnknownRecord)?;
    let premises = Premises::from_content(&work.view(premises)?.content);
    let facts = premises.facts(&policy.categories, work.today());
    let findings = check_inspection(&view.content, policy, &facts);
    let Some(list) = policy.checklists.pinned(&typed.checklist, &typed.checklist_version) else {
        return Ok((findings, Vec::new()));
    };
    let regions = &policy.regions;
    let raised = work.db.hazards(
        &crate::store::HazardFilter {
            inspection: Some(inspection),
            ..crate::store::HazardFilter::default()
        },
        1_000,
    )?;
    let proposals = hazard_proposals(&policy.checklists, list, &facts, &typed.answers, regions)
        .into_iter()
        .filter(|proposal| raised.iter().all(|it| it.item != proposal.item))
        .collect();
    Ok((findings, proposals))
}
