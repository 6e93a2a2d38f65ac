use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use wangge_domain::Digest;
use wangge_domain::control::ControlState;
use wangge_protocol::courier::{CourierError, CourierKind, CourierLetter, CourierSeal};
use wangge_protocol::{Capabilities, SignedLease};
use wangge_protocol::{CursorClaim, EnvelopeId, PublicKey, SyncRequest, Verdict, encode};
use wangge_sync_engine::relay::{
    Prepared, exchange_prepared, learn_extensions, prepare, unpack_push,
};

use super::CarriedFile;
use super::file::{CourierFile, refused};
use super::key::courier_identity;
use super::photos::take_photos;
use crate::blob::Blobs;
use crate::configuration::Configuration;
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::quarantine::refusal_code;
use crate::store::StoredLetter;
use crate::tenant::Tenant;

/// Envelopes decided in one turn, so that others who sync get theirs in between.
const TURN: usize = 64;
/// Leases that a letter may show.
const MOST_LEASES: usize = 64;

/// What became of a courier file（信使文件导入结果）.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CourierImport {
    /// Hash of the file's body.
    pub file: String,
    /// Set: it is for another relay, and is carried on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carried: Option<CarriedFile>,
    /// Hash of the letter; empty if it was only carried.
    pub letter: String,
    /// Id of the device that wrote it.
    pub device: String,
    /// Name of the person.
    pub person: String,
    /// As the device counts its letters.
    pub number: u64,
    /// It had not been here before.
    pub first_time: bool,
    /// The device was revoked: what it sent before stands, the rest waits for a person.
    pub revoked: bool,
    /// Envelopes in it.
    pub envelopes: u64,
    /// Those logged now.
    pub accepted: u64,
    /// Those that were here already.
    pub duplicates: u64,
    /// Those refused or set apart, by the code of the reason.
    pub set_apart: BTreeMap<String, u64>,
    /// Those that wait for others, or for the relay to be healed.
    pub waiting: u64,
    /// Photo files kept.
    pub photos: u64,
    /// Photo files that were here already.
    pub photos_known: u64,
    /// Photo files that are not what their hash says.
    pub photos_damaged: u64,
    /// Relays that carried it: tenant, root key, when.
    pub stamps: Vec<(String, String, i64)>,
}

impl Tenant {
    /// Takes a courier file in: a letter for this relay is decided, everything else carried on.
    /// Again and again is the same as once.
    pub(crate) fn import_courier(
        &self,
        folder: &DataFolder,
        path: &Path,
    ) -> Result<CourierImport, RelayStartError> {
        let file = CourierFile::open(path)?;
        if file.cover.tenant != self.id() {
            return Ok(CourierImport {
                file: file.cover.digest.to_string(),
                carried: Some(self.carry_courier(folder, path, &file)?),
                ..CourierImport::default()
            });
        }
        if file.cover.kind == CourierKind::Answer {
            return Err(RelayStartError::file(
                path,
                "这是给手机的回信，请在手机上导入（an answer is for the phone）",
            ));
        }
        let identity = courier_identity(folder)?;
        let mut body = file.decrypt(&identity)?;
        let seal = file.paper(&mut body)?;
        let letter: CourierLetter = seal.open().map_err(|error| refused(path, &error))?;
        let control = self.control()?;
        let revoked = self
            .author_of(&control, &seal, &letter)
            .map_err(|error| refused(path, &error))?;
        let mut report = CourierImport {
            file: file.cover.digest.to_string(),
            letter: seal.digest::<CourierLetter>().to_string(),
            device: letter.device.to_string(),
            person: control
                .people
                .get(&letter.user)
                .map(|person| person.name.clone())
                .unwrap_or_default(),
            number: letter.number,
            revoked,
            stamps: file
                .stamps
                .iter()
                .filter_map(|stamp| stamp.open().ok())
                .filter(|stamp| stamp.file == file.cover.digest)
                .map(|it| {
                    (
                        it.carrier.to_string(),
                        it.root_key.to_hex(),
                        it.received_at.0,
                    )
                })
                .collect(),
            ..CourierImport::default()
        };
        let verdicts = self.decide_letter(&letter, &mut report)?;
        let blobs = Blobs::open(folder, &Configuration::of(folder)?.blobs)?;
        let photos = take_photos(self, &blobs, &letter.blobs, &mut body)?;
        report.photos = photos.taken;
        report.photos_known = photos.known;
        report.photos_damaged = photos.damaged;
        let stored = StoredLetter {
            letter: seal.digest::<CourierLetter>(),
            device: letter.device,
            user: letter.user,
            number: letter.number,
            imported_at: self.now(),
            paper: encode(&CourierLetter {
                pushes: Vec::new(),
                leases: Vec::new(),
                ..letter
            }),
            verdicts: encode(&verdicts),
        };
        report.first_time = self.database.put_letter(self.id(), &stored)?;
        Ok(report)
    }

    /// Whether the letter is by whom it claims, with a key that this device has or had; true if
    /// that device was revoked since.
    fn author_of(
        &self,
        control: &ControlState,
        seal: &CourierSeal,
        letter: &CourierLetter,
    ) -> Result<bool, CourierError> {
        let held = control
            .devices
            .get(&(letter.device, letter.user))
            .filter(|held| !held.enrollment.relay_service)
            .ok_or(CourierError::NotSigned)?;
        let is_own = control
            .keys(letter.device, letter.user)
            .any(|one| PublicKey::from_hex(&one.public_key) == Some(seal.key));
        if letter.tenant == self.id() && is_own {
            Ok(held.revoked.is_some())
        } else {
            Err(CourierError::NotSigned)
        }
    }

    fn decide_letter(
        &self,
        letter: &CourierLetter,
        report: &mut CourierImport,
    ) -> Result<Vec<(EnvelopeId, Verdict)>, RelayStartError> {
        let (device, user) = (letter.device, letter.user);
        if !letter.extensions.is_empty() {
            self.turn(|ctx| Ok(((), learn_extensions(ctx, device, user, &letter.extensions)?)))?;
        }
        let request = |lease_copy: Option<SignedLease>| SyncRequest {
            capabilities: Capabilities::THIS_BUILD,
            cursors: CursorClaim::Vector(letter.cursors.clone()),
            lease: letter.lease,
            push: None,
            want_bytes: 0,
            lease_copy,
            heal: Vec::new(),
            extensions: Vec::new(),
            compare: None,
            ahead: None,
            trust: None,
        };
        let exchange = |request: &SyncRequest, push: &[Prepared]| {
            self.turn(|ctx| {
                let (response, mut commit) =
                    exchange_prepared(ctx, device, user, request, push, &mut || true)?;
                // A newer lease is signed when it is answered.
                commit
                    .leases
                    .retain(|lease| Some(lease) != response.lease.as_ref());
                Ok((response.verdicts, commit))
            })
        };
        for lease in letter.leases.iter().take(MOST_LEASES) {
            exchange(&request(Some(lease.clone())), &[])?;
        }
        let in_force = letter.leases.iter().find(|it| it.digest() == letter.lease);
        let request = request(in_force.cloned());
        let mut said = Vec::new();
        for batch in &letter.pushes {
            let envelopes = unpack_push(Some(batch.clone()))?;
            let ids: Vec<Option<EnvelopeId>> = envelopes
                .iter()
                .map(|it| it.as_ref().ok().map(wangge_protocol::Envelope::id))
                .collect();
            let prepared = prepare(envelopes);
            for (ids, part) in ids.chunks(TURN).zip(prepared.chunks(TURN)) {
                let runs = exchange(&request, part)?;
                let verdicts = wangge_protocol::VerdictRun::unpack(&runs, part.len());
                for (id, verdict) in ids.iter().zip(verdicts) {
                    count(report, &verdict);
                    said.extend(id.map(|id| (id, verdict)));
                }
            }
        }
        Ok(said)
    }
}

fn count(report: &mut CourierImport, verdict: &Verdict) {
    report.envelopes += 1;
    match verdict {
        Verdict::Accepted { .. } | Verdict::NoEffect { .. } => report.accepted += 1,
        Verdict::Duplicate { .. } => report.duplicates += 1,
        Verdict::Quarantined(reason) | Verdict::Refused(reason) => {
            *report.set_apart.entry(refusal_code(*reason)).or_default() += 1;
        }
        Verdict::Need(_) | Verdict::NotProcessed | Verdict::Retry { .. } => report.waiting += 1,
    }
}

/// Finds a letter by the hash that its import told.
pub(super) fn letter_digest(text: &str) -> Result<Digest, RelayStartError> {
    text.parse()
        .map_err(|_| RelayStartError::invalid("信件编号不正确（not the hash of a letter）"))
}
