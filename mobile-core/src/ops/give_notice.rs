use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::hazard::Hazard;
use wangge_domain::lifecycle::{Event, Responsible, ServiceProof, SignatureRef};
use wangge_domain::numbering::ProvisionalNumber;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, RecordId};
use wangge_protocol::{Hasher, encode};

use crate::work::Work;
use crate::{Core, CoreError};

/// Name of the durable counter of provisional numbers.
const COUNTER: &str = "provisional_number";

/// A notice about to be issued（整改通知书）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticePlan {
    /// Body that issues it, a key of the policy's issuers.
    pub issuer: String,
    /// How long the owner has; `None`: what the checklist or the policy proposes.
    pub deadline: Option<DeadlineSpec>,
    /// Unit, leader, person: all three (S0-25, S2-15).
    pub responsible: Responsible,
}

impl Core {
    /// 下发整改通知书, offline: it bears a provisional number（暂-）that the relay binds to the final
    /// one. A number is never used twice, not even after a crash.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`]: all three responsible, an issuer of the policy, a deadline
    /// within its limits. No number is spent then.
    pub fn issue_notice(&self, hazard: RecordId, plan: &NoticePlan) -> Result<String, CoreError> {
        self.with(|work| {
            let view = work.view_of(hazard, &RecordKind::Rectification)?;
            let proposed = Hazard::from_content(&view.content).deadline;
            let policy = work.ctx.policy;
            let deadline =
                plan.deadline.or(proposed).unwrap_or(policy.rectification.default_deadline);
            let short_id = work.lease.short_id.clone();
            let (issuer, responsible) = (plan.issuer.clone(), plan.responsible.clone());
            let event = move |version, number: &str| Event::NoticeIssued {
                version,
                provisional_number: number.to_owned(),
                issuer: issuer.clone(),
                deadline,
                responsible: responsible.clone(),
            };
            let unnumbered = ProvisionalNumber { short_id: short_id.clone(), n: 0 };
            let nothing = wangge_domain::lifecycle::Version {
                heads: Vec::new(),
                content: Digest::ZERO,
            };
            work.check(&view, &event(nothing, &unnumbered.to_string()))?;
            let count = work.db.next_count(COUNTER)?;
            let number = ProvisionalNumber { short_id, n: count }.to_string();
            let printed = number.clone();
            work.act(&view, move |version| event(version, &printed))?;
            Ok(number)
        })
    }

    /// 送达: signed for, refused before two witnesses, posted or mailed. A signature must be of
    /// the statement as it stands now ([`Core::notice_statement`]).
    ///
    /// # Errors
    /// [`CoreError::SignatureVoid`], [`CoreError::NotAllowed`].
    pub fn serve_notice(&self, hazard: RecordId, proof: ServiceProof) -> Result<(), CoreError> {
        self.with(|work| {
            let view = work.view_of(hazard, &RecordKind::Rectification)?;
            let statement = statement(work, hazard)?;
            let signatures: &[SignatureRef] = match &proof {
                ServiceProof::Signed(signature) => std::slice::from_ref(signature),
                ServiceProof::Refused { witnesses, .. } => witnesses,
                ServiceProof::Posted { .. } | ServiceProof::Mailed { .. } => &[],
            };
            if signatures.iter().any(|signature| signature.statement != statement) {
                return Err(CoreError::SignatureVoid);
            }
            let proof = proof.clone();
            work.act(&view, move |_| Event::Served(proof.clone()))?;
            Ok(())
        })
    }

    /// The hash of what a signature under a notice signs: the hazard as it stands, its number,
    /// its deadline and who is answerable.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn notice_statement(&self, hazard: RecordId) -> Result<Digest, CoreError> {
        self.with(|work| statement(work, hazard))
    }
}

fn statement(work: &Work<'_>, hazard: RecordId) -> Result<Digest, CoreError> {
    let view = work.view_of(hazard, &RecordKind::Rectification)?;
    let shown = Hazard::from_content(&view.content);
    let parts = (
        hazard,
        shown.description,
        shown.part,
        shown.rectification,
        view.state.provisional_number,
        view.state.due,
        view.state.responsible,
    );
    Ok(Hasher::new("wangge/statement/notice/1").part(&encode(&parts)).finish())
}
