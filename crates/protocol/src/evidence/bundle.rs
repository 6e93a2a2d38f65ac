use serde::{Deserialize, Serialize};
use wangge_domain::{Digest, RecordId, StreamId, TenantId, Timestamp, UserId};

use crate::{
    Decision, Envelope, EnvelopeError, EnvelopeId, Hasher, Op, PublicKey, Row, RowBody, Seal,
    SecretKey, Signature, chain_next, encode, page_message,
};

/// First bytes of what the relay's signature covers.
pub(super) const LABEL: &str = "wangge/evidence/1";

/// Everything that an evidence file says（证据包）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceBundle {
    /// Whose data.
    pub tenant: TenantId,
    /// Name of the tenant.
    pub tenant_name: String,
    /// The tenant's root key.
    pub root_key: PublicKey,
    /// Service keys of the relay with the root's signature over each.
    pub service_keys: Vec<(PublicKey, Signature)>,
    /// The premises it is about.
    pub premises: RecordId,
    /// When it was exported, by the relay's clock.
    pub exported_at: Timestamp,
    /// Who exported it; `None`: at the relay itself.
    pub exported_by: Option<UserId>,
    /// The control stream, then the log of the grid.
    pub logs: Vec<EvidenceLog>,
    /// Photos as they were hashed: view copies, and originals where they are held.
    pub blobs: Vec<EvidenceBlob>,
    /// Papers by file name, as they were made for this export.
    pub papers: Vec<(String, EvidenceBlob)>,
    /// What it takes to make the papers of this premises again from the rows; absent in files of
    /// before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub making: Option<EvidenceMaking>,
}

/// What papers are made with beside the rows（文书制作条件）, so that a paper can be compared without the
/// relay. Names and places are rows of the control stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceMaking {
    /// Address of the relay in the QR; empty for none.
    pub address: String,
    /// Papers say that the clock is made up.
    pub demo: bool,
    /// The policy packs that were in force, by the hash that the control stream names.
    pub policies: Vec<EvidenceBlob>,
}

/// One log, dense from its first row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceLog {
    /// Which log.
    pub stream: StreamId,
    /// Epoch at its head.
    pub epoch: u32,
    /// Every row by what the chain covers, from 1.
    pub links: Vec<EvidenceLink>,
    /// The rows of this case in full.
    pub rows: Vec<EvidenceRow>,
    /// Service key that signed the head.
    pub relay_key: PublicKey,
    /// Its signature over stream, epoch, last row and chain.
    pub signature: Signature,
}

/// What the chain covers of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceLink(
    /// Envelope.
    pub EnvelopeId,
    /// Hash of the decision, or of the stub.
    pub Digest,
    /// When the relay received it.
    pub Timestamp,
);

/// A row in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRow {
    /// Its place.
    pub seq: u64,
    /// The header as it was signed.
    #[serde(with = "serde_bytes")]
    pub header: Vec<u8>,
    /// What it did.
    pub ops: Vec<Op>,
    /// Proof of who made it.
    pub seal: Seal,
    /// What the relay decided.
    pub decision: Decision,
}

/// Bytes under their hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceBlob {
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// The bytes.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
}

/// The file: the bundle's bytes and the relay's signature over them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EvidenceFile {
    /// [`LABEL`].
    pub(super) format: String,
    #[serde(with = "serde_bytes")]
    pub(super) body: Vec<u8>,
    pub(super) relay_key: PublicKey,
    pub(super) signature: Signature,
}

pub(super) fn message(body: &[u8]) -> Digest {
    Hasher::new(LABEL).part(body).finish()
}

impl EvidenceBundle {
    /// The file, signed by the relay's service key.
    #[must_use]
    pub fn to_file(&self, key: &SecretKey) -> Vec<u8> {
        let body = encode(self);
        let signature = key.sign(&message(&body).0);
        encode(&EvidenceFile {
            format: LABEL.to_owned(),
            body,
            relay_key: key.public(),
            signature,
        })
    }
}

impl EvidenceLog {
    /// The rows in full as rows of a log（还原日志行）. The chain hash of each is computed from the
    /// links; whether they hold is for [`super::verify_evidence`] to say.
    ///
    /// # Errors
    /// A row is no envelope.
    pub fn to_rows(&self) -> Result<Vec<Row>, EnvelopeError> {
        let mut chains = Vec::with_capacity(self.links.len());
        let (mut chain, mut seq) = (Digest::ZERO, 0);
        for link in &self.links {
            seq += 1;
            chain = chain_next(&chain, seq, &link.0, &link.1, link.2);
            chains.push((chain, link.2));
        }
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            let envelope =
                Envelope::assemble(row.header.clone(), row.ops.clone(), row.seal.clone())?;
            let place = usize::try_from(row.seq.wrapping_sub(1)).unwrap_or(usize::MAX);
            let Some((chain, received_at)) = chains.get(place).copied() else {
                continue;
            };
            rows.push(Row {
                epoch: self.epoch,
                seq: row.seq,
                body: RowBody::Accepted {
                    envelope: Box::new(envelope),
                    decision: row.decision.clone(),
                },
                received_at,
                chain,
            });
        }
        Ok(rows)
    }

    /// A log from all its rows, of which those that `wanted` says go in full.
    #[must_use]
    pub fn of(
        stream: StreamId,
        rows: &[Row],
        wanted: impl Fn(&Row) -> bool,
        key: &SecretKey,
    ) -> Self {
        let last = rows.last();
        let (epoch, seq, chain) =
            last.map_or((1, 0, Digest::ZERO), |row| (row.epoch, row.seq, row.chain));
        let full = rows
            .iter()
            .filter(|row| wanted(row))
            .filter_map(|row| match &row.body {
                RowBody::Accepted { envelope, decision } => Some(EvidenceRow {
                    seq: row.seq,
                    header: envelope.header_bytes.clone(),
                    ops: envelope.ops.clone(),
                    seal: envelope.seal.clone(),
                    decision: decision.clone(),
                }),
                RowBody::Stub(_) => None,
            });
        let link = |row: &Row| {
            EvidenceLink(
                row.body.envelope_id(),
                row.body.decision_hash(),
                row.received_at,
            )
        };
        Self {
            stream,
            epoch,
            links: rows.iter().map(link).collect(),
            rows: full.collect(),
            relay_key: key.public(),
            signature: key.sign(&page_message(stream, epoch, seq, &chain).0),
        }
    }
}
