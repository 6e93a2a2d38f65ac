use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;
use wangge_domain::inspection::{Inspection, keys};
use wangge_domain::lifecycle::SignatureRef;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId};
use wangge_protocol::{Hasher, encode, sha256};

use crate::work::Work;
use crate::{Core, CoreError};

/// Bytes of strokes at most: a signature is a few kilobytes.
const MAX_STROKES: usize = 24 * 1024;

/// A signature drawn on the screen（手写签名）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureInput {
    /// Who signs, as written.
    pub signer: String,
    /// As what: `owner`, `tenant`, `inspector`, `witness`…
    pub role: String,
    /// The strokes in the shell's own encoding; kept as they are.
    pub strokes: Vec<u8>,
    /// Hash of the statement that was on the screen.
    pub statement: Digest,
}

impl Core {
    /// The hash of what a signature under an inspection signs: its answers, photos and outcome.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn inspection_statement(&self, inspection: RecordId) -> Result<Digest, CoreError> {
        self.with(|work| statement(work, inspection))
    }

    /// Puts a signature under an inspection, or keeps the strokes of one under a notice with the
    /// hazard's record, and gives back the reference that an event can cite.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`] for an empty or endless signature; [`CoreError::SignatureVoid`]
    /// if what was on the screen is no longer what stands in the inspection.
    pub fn sign(
        &self,
        record: RecordId,
        signature: &SignatureInput,
    ) -> Result<SignatureRef, CoreError> {
        self.with(|work| {
            let signer = signature.signer.trim();
            let drawn = 1..=MAX_STROKES;
            if signer.is_empty() || !drawn.contains(&signature.strokes.len()) {
                return Err(CoreError::InvalidInput("签名为空或过大".to_owned()));
            }
            let view = work.view(record)?;
            let is_inspection = view.kind == RecordKind::Inspection;
            if is_inspection && statement(work, record)? != signature.statement {
                return Err(CoreError::SignatureVoid);
            }
            let id: Uuid = work.mint().0;
            let edits = BTreeMap::from([
                (keys::signature_signer(id), Scalar::from(signer)),
                (keys::signature_role(id), Scalar::from(signature.role.as_str())),
                (keys::signature_strokes(id), STANDARD.encode(&signature.strokes).into()),
                (keys::signature_statement(id), signature.statement.to_string().into()),
            ]);
            work.edit(record, &view.kind, view.stream, &edits)?;
            Ok(SignatureRef {
                signer: signer.to_owned(),
                role: signature.role.clone(),
                strokes: sha256(&signature.strokes),
                statement: signature.statement,
            })
        })
    }

    /// The signatures under an inspection, each with whether it still holds: one is void as soon
    /// as the content changes after it.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`].
    pub fn signatures(
        &self,
        inspection: RecordId,
    ) -> Result<Vec<(wangge_domain::inspection::Signature, bool)>, CoreError> {
        self.with(|work| {
            let view = work.view_of(inspection, &RecordKind::Inspection)?;
            let statement = statement(work, inspection)?;
            let signatures = wangge_domain::inspection::signatures(&view.content);
            Ok(signatures
                .into_iter()
                .map(|signature| {
                    let holds = signature.holds_for(statement);
                    (signature, holds)
                })
                .collect())
        })
    }
}

fn statement(work: &Work<'_>, inspection: RecordId) -> Result<Digest, CoreError> {
    let view = work.view_of(inspection, &RecordKind::Inspection)?;
    let shown = Inspection::from_content(&view.content);
    let answers: Vec<_> = shown
        .answers
        .iter()
        .map(|(item, it)| (item, it.result.map(|it| it.as_str()), &it.value, &it.note))
        .collect();
    let photos: Vec<_> = shown.photos.iter().map(|it| (it.photo, &it.item)).collect();
    let parts =
        (inspection, &shown.premises, &shown.checklist, answers, photos, &shown.census_outcome);
    Ok(Hasher::new("wangge/statement/inspection/1").part(&encode(&parts)).finish())
}
