use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::ControlEvent;
use wangge_domain::lifecycle::Effect;
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, StreamId, UserId};

use super::bundle::{EvidenceBundle, EvidenceFile, EvidenceLog, LABEL, message};
use super::error::EvidenceError;
use super::redactions::Redactions;
use super::report::{EvidenceLine, EvidenceReport};
use crate::{Envelope, Op, PublicKey, chain_next, decode, encode, page_message, sha256};

/// Keys by device and person, names by person, as far as the file holds them.
#[derive(Default)]
struct Known {
    keys: BTreeMap<(DeviceId, UserId), BTreeSet<PublicKey>>,
    relay: BTreeSet<(DeviceId, UserId)>,
    names: BTreeMap<UserId, String>,
    policies: BTreeSet<Digest>,
}

/// Bytes of a file among which its form stands.
const HEAD: usize = 64;

/// Whether a file says in its first bytes that it is an evidence file（证据包）; whether it holds is for
/// [`verify_evidence`] to say.
#[must_use]
pub fn is_evidence_file(file: &[u8]) -> bool {
    let head = file.get(..HEAD).unwrap_or(file);
    let mut parts = head.windows(LABEL.len());
    parts.any(|part| part == LABEL.as_bytes())
}

/// Checks an evidence file without network（核验证据包）: the signature over the whole, the service keys
/// against the root, every chain, every row in it, every seal, every photo. With `root` given, it
/// must be this tenant's: a file proves who made it only to somebody who knows the root key.
///
/// # Errors
/// [`EvidenceError`]: the first thing that does not hold.
pub fn verify_evidence(
    file: &[u8],
    root: Option<PublicKey>,
) -> Result<(EvidenceBundle, EvidenceReport), EvidenceError> {
    let malformed = |error: &dyn std::fmt::Display| EvidenceError::Malformed(error.to_string());
    let outer: EvidenceFile = decode(file).map_err(|error| malformed(&error))?;
    if outer.format != LABEL || encode(&outer) != file {
        return Err(EvidenceError::Malformed("form".to_owned()));
    }
    outer
        .relay_key
        .verify(&message(&outer.body).0, &outer.signature)
        .map_err(|_| EvidenceError::FileSignature)?;
    let bundle: EvidenceBundle = decode(&outer.body).map_err(|error| malformed(&error))?;
    if encode(&bundle) != outer.body {
        return Err(EvidenceError::Malformed("form of the body".to_owned()));
    }
    if root.is_some_and(|root| root != bundle.root_key) {
        return Err(EvidenceError::OtherRoot);
    }
    let service = certified(&bundle)?;
    if !service.contains(&outer.relay_key) {
        return Err(EvidenceError::Uncertified);
    }
    let mut known = Known::default();
    let mut lines = Vec::new();
    let mut redactions = Redactions::default();
    let (mut named, mut thumbnails) = (BTreeSet::new(), BTreeSet::new());
    for log in &bundle.logs {
        check_chain(log, &service)?;
        let is_control = log.stream == StreamId::control(bundle.tenant);
        for row in &log.rows {
            let envelope = check_row(log, row)?;
            if is_control {
                learn(&envelope, &mut known);
            }
            check_key(&envelope, row.seq, &known, &service)?;
            // A picture that was blanked is nobody's any more, unless the confirmation carries it on.
            let blobs = envelope.header.blobs.iter();
            for blob in blobs.filter(|_| !envelope.is_blanked()) {
                named.extend([blob.original, blob.view, blob.thumbnail]);
                thumbnails.insert(blob.thumbnail);
            }
            if !is_control {
                redactions.learn(row.seq, &envelope, &row.decision);
                lines.extend(lines_of(log, row, &envelope, &known));
            }
        }
    }
    redactions.check()?;
    for blob in &bundle.blobs {
        check_blob(blob.digest, &blob.bytes)?;
        if !named.contains(&blob.digest) {
            return Err(EvidenceError::ForeignBlob(blob.digest));
        }
    }
    for (_, paper) in &bundle.papers {
        check_blob(paper.digest, &paper.bytes)?;
    }
    for policy in bundle.making.iter().flat_map(|making| &making.policies) {
        check_blob(policy.digest, &policy.bytes)?;
        if !known.policies.contains(&policy.digest) {
            return Err(EvidenceError::ForeignBlob(policy.digest));
        }
    }
    let photos = bundle.blobs.iter();
    let photos = photos.filter(|blob| !thumbnails.contains(&blob.digest));
    let report = EvidenceReport {
        tenant: bundle.tenant,
        tenant_name: bundle.tenant_name.clone(),
        root_key: bundle.root_key,
        premises: bundle.premises,
        exported_at: bundle.exported_at,
        links: bundle.logs.iter().map(|log| log.links.len()).sum(),
        rows: bundle.logs.iter().map(|log| log.rows.len()).sum(),
        blobs: photos.count(),
        papers: bundle
            .papers
            .iter()
            .map(|(name, paper)| (name.clone(), paper.digest))
            .collect(),
        lines,
    };
    Ok((bundle, report))
}

/// The service keys that the root key has certified: all that are named must be.
fn certified(bundle: &EvidenceBundle) -> Result<BTreeSet<PublicKey>, EvidenceError> {
    let mut keys = BTreeSet::new();
    for (key, certificate) in &bundle.service_keys {
        let message = [b"wangge/service-key/1".as_slice(), &key.0].concat();
        bundle
            .root_key
            .verify(&message, certificate)
            .map_err(|_| EvidenceError::Uncertified)?;
        keys.insert(*key);
    }
    Ok(keys)
}

fn check_chain(log: &EvidenceLog, service: &BTreeSet<PublicKey>) -> Result<(), EvidenceError> {
    let mut chain = Digest::ZERO;
    let mut seq = 0;
    for link in &log.links {
        seq += 1;
        chain = chain_next(&chain, seq, &link.0, &link.1, link.2);
    }
    if !service.contains(&log.relay_key) {
        return Err(EvidenceError::Uncertified);
    }
    let message = page_message(log.stream, log.epoch, seq, &chain);
    log.relay_key
        .verify(&message.0, &log.signature)
        .map_err(|_| EvidenceError::Chain(log.stream))
}

fn check_row(log: &EvidenceLog, row: &super::EvidenceRow) -> Result<Envelope, EvidenceError> {
    let seq = row.seq;
    let broken = |why| EvidenceError::Seal { seq, why };
    let envelope = Envelope::assemble(row.header.clone(), row.ops.clone(), row.seal.clone())
        .map_err(broken)?;
    let place = usize::try_from(seq.wrapping_sub(1)).unwrap_or(usize::MAX);
    let link = log.links.get(place).ok_or(EvidenceError::Row { seq })?;
    let decision = sha256(&encode(&row.decision));
    if link.0 != envelope.id() || link.1 != decision {
        return Err(EvidenceError::Row { seq });
    }
    envelope.verify_seal().map_err(broken)?;
    Ok(envelope)
}

fn check_key(
    envelope: &Envelope,
    seq: u64,
    known: &Known,
    service: &BTreeSet<PublicKey>,
) -> Result<(), EvidenceError> {
    let key = envelope.seal.key;
    let header = &envelope.header;
    let enrolled = known.keys.get(&(header.device, header.user));
    if service.contains(&key) || enrolled.is_some_and(|keys| keys.contains(&key)) {
        Ok(())
    } else {
        Err(EvidenceError::UnknownKey { seq })
    }
}

/// Enrollments and names out of a row of the control stream.
fn learn(envelope: &Envelope, known: &mut Known) {
    if envelope.header.kind != RecordKind::Control {
        return;
    }
    for op in &envelope.ops {
        let Op::Event(bytes) = op else { continue };
        match decode::<ControlEvent>(bytes) {
            Ok(ControlEvent::DeviceEnrolled(it)) => {
                let owner = (it.device, it.user);
                if let Some(key) = PublicKey::from_hex(&it.public_key) {
                    known.keys.entry(owner).or_default().insert(key);
                }
                if it.relay_service {
                    known.relay.insert(owner);
                }
            }
            Ok(ControlEvent::PersonSet(person)) => {
                known.names.insert(person.user, person.name);
            }
            Ok(ControlEvent::PolicyActivated { digest, .. }) => {
                known.policies.insert(digest);
            }
            _ => {}
        }
    }
}

fn check_blob(digest: Digest, bytes: &[u8]) -> Result<(), EvidenceError> {
    if sha256(bytes) == digest {
        Ok(())
    } else {
        Err(EvidenceError::Blob(digest))
    }
}

fn lines_of(
    log: &EvidenceLog,
    row: &super::EvidenceRow,
    envelope: &Envelope,
    known: &Known,
) -> Vec<EvidenceLine> {
    let header = &envelope.header;
    let events =
        envelope.ops.iter().filter_map(Op::as_event).map(|event| {
            event.map_or_else(|_| "unknown".to_owned(), |event| event.name().to_owned())
        });
    let mut what: Vec<(String, bool)> = events
        .enumerate()
        .map(|(place, name)| {
            let outcome = row.decision.outcomes.get(place);
            (name, outcome.is_none_or(|it| it.effect == Effect::Applied))
        })
        .collect();
    if what.is_empty() {
        what.push(("edited".to_owned(), true));
    }
    let place = usize::try_from(row.seq.wrapping_sub(1)).unwrap_or(usize::MAX);
    let received_at = log
        .links
        .get(place)
        .map_or(row.decision.time.upper, |link| link.2);
    what.into_iter()
        .map(|(what, applied)| EvidenceLine {
            seq: row.seq,
            envelope: envelope.id(),
            record: header.record,
            what,
            user: header.user,
            name: known.names.get(&header.user).cloned().unwrap_or_default(),
            device: header.device,
            // The relay signs in the name of the person, with its own device.
            attested_by_relay: known
                .relay
                .iter()
                .any(|(device, _)| *device == header.device),
            made_at: row.decision.time.best(),
            received_at,
            applied,
        })
        .collect()
}
