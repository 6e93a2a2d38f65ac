use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::lifecycle::{Event, Reason, ServiceProof};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_protocol::EnvelopeId;

use super::SignatureInput;
use super::subject::Subject;
use crate::error::CoreError;
use crate::facade::Core;

/// How a notice was served（送达方式）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceInput {
    /// 签收.
    Signed(SignatureInput),
    /// 拒签: two witnesses sign instead.
    Refused {
        /// Who stood by.
        witnesses: Vec<SignatureInput>,
        /// What was said.
        note: String,
    },
    /// 张贴拍照: a photo attached to the hazard before.
    Posted {
        /// The photo record.
        photo: RecordId,
    },
    /// 邮寄.
    Mailed {
        /// Number of the consignment.
        tracking: String,
    },
}

impl Core {
    /// Serves a notice（送达）.
    ///
    /// # Errors
    /// [`CoreError::SignatureVoid`]: something else was shown than what stands there.
    /// [`CoreError::NotAllowed`]: no notice was issued, too few witnesses, one and the same
    /// witness twice, or two names over the same strokes.
    pub fn serve_notice(
        &self,
        hazard: RecordId,
        input: &ServiceInput,
    ) -> Result<EnvelopeId, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let mut subject =
                Subject::load_kind(ctx, &session, hazard, &RecordKind::Rectification)?;
            let content = &subject.record.content;
            let mut edits: BTreeMap<String, Scalar> = BTreeMap::new();
            let proof = match input {
                ServiceInput::Signed(signature) => {
                    let (_, fields, reference) = self.signature(content, signature)?;
                    edits.extend(fields);
                    ServiceProof::Signed(reference)
                }
                ServiceInput::Refused { witnesses, note } => {
                    let mut references = Vec::new();
                    for witness in witnesses {
                        let (_, fields, reference) = self.signature(content, witness)?;
                        edits.extend(fields);
                        references.push(reference);
                    }
                    refuse_one_person(&references)?;
                    ServiceProof::Refused {
                        witnesses: references,
                        note: note.clone(),
                    }
                }
                ServiceInput::Posted { photo } => {
                    self.refuse_foreign_photo(*photo, hazard)?;
                    ServiceProof::Posted { photo: *photo }
                }
                ServiceInput::Mailed { tracking } => ServiceProof::Mailed {
                    tracking: tracking.clone(),
                },
            };
            // What is about to be signed is judged with what stands there: nobody signs in another's hand.
            for (key, value) in &edits {
                subject.record.content.set(key.clone(), value.clone());
            }
            let event = Event::Served(proof);
            subject.check(ctx, &session, &event)?;
            self.may_seal()?;
            if !edits.is_empty() {
                self.edit_record(ctx, &subject.record, &edits)?;
            }
            self.seal_checked(ctx, &session, &subject, event)
        })
    }

    /// A photo that proves something must be one of this record.
    fn refuse_foreign_photo(&self, photo: RecordId, target: RecordId) -> Result<(), CoreError> {
        let row = self
            .inner
            .store
            .photo_row(photo)?
            .ok_or(CoreError::UnknownRecord)?;
        if row.target == target {
            Ok(())
        } else {
            Err(CoreError::InvalidInput(
                "photo of another record".to_owned(),
            ))
        }
    }
}

/// Two witnesses are two people.
fn refuse_one_person(
    witnesses: &[wangge_domain::lifecycle::SignatureRef],
) -> Result<(), CoreError> {
    let mut names: Vec<&str> = witnesses.iter().map(|it| it.signer.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() == witnesses.len() {
        Ok(())
    } else {
        Err(CoreError::NotAllowed(Reason::new(
            "witnesses_missing",
            "handbook 5.4",
        )))
    }
}
