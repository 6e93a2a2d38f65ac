use std::collections::BTreeMap;
use std::sync::Arc;

use wangge_domain::control::{ControlEvent, ControlRow};
use wangge_domain::inspection::photo_keys;
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, GridId, RecordId, StreamId, Timestamp};
use wangge_protocol::Row;
use wangge_protocol::evidence::{EvidenceBundle, EvidenceMaking};
use wangge_report::{PaperClaim, PhotoFile};
use wangge_sync_engine::relay::control_rows_of;
use wangge_sync_engine::store::StoreError;

use super::candidates::{Found, find};
use super::case_rows::CaseRows;
use super::paper_check::PaperCheck;
use super::prepared::Prepared;
use super::replay::{Replay, accepted, content};

use crate::paper::PaperKind;

/// The rows of an evidence file.
struct BundleRows<'a> {
    making: &'a EvidenceMaking,
    premises: RecordId,
    exported_at: Timestamp,
    rows: BTreeMap<RecordId, Vec<Row>>,
    control: Vec<ControlRow>,
    policies: BTreeMap<u32, Arc<PolicyPack>>,
}

impl<'a> BundleRows<'a> {
    fn of(bundle: &'a EvidenceBundle, making: &'a EvidenceMaking) -> Result<Self, StoreError> {
        let mut rows: BTreeMap<RecordId, Vec<Row>> = BTreeMap::new();
        let mut control = Vec::new();
        for log in &bundle.logs {
            let restored = log
                .to_rows()
                .map_err(|error| StoreError::Corrupt(error.to_string()))?;
            for row in restored {
                if log.stream == StreamId::control(bundle.tenant) {
                    control.extend(control_rows_of(&row));
                } else if let Some(envelope) = accepted(&row) {
                    rows.entry(envelope.header.record).or_default().push(row);
                }
            }
        }
        let activated = control.iter().filter_map(|row| match row.event {
            ControlEvent::PolicyActivated {
                revision, digest, ..
            } => Some((revision, digest)),
            _ => None,
        });
        let pack = |digest: Digest| {
            let bytes = making.policies.iter().find(|blob| blob.digest == digest)?;
            PolicyPack::parse(&bytes.bytes).ok().map(Arc::new)
        };
        let policies = activated
            .filter_map(|(revision, digest)| Some((revision, pack(digest)?)))
            .collect();
        Ok(Self {
            making,
            premises: bundle.premises,
            exported_at: bundle.exported_at,
            rows,
            control,
            policies,
        })
    }
}

impl CaseRows for BundleRows<'_> {
    fn rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        Ok(self.rows.get(&record).cloned().unwrap_or_default())
    }

    /// The file holds what hangs on one premises and nothing else.
    fn on_premises(
        &self,
        premises: RecordId,
        kind: &RecordKind,
    ) -> Result<Vec<RecordId>, StoreError> {
        let is_of_kind = |rows: &Vec<Row>| {
            let first = rows.iter().find_map(accepted);
            first.is_some_and(|envelope| envelope.header.kind == *kind)
        };
        let found = self.rows.iter().filter(|(_, rows)| is_of_kind(rows));
        let found = found.map(|(record, _)| *record);
        Ok(found.filter(|_| premises == self.premises).collect())
    }

    fn photo(&self, photo: RecordId) -> Result<Option<(GridId, PhotoFile)>, StoreError> {
        let Some(rows) = self.rows.get(&photo) else {
            return Ok(None);
        };
        let taken_at = content(rows).int(photo_keys::TAKEN_AT_MS).map(Timestamp);
        // Of a picture that was blanked nothing is shown, as at the relay.
        let envelopes = rows.iter().rev().filter_map(accepted);
        let mut envelopes = envelopes.filter(|envelope| !envelope.is_blanked());
        Ok(envelopes.find_map(|envelope| {
            let blobs = envelope.header.blobs.last()?;
            let file = PhotoFile {
                original: blobs.original,
                view: blobs.view,
                thumbnail: blobs.thumbnail,
                taken_at,
            };
            Some((envelope.header.stream.grid(), file))
        }))
    }

    fn control_rows(&self) -> Result<Vec<ControlRow>, StoreError> {
        Ok(self.control.clone())
    }

    fn policy(&self, revision: u32) -> Option<Arc<PolicyPack>> {
        self.policies.get(&revision).cloned()
    }

    fn address(&self) -> &str {
        &self.making.address
    }

    fn is_demo(&self) -> bool {
        self.making.demo
    }

    fn now(&self) -> Timestamp {
        self.exported_at
    }
}

/// Compares a file with an evidence file that was verified before（离线核验文书）, without any relay.
///
/// # Errors
/// [`StoreError::Corrupt`]: a row of the file is none; a verified file has no such row.
pub(crate) fn check_with_bundle(
    pdf: &[u8],
    bundle: &EvidenceBundle,
    making: &EvidenceMaking,
) -> Result<PaperCheck, StoreError> {
    let claim = PaperClaim::read(pdf);
    let kind = claim.as_ref().and_then(|it| PaperKind::parse(&it.kind));
    let source = BundleRows::of(bundle, making)?;
    let (mut found, mut rows) = (Found::default(), 0);
    if let (Some(claim), Some(kind)) = (&claim, kind)
        && let Some(replay) = Replay::of(&source, kind, claim.record)?
    {
        rows = replay.rows().count();
        found = find(&source, &replay, kind, claim, usize::MAX)?;
    }
    let blobs: BTreeMap<Digest, Vec<u8>> = bundle
        .blobs
        .iter()
        .map(|blob| (blob.digest, blob.bytes.clone()))
        .collect();
    Ok(Prepared::new(claim, found, Ok(rows)).judge(pdf, &blobs))
}
