use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;
use wangge_domain::hazard::{refuse_signing, refuse_unsigning};
use wangge_domain::inspection::{Strokes, is_signature_role, keys, signatures};
use wangge_domain::lifecycle::{LifecycleTables, Reason, Row, SignatureRef, Status};
use wangge_domain::record::{Content, RecordKind, Scalar, holds_hidden_letters, is_blank};
use wangge_domain::{Digest, RecordId};
use wangge_protocol::sha256;
use wangge_sync_engine::{content_hash, statement_digest};

use super::answer::refuse_settled;
use super::subject::{Subject, refuse_compulsion};
use crate::error::CoreError;
use crate::facade::Core;
use crate::random::random_bytes;
use crate::session::Session;

/// Bytes of strokes at most: as text they must fit one field.
const MAX_STROKES_BYTES: usize = 24 * 1024;

/// A signature on the screen（手写签名）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureInput {
    /// The strokes, as JSON in the shape of [`Strokes`]: a hand must have moved.
    pub strokes: Vec<u8>,
    /// Who signs, as written.
    pub signer: String,
    /// As what: `owner`, `operator`, `tenant`, `resident`, `head`, `inspector`, `witness`, or
    /// `inspector:{agency}`.
    pub role: String,
    /// Hash of the statement that was shown: [`statement_digest`].
    pub statement: Digest,
}

impl Core {
    /// Puts a signature under a record as it was shown（签名）. It is void once that changes.
    ///
    /// # Errors
    /// [`CoreError::SignatureVoid`]: what stands there now is not what was shown.
    /// [`CoreError::InvalidInput`]: no strokes that a paper can draw, no name, no such role.
    /// [`CoreError::NotAllowed`]: it is settled, a step was taken already that rested on a signature, a
    /// notice was served, a visit stands as it was handed in (S4-06), or a word of compulsion stands in the name (S0-03).
    pub fn sign(&self, record: RecordId, input: &SignatureInput) -> Result<Uuid, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, record)?;
            refuse_settled(&subject)?;
            refuse_rested_on(&subject)?;
            refuse_signed_for(&subject, Touch::Add)?;
            refuse_nobody(&session, &subject, &input.signer)?;
            let (id, edits, _) = self.signature(&subject.record.content, input)?;
            self.edit_record(ctx, &subject.record, &edits)?;
            Ok(id)
        })
    }

    /// Takes a signature out of a record（撤销签名）, before it is signed anew: what was signed stays in
    /// the history of the document.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`]: there is no such signature. [`CoreError::NotAllowed`].
    pub fn drop_signature(&self, record: RecordId, signature: Uuid) -> Result<(), CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            let subject = Subject::load(ctx, &session, record)?;
            refuse_settled(&subject)?;
            refuse_rested_on(&subject)?;
            refuse_signed_for(&subject, Touch::Drop)?;
            let known = signatures(&subject.record.content);
            if !known.iter().any(|it| it.id == signature) {
                return Err(CoreError::UnknownRecord);
            }
            let parts = [
                keys::signature_signer(signature),
                keys::signature_role(signature),
                keys::signature_strokes(signature),
                keys::signature_statement(signature),
            ];
            let edits = parts.into_iter().map(|key| (key, Scalar::Null)).collect();
            self.edit_record(ctx, &subject.record, &edits)
        })
    }

    /// Checks a signature against the content and gives its fields and its reference.
    pub(super) fn signature(
        &self,
        content: &Content,
        input: &SignatureInput,
    ) -> Result<(Uuid, BTreeMap<String, Scalar>, SignatureRef), CoreError> {
        let invalid = |what: &str| Err(CoreError::InvalidInput(what.to_owned()));
        check_strokes(&input.strokes)?;
        if is_blank(&input.signer) || holds_hidden_letters(&input.signer) {
            return invalid("signer");
        }
        refuse_compulsion(&input.signer)?;
        if !is_signature_role(input.role.trim()) {
            return invalid(&format!("signature role: {}", input.role.trim()));
        }
        if input.statement != statement_digest(content) {
            return Err(CoreError::SignatureVoid);
        }
        let id = uuid::Builder::from_unix_timestamp_millis(
            u64::try_from(self.clock().wall_ms()).unwrap_or(0),
            &random_bytes(self.inner.random.as_ref()),
        )
        .into_uuid();
        let edits = BTreeMap::from([
            (keys::signature_signer(id), input.signer.trim().into()),
            (keys::signature_role(id), input.role.trim().into()),
            (
                keys::signature_strokes(id),
                STANDARD.encode(&input.strokes).into(),
            ),
            (
                keys::signature_statement(id),
                input.statement.to_string().into(),
            ),
        ]);
        let reference = SignatureRef {
            signer: input.signer.trim().to_owned(),
            role: input.role.trim().to_owned(),
            strokes: sha256(&input.strokes),
            statement: input.statement,
        };
        Ok((id, edits, reference))
    }
}

/// Who signs a letter has a name: its step would be refused.
fn refuse_nobody(session: &Session, subject: &Subject, signer: &str) -> Result<(), CoreError> {
    let unread = is_blank(signer) || !subject.record.kind.is_case();
    if unread || session.policy.cases.names_somebody(signer) {
        return Ok(());
    }
    let reason = Reason::new("name_is_placeholder", "S2-15").about("签名人");
    Err(CoreError::NotAllowed(reason))
}

/// Looks at strokes before anything is begun（笔迹预检）.
///
/// # Errors
/// [`CoreError::InvalidInput`]: no paper can draw them, no line was drawn, or they are too long.
pub fn check_strokes(bytes: &[u8]) -> Result<(), CoreError> {
    let invalid = |what: &str| Err(CoreError::InvalidInput(what.to_owned()));
    if bytes.len() > MAX_STROKES_BYTES {
        return invalid("strokes: too long");
    }
    if !Strokes::parse(bytes).is_some_and(|it| it.is_written()) {
        return invalid("strokes");
    }
    Ok(())
}

/// What a step rested on stays as it was: once it is taken, a letter is signed by nobody else, and
/// nobody takes a signature back.
fn refuse_rested_on(subject: &Subject) -> Result<(), CoreError> {
    let state = &subject.record.state;
    let table = LifecycleTables::standard().of(&subject.record.kind);
    let asks = |row: &&Row| !row.asks.signatures.is_empty();
    let rows = || {
        let rows = table.into_iter().flat_map(|table| &table.rows);
        rows.filter(asks)
    };
    let is_taken = rows().any(|row| state.case.taken(&row.event).next().is_some());
    let is_awaited = rows().any(|row| row.from.contains(&state.status));
    if is_taken && !is_awaited {
        let reason = Reason::new("not_in_this_state", "S4-06");
        return Err(CoreError::NotAllowed(reason));
    }
    Ok(())
}

/// What is about to be done to the signatures of a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Touch {
    /// One more.
    Add,
    /// One less.
    Drop,
}

/// What was signed for stays signed as it was: the notice that was served, the visit that was handed
/// in. A visit that was changed since is another one, which is signed before it is handed in anew.
fn refuse_signed_for(subject: &Subject, touch: Touch) -> Result<(), CoreError> {
    let state = &subject.record.state;
    match state.kind {
        RecordKind::Rectification => {
            let refused = match touch {
                Touch::Add => refuse_signing(state),
                Touch::Drop => refuse_unsigning(state),
            };
            refused.map_err(CoreError::NotAllowed)
        }
        RecordKind::Inspection if state.status == Status::Submitted => {
            let said = content_hash(&subject.record.content);
            let is_changed = state.submitted.as_ref().map(|it| it.content) != Some(said);
            if touch == Touch::Add && is_changed {
                return Ok(());
            }
            let reason = Reason::new("not_in_this_state", "S4-06");
            Err(CoreError::NotAllowed(reason))
        }
        _ => Ok(()),
    }
}

/// Whether everybody who signed has signed what stands there now. A signature of an earlier
/// statement stays as evidence; one by the same person or in the same part stands in its place, or
/// will: `signing` says who signs next, and as what.
pub(super) fn all_hold(content: &Content, signing: &[(String, String)]) -> bool {
    let statement = statement_digest(content);
    let (holding, void): (Vec<_>, Vec<_>) = signatures(content)
        .into_iter()
        .partition(|signature| signature.holds_for(statement));
    void.iter().all(|old| {
        let mut newer = holding.iter();
        let mut next = signing.iter();
        newer.any(|new| new.signer == old.signer || new.role == old.role)
            || next.any(|(signer, role)| *signer == old.signer || *role == old.role)
    })
}
