use std::collections::BTreeMap;
use std::sync::Arc;

use wangge_domain::checklist::{FAILED_BESIDE_FILE, HazardProposal, hazard_proposals};
use wangge_domain::hazard::{HazardSource, check_hazard, hazard_content};
use wangge_domain::inspection::{Inspection, check_inspection, keys, missing_signers};
use wangge_domain::lifecycle::{Event, Reason, Version};
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::PremisesFacts;
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_domain::register::unsigned_team;
use wangge_domain::{Finding, FindingLevel, RecordId};
use wangge_protocol::EnvelopeId;
use wangge_sync_engine::client::{ClientContext, EventPlan, SealRequest, edit};
use wangge_sync_engine::statement_digest;

use super::note_outcome::outcome_edits;
use super::sign::all_hold;
use super::subject::{Subject, refuse_blocking};
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;
use crate::store::HazardFilter;

/// How an inspection is submitted（提交）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubmitInspection {
    /// How the visit ended, with a remark: a census outcome of the pack; `None`: as answered.
    pub outcome: Option<(String, String)>,
    /// Why it was changed, on a returned inspection.
    pub correction: Option<String>,
    /// Raise a hazard for every failed item that has none yet.
    pub raise_hazards: bool,
}

/// What a submission made（提交结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmittedInspection {
    /// The envelope that freezes the version.
    pub envelope: EnvelopeId,
    /// Hazards found and sealed with it.
    pub hazards: Vec<RecordId>,
    /// Hazards kept as drafts, with what is missing in each.
    pub drafts: Vec<(RecordId, Vec<Finding>)>,
    /// Items that failed although the file of the premises says that they do not apply.
    pub marks: Vec<Finding>,
}

impl Core {
    /// Submits an inspection（提交检查）: checks answers, photos and signatures, freezes the version,
    /// and on request raises the hazards of the failed items under the same seal.
    ///
    /// # Errors
    /// [`CoreError::Incomplete`] with everything that must be mended,
    /// [`CoreError::SignatureVoid`], [`CoreError::NotAllowed`], also where two names stand over the
    /// same strokes. The draft stays as it is.
    pub fn submit_inspection(
        &self,
        inspection: RecordId,
        input: &SubmitInspection,
    ) -> Result<SubmittedInspection, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let mut subject =
                Subject::load_kind(ctx, &session, inspection, &RecordKind::Inspection)?;
            let edits = finishing(&subject, input);
            let Judged {
                record,
                pack,
                facts,
                marks,
            } = self.judge_submission(ctx, &session, &mut subject, &edits, input, &[])?;
            let correction = input.correction.clone();
            let submitted = move |version: Version| Event::Submitted {
                version,
                correction,
            };
            self.may_seal()?;
            let (found, drafts) = if input.raise_hazards {
                let list = pack
                    .checklists
                    .pinned(&record.checklist, &record.checklist_version);
                let proposals = list.map_or_else(Vec::new, |list| {
                    let library = &pack.checklists;
                    hazard_proposals(library, list, &facts, &record.answers, &pack.regions)
                });
                self.draft_proposals(ctx, &session, &subject, &record, proposals)?
            } else {
                (Vec::new(), Vec::new())
            };
            self.edit_record(ctx, &subject.record, &edits)?;
            let mut requests = vec![SealRequest::new(
                inspection,
                vec![EventPlan::WithVersion(Box::new(submitted))],
            )];
            requests.extend(found.iter().map(found_request));
            let envelopes = self.seal_requests(ctx, requests)?;
            Ok(SubmittedInspection {
                envelope: envelopes.first().copied().ok_or_else(|| {
                    CoreError::Internal("a submission without an envelope".to_owned())
                })?,
                hazards: found.into_iter().map(|(hazard, ..)| hazard).collect(),
                drafts,
                marks,
            })
        })
    }

    /// Lays edits onto an inspection, in memory alone, and asks everything that stands between it
    /// and its submission. `signing`: who signs what then stands there, and as what.
    pub(super) fn judge_submission(
        &self,
        ctx: &ClientContext<'_>,
        session: &Session,
        subject: &mut Subject,
        edits: &BTreeMap<String, Scalar>,
        input: &SubmitInspection,
        signing: &[(String, String)],
    ) -> Result<Judged, CoreError> {
        for (key, value) in edits {
            subject.record.content.set(key.clone(), value.clone());
        }
        let content = &subject.record.content;
        let record = Inspection::from_content(content);
        let pack = self.pack_of(session, record.policy_revision)?;
        let facts = match record.premises {
            Some(premises) => self.premises_with_facts(session, premises, subject.now)?.1,
            None => PremisesFacts::default(),
        };
        let mut marks = check_inspection(content, &pack, &facts);
        refuse_blocking(marks.clone())?;
        marks.retain(|mark| mark.code == FAILED_BESIDE_FILE);
        if !all_hold(content, signing) {
            return Err(CoreError::SignatureVoid);
        }
        if signing.is_empty() && !missing_signers(content).is_empty() {
            let reason = Reason::new("joint_signature_missing", "S2-26");
            return Err(CoreError::NotAllowed(reason));
        }
        let version = super::act::expected_version(&subject.record);
        let correction = input.correction.clone();
        let handed_in = Event::Submitted {
            version,
            correction,
        };
        let at = (subject.home(session), subject.now.china_date());
        let said = (&subject.record.kind, content, &handed_in);
        let (rules, control) = (&session.policy, &session.control);
        let unsigned = unsigned_team(rules, control, at, said, statement_digest, signing);
        if let Some(unsigned) = unsigned {
            return Err(CoreError::NotAllowed(unsigned.reason_with_names()));
        }
        subject.check(ctx, session, &handed_in)?;
        Ok(Judged {
            record,
            pack,
            facts,
            marks,
        })
    }

    /// Drafts a hazard for each proposal that has none yet: those complete, and those that lack
    /// something.
    #[allow(clippy::type_complexity)]
    fn draft_proposals(
        &self,
        ctx: &ClientContext<'_>,
        session: &Session,
        subject: &Subject,
        inspection: &Inspection,
        proposals: Vec<HazardProposal>,
    ) -> Result<(Vec<(RecordId, bool, bool)>, Vec<(RecordId, Vec<Finding>)>), CoreError> {
        let (mut found, mut drafts) = (Vec::new(), Vec::new());
        let Some(premises) = inspection.premises else {
            return Ok((found, drafts));
        };
        let filter = HazardFilter {
            inspection: Some(subject.record.record),
            ..HazardFilter::default()
        };
        let raised: Vec<String> = self
            .inner
            .store
            .hazards(&filter, usize::MAX)?
            .into_iter()
            .map(|row| row.item)
            .collect();
        let source = HazardSource::of_visit(inspection.mode);
        for proposal in proposals
            .into_iter()
            .filter(|it| !raised.contains(&it.item))
        {
            let mut content = hazard_content(
                &proposal,
                premises,
                subject.record.record,
                source,
                subject.now,
            );
            for photo in &inspection.photos {
                if photo.item.as_deref() == Some(proposal.item.as_str()) {
                    content.set(keys::photo_item(photo.photo), proposal.item.as_str());
                }
            }
            let record = self.mint_record();
            let stream = subject.record.stream;
            edit(
                ctx,
                record,
                &RecordKind::Rectification,
                stream,
                &content.fields,
            )?;
            let missing = blocking(check_hazard(&content, &session.policy));
            if missing.is_empty() {
                found.push((record, proposal.suspected_major, proposal.life_threat));
            } else {
                drafts.push((record, missing));
            }
        }
        Ok((found, drafts))
    }
}

/// An inspection that may be submitted, with the rules it was begun under.
pub(super) struct Judged {
    record: Inspection,
    pack: Arc<PolicyPack>,
    facts: PremisesFacts,
    marks: Vec<Finding>,
}

/// The fields that a submission sets itself.
pub(super) fn finishing(subject: &Subject, input: &SubmitInspection) -> BTreeMap<String, Scalar> {
    let content: &Content = &subject.record.content;
    let mut edits = BTreeMap::new();
    if content.int(keys::FINISHED_AT_MS).is_none() {
        edits.insert(keys::FINISHED_AT_MS.to_owned(), subject.now.0.into());
    }
    if let Some((outcome, note)) = &input.outcome {
        edits.extend(outcome_edits(outcome, note));
    }
    edits
}

fn found_request((hazard, suspected_major, life_threat): &(RecordId, bool, bool)) -> SealRequest {
    let (suspected_major, life_threat) = (*suspected_major, *life_threat);
    let found = move |version| Event::Found {
        version,
        suspected_major,
        life_threat,
    };
    SealRequest::new(*hazard, vec![EventPlan::WithVersion(Box::new(found))])
}

fn blocking(findings: Vec<Finding>) -> Vec<Finding> {
    findings
        .into_iter()
        .filter(|finding| finding.level == FindingLevel::Blocking)
        .collect()
}
