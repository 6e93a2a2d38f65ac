//! Evidence files（证据包, S0-41）: what the relay holds of one premises, to be believed without it.

use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::{ControlEvent, ControlState};
use wangge_domain::inspection::photo_refs;
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::register::{DelegatedPower, RegisterEntry as _};
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, UserId};
use wangge_protocol::evidence::{EvidenceBlob, EvidenceBundle, EvidenceMaking};
use wangge_protocol::{Op, Row, RowBody, decode, sha256};
use wangge_report::CaseFile;
use wangge_sync_engine::Document;
use wangge_sync_engine::store::{RelayStore, StoreError};

use crate::paper::{PaperKind, draft};
use crate::tenant::Tenant;

/// Rows read at a time, bytes.
const PAGE: usize = 4 * 1024 * 1024;
/// Visits and hazards of one premises, at most.
const MOST: u32 = 10_000;

/// An evidence file that waits for its photos.
pub(crate) struct EvidenceDraft {
    bundle: EvidenceBundle,
    /// Photos of the case, as far as they are named.
    pub(crate) blobs: BTreeSet<Digest>,
    dossier: Option<crate::paper::Draft>,
}

impl EvidenceDraft {
    /// The blobs that the dossier shows, beside those that the file carries.
    pub(crate) fn wanted(&self) -> BTreeSet<Digest> {
        let shown = self.dossier.iter().flat_map(|draft| draft.blobs.values());
        self.blobs.iter().chain(shown).copied().collect()
    }

    /// The file, with the photos that were found.
    pub(crate) fn finish(mut self, tenant: &Tenant, found: &BTreeMap<Digest, Vec<u8>>) -> Vec<u8> {
        for digest in &self.blobs {
            if let Some(bytes) = found.get(digest) {
                self.bundle.blobs.push(EvidenceBlob {
                    digest: *digest,
                    bytes: bytes.clone(),
                });
            }
        }
        if let Some(Ok(made)) = self.dossier.map(|draft| draft.make(found)) {
            let blob = EvidenceBlob {
                digest: sha256(&made.pdf),
                bytes: made.pdf,
            };
            self.bundle.papers.push(("dossier.pdf".to_owned(), blob));
        }
        tenant.evidence_file(&self.bundle)
    }
}

/// Gathers the evidence of a premises; `None` if there is no such premises.
pub(crate) fn gather(
    tenant: &Tenant,
    control: &ControlState,
    policy: &PolicyPack,
    premises: RecordId,
    exported_by: Option<UserId>,
) -> Result<Option<EvidenceDraft>, StoreError> {
    let store = tenant.database.turn(tenant.id())?;
    let store = store.as_ref();
    let Some(stored) = store.record(premises)? else {
        return Ok(None);
    };
    if stored.kind != RecordKind::Premises {
        return Ok(None);
    }
    let (records, photos) = records_of(tenant, store, premises)?;
    let rows = all_rows(store, stored.stream)?;
    let is_case = |row: &Row| match &row.body {
        RowBody::Accepted { envelope, .. } => records.contains(&envelope.header.record),
        RowBody::Stub(_) => false,
    };
    let (mut people, mut devices) = (BTreeSet::new(), BTreeSet::new());
    let mut blobs = BTreeSet::new();
    for row in rows.iter().filter(|row| is_case(row)) {
        let RowBody::Accepted { envelope, .. } = &row.body else {
            continue;
        };
        people.insert(envelope.header.user);
        devices.insert(envelope.header.device);
        // Whose picture was blanked is not handed out again.
        if photos.contains(&envelope.header.record) && !envelope.is_blanked() {
            // View copies: what was looked at. Originals stay where they are, under their hash.
            blobs.extend(envelope.header.blobs.iter().map(|blob| blob.view));
            // Thumbnails: what a dossier shows, so that it can be made again.
            blobs.extend(envelope.header.blobs.iter().map(|blob| blob.thumbnail));
        }
        let named = envelope.ops.iter().filter_map(|op| op.as_event()?.ok());
        people.extend(named.flat_map(|event| event.people_named().to_vec()));
    }
    let control_stream = StreamId::control(tenant.id());
    let control_rows = all_rows(store, control_stream)?;
    let is_about = |row: &Row| is_about(row, premises, &people, &devices);
    let making = making(tenant, control, rows.iter().filter(|row| is_case(row)))?;
    let service_keys = tenant.database.service_keys(tenant.id())?;
    let bundle = EvidenceBundle {
        tenant: tenant.id(),
        tenant_name: tenant.row.name.clone(),
        root_key: tenant.row.root_key,
        service_keys: service_keys
            .into_iter()
            .map(|row| (row.public_key, row.certificate))
            .collect(),
        premises,
        exported_at: tenant.now(),
        exported_by,
        logs: vec![
            tenant.evidence_log(control_stream, &control_rows, is_about),
            tenant.evidence_log(stored.stream, &rows, is_case),
        ],
        blobs: Vec::new(),
        papers: Vec::new(),
        making: Some(making),
    };
    let dossier = draft(tenant, control, policy, PaperKind::Dossier, premises)?;
    Ok(Some(EvidenceDraft {
        bundle,
        blobs,
        dossier: dossier.and_then(Result::ok),
    }))
}

/// What the papers of the case were and are made with: every policy pack that was in force at one of
/// its rows, and the one in force now.
fn making<'a>(
    tenant: &Tenant,
    control: &ControlState,
    rows: impl Iterator<Item = &'a Row>,
) -> Result<EvidenceMaking, StoreError> {
    let times = rows.map(|row| row.received_at).chain([tenant.now()]);
    let in_force: BTreeSet<u32> = times
        .filter_map(|at| control.policy_at(at))
        .map(|it| it.revision)
        .collect();
    let mut policies = Vec::new();
    for revision in in_force {
        let stored = tenant.database.policy(tenant.id(), revision)?;
        policies.extend(stored.map(|stored| EvidenceBlob {
            digest: stored.digest,
            bytes: stored.bytes,
        }));
    }
    Ok(EvidenceMaking {
        address: tenant.row.address.clone(),
        demo: tenant.row.demo,
        policies,
    })
}

/// The premises, what hangs on it, and the photos of all of them.
fn records_of(
    tenant: &Tenant,
    store: &dyn RelayStore,
    premises: RecordId,
) -> Result<(BTreeSet<RecordId>, BTreeSet<RecordId>), StoreError> {
    let mut records = BTreeSet::from([premises]);
    let visits = [RecordKind::Inspection, RecordKind::Rectification];
    for kind in visits.iter().chain(&CaseFile::REGISTERS) {
        let found = tenant
            .database
            .hanging_on(tenant.id(), premises, kind, MOST)?;
        records.extend(found.into_iter().map(|one| one.record));
    }
    let mut photos = BTreeSet::new();
    for record in &records {
        let content = content(store, *record)?;
        photos.extend(photo_refs(&content).into_iter().map(|photo| photo.photo));
    }
    records.extend(&photos);
    Ok((records, photos))
}

fn content(store: &dyn RelayStore, record: RecordId) -> Result<Content, StoreError> {
    let document = store.record(record)?.map(|stored| stored.document);
    match document.filter(|document| !document.is_empty()) {
        None => Ok(Content::default()),
        Some(document) => Document::load(&document)
            .map(|document| document.content())
            .map_err(|error| StoreError::Corrupt(error.to_string())),
    }
}

fn all_rows(store: &dyn RelayStore, stream: StreamId) -> Result<Vec<Row>, StoreError> {
    let mut rows: Vec<Row> = Vec::new();
    loop {
        let last = rows.last().map_or(0, |row| row.seq);
        let page = store.rows_after(stream, last, PAGE)?;
        if page.is_empty() {
            return Ok(rows);
        }
        rows.extend(page);
    }
}

/// Rows of the control stream that say who the people of the case are and which keys they had, and
/// what else its papers are made from: names of grids, the rules in force, delegated powers.
fn is_about(
    row: &Row,
    premises: RecordId,
    people: &BTreeSet<UserId>,
    devices: &BTreeSet<DeviceId>,
) -> bool {
    let RowBody::Accepted { envelope, .. } = &row.body else {
        return false;
    };
    envelope.ops.iter().any(|op| {
        let Op::Event(bytes) = op else { return false };
        match decode::<ControlEvent>(bytes) {
            Ok(ControlEvent::DeviceEnrolled(it)) => {
                it.relay_service || devices.contains(&it.device)
            }
            Ok(ControlEvent::DeviceRevoked { device, .. }) => devices.contains(&device),
            Ok(ControlEvent::PersonSet(person)) => people.contains(&person.user),
            Ok(ControlEvent::RoleGranted(grant)) => people.contains(&grant.user),
            Ok(ControlEvent::CredentialIssued(it)) => people.contains(&it.user),
            Ok(ControlEvent::CredentialRevoked { user, .. }) => people.contains(&user),
            Ok(
                ControlEvent::GridSet(_)
                | ControlEvent::GridClosed { .. }
                | ControlEvent::PolicyActivated { .. },
            ) => true,
            Ok(ControlEvent::PremisesMoved {
                premises: moved, ..
            }) => moved == premises,
            Ok(ControlEvent::RegisterSet(row)) => row.register == DelegatedPower::REGISTER,
            _ => false,
        }
    })
}
