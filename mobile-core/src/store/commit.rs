//! One commit of the engine: log, outbox, drafts and everything derived, all or nothing.

use rusqlite::Transaction;
use wangge_domain::Digest;
use wangge_domain::record::RecordKind;
use wangge_protocol::SignedLease;
use wangge_sync_engine::store::{AnchorMemory, ClientCommit, Identity, RecordUpdate};

use super::codec::cbor;
use super::{DbError, ahead, checks, log, numbers, outbox, projection, proofs, redact, settings};

/// Name of the setting that holds the relay's clock at the last exchange.
pub(super) const SYNCED_AT: &str = "synced_at";

/// Applies a commit inside a transaction, its parts in the order of the fields.
pub(super) fn apply(tx: &Transaction<'_>, commit: &ClientCommit) -> Result<(), DbError> {
    for rewind in &commit.rewind {
        log::rewind(tx, rewind)?;
    }
    if !commit.rows.is_empty() {
        log::add_rows(tx, &commit.rows)?;
    }
    proofs::keep(tx, &commit.proofs)?;
    for ahead in &commit.ahead {
        ahead::keep(tx, ahead)?;
    }
    for blanked in &commit.blank {
        redact::blank(tx, blanked)?;
    }
    log::move_cursors(tx, commit)?;
    for update in &commit.records {
        set_record(tx, update)?;
    }
    for envelope in &commit.sealed {
        outbox::add_sealed(tx, envelope)?;
    }
    for decided in &commit.decided {
        outbox::decide(tx, decided)?;
    }
    for change in &commit.drafts {
        outbox::change_draft(tx, change)?;
    }
    if let Some(anchor) = &commit.anchor {
        set_anchor(tx, anchor)?;
    }
    if let Some(lease) = &commit.lease {
        tx.execute("UPDATE identity SET lease = ?1", [cbor(lease)])?;
        keep_lease(tx, lease)?;
    }
    for key in &commit.service_keys {
        tx.execute(
            "INSERT OR IGNORE INTO service_key (key) VALUES (?1)",
            [key.0],
        )?;
    }
    for stream in &commit.purge {
        log::purge(tx, *stream)?;
    }
    checks::note(tx, &commit.checks, &commit.purge)?;
    if let Some(incarnation) = commit.incarnation {
        tx.execute(
            "UPDATE identity SET incarnation = max(incarnation, ?1)",
            [incarnation],
        )?;
    }
    if let Some(at) = commit.synced_at {
        settings::set(tx, SYNCED_AT, &at.0.to_be_bytes())?;
    }
    Ok(())
}

fn set_anchor(tx: &Transaction<'_>, anchor: &AnchorMemory) -> Result<(), DbError> {
    let at = &anchor.anchor;
    tx.prepare_cached(
        "INSERT OR REPLACE INTO anchor \
         (id, stream, epoch, seq, chain, boot_id, monotonic_ms, carried_ms) \
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute((
        at.stream.as_bytes(),
        at.epoch,
        at.seq.cast_signed(),
        at.chain.0,
        anchor.boot_id.cast_signed(),
        anchor.monotonic_ms.cast_signed(),
        anchor.carried_ms.cast_signed(),
    ))?;
    Ok(())
}

/// Replaces the identity, after an enrollment.
pub(super) fn set_identity(tx: &Transaction<'_>, identity: &Identity) -> Result<(), DbError> {
    // Another device begins chains of its own, and holds none of them yet.
    let other_device = tx.query_row(
        "SELECT count(*) FROM identity WHERE device <> ?1",
        [identity.device.as_bytes()],
        |row| row.get::<_, i64>(0),
    )?;
    if other_device > 0 {
        tx.execute("DELETE FROM chain_tip", [])?;
        tx.execute(
            "UPDATE cursor SET own_seq = 0, own_last = ?1",
            [Digest::ZERO.0],
        )?;
    }
    tx.execute(
        "INSERT OR REPLACE INTO identity (id, tenant, user, device, incarnation, lease, root_key) \
         VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
        (
            identity.tenant.as_bytes(),
            identity.user.as_bytes(),
            identity.device.as_bytes(),
            identity.incarnation,
            cbor(&identity.lease),
            identity.root_key.0,
        ),
    )?;
    for key in &identity.service_keys {
        tx.execute(
            "INSERT OR IGNORE INTO service_key (key) VALUES (?1)",
            [key.0],
        )?;
    }
    keep_lease(tx, &identity.lease)
}

/// Keeps a lease for envelopes that cite it.
pub(super) fn keep_lease(tx: &Transaction<'_>, lease: &SignedLease) -> Result<(), DbError> {
    tx.execute(
        "INSERT OR IGNORE INTO lease (digest, lease) VALUES (?1, ?2)",
        (lease.digest().0, cbor(lease)),
    )?;
    Ok(())
}

fn set_record(tx: &Transaction<'_>, update: &RecordUpdate) -> Result<(), DbError> {
    let number = numbers::record_or_new(tx, update.record)?;
    let stream = numbers::stream_or_new(tx, update.stream)?;
    tx.prepare_cached(
        "INSERT INTO record \
         (number, stream, kind, last_seq, pending, status, heads, content, document) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (number) DO UPDATE SET \
         stream = excluded.stream, kind = excluded.kind, last_seq = excluded.last_seq, \
         pending = excluded.pending, status = excluded.status, heads = excluded.heads, \
         content = excluded.content, document = excluded.document",
    )?
    .execute((
        number,
        stream,
        update.kind.as_str(),
        update.last_seq.cast_signed(),
        update.pending,
        update.state.status.as_str(),
        cbor(&update.heads),
        cbor(&update.content),
        &update.document,
    ))?;
    match update.kind {
        RecordKind::Premises => projection::premises(tx, number, update),
        RecordKind::Inspection => projection::inspection(tx, number, update),
        RecordKind::Rectification => projection::hazard(tx, number, update),
        RecordKind::Photo => projection::photo(tx, number, update),
        ref kind if kind.is_case() => projection::case(tx, number, update),
        _ => Ok(()),
    }
}
