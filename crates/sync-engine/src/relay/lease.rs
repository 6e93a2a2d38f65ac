use wangge_domain::{DeviceId, Digest, StreamId, UserId};
use wangge_protocol::{Lease, SignedLease};

use super::exchange::granted_streams;
use super::{RelayContext, RelayError};

const DAY_MS: i64 = 86_400_000;

/// Signs a lease（签发离线租约）: who this is, rights, streams, and until when it may work offline.
/// The caller commits it ([`crate::store::RelayCommit::leases`]) before it gives it away.
///
/// # Errors
/// The device is not enrolled for this person, or the store failed.
pub fn issue_lease(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    home_relay: &str,
) -> Result<SignedLease, RelayError> {
    Ok(SignedLease::sign(
        &lease(ctx, device, user, home_relay)?,
        ctx.service_key,
    ))
}

fn lease(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    home_relay: &str,
) -> Result<Lease, RelayError> {
    let enrolled = ctx
        .control
        .devices
        .get(&(device, user))
        .ok_or(RelayError::UnknownDevice)?;
    let person = ctx
        .control
        .people
        .get(&user)
        .ok_or(RelayError::UnknownDevice)?;
    let today = ctx.now.china_date();
    let streams: Vec<StreamId> = granted_streams(ctx, user)?.into_iter().collect();
    Ok(Lease {
        tenant: ctx.tenant,
        device,
        person: person.clone(),
        grants: {
            let at = ctx.rights_at()?;
            ctx.control.grants_of(user, at).cloned().collect()
        },
        credentials: ctx.control.credentials_of(user, today).cloned().collect(),
        streams,
        short_id: enrolled.enrollment.short_id.clone(),
        home_relay: home_relay.to_owned(),
        control_seq: ctx.control.seq,
        issued_at: ctx.now,
        offline_until: ctx.now.plus_ms(i64::from(ctx.policy.lease.days) * DAY_MS),
        policy_revision: ctx.policy.revision,
        policy_digest: ctx
            .control
            .policy_at(ctx.now)
            .map_or(Digest::ZERO, |it| it.digest),
    })
}

/// A newer lease（续租）, if the one the device holds says something else than one of now would, or a
/// quarter of its time is over. Unknown or revoked devices get none.
///
/// # Errors
/// The store failed.
pub fn renewed_lease(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    held: &Digest,
) -> Result<Option<SignedLease>, RelayError> {
    let revoked = ctx
        .control
        .devices
        .get(&(device, user))
        .is_none_or(|enrolled| enrolled.revoked.is_some());
    if revoked || !ctx.control.people.contains_key(&user) {
        return Ok(None);
    }
    // A lease that is not known here was lost in a restore: the device shows it when it is asked.
    let known = ctx.store.lease(held)?;
    let held = known.and_then(|signed| wangge_protocol::decode::<Lease>(&signed.bytes).ok());
    let Some(held) = held else { return Ok(None) };
    let fresh = lease(ctx, device, user, &held.home_relay)?;
    let life = held.offline_until.0.saturating_sub(held.issued_at.0);
    let used = ctx.now.0.saturating_sub(held.issued_at.0);
    let same = Lease {
        control_seq: held.control_seq,
        issued_at: held.issued_at,
        offline_until: held.offline_until,
        ..fresh.clone()
    } == held;
    if same && used.saturating_mul(4) < life {
        return Ok(None);
    }
    Ok(Some(SignedLease::sign(&fresh, ctx.service_key)))
}
