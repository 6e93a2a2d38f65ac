use wangge_domain::control::ControlEvent;
use wangge_domain::{DeviceId, UserId};
use wangge_protocol::{PublicKey, SignedExtension};

use super::control::control_many;
use super::{RelayContext, RelayError};
use crate::store::RelayCommit;

const DAY_MS: i64 = 86_400_000;

/// Enters into the control stream that a device's lease was extended（登记延期）, if whoever signed it
/// may, now as then, and for no longer from now on than a lease would run. What is not good is
/// passed over: the work is judged by the lease alone then.
///
/// # Errors
/// The store failed, or the service key is not enrolled.
pub fn learn_extensions(
    ctx: &RelayContext<'_>,
    device: DeviceId,
    user: UserId,
    offered: &[SignedExtension],
) -> Result<RelayCommit, RelayError> {
    let mut event = None;
    let mut until = ctx.control.extensions.get(&(device, user)).copied();
    for signed in offered.iter().take(4) {
        let Ok(extension) = signed.read() else {
            continue;
        };
        let is_ours = extension.tenant == ctx.tenant
            && (extension.device, extension.user) == (device, user)
            && until.is_none_or(|until| extension.until > until);
        let longest = ctx.now.plus_ms(i64::from(ctx.policy.lease.days) * DAY_MS);
        let signer = ctx
            .control
            .devices
            .get(&(extension.by_device, extension.by));
        let is_signed = signer.is_some_and(|held| {
            held.revoked.is_none()
                && !held.enrollment.relay_service
                && PublicKey::from_hex(&held.enrollment.public_key)
                    .is_some_and(|key| signed.verify(&key).is_ok())
        });
        let may = |at| {
            ctx.control
                .may_extend_lease(ctx.policy, extension.by, user, at)
        };
        if is_ours && is_signed && extension.until <= longest && may(ctx.now) {
            until = Some(extension.until);
            event = Some(ControlEvent::LeaseExtended {
                device,
                user,
                until: extension.until,
                by: extension.by,
                by_device: extension.by_device,
                proof: signed.digest(),
            });
        }
    }
    match event {
        Some(event) => control_many(ctx, &[event]),
        None => Ok(RelayCommit::default()),
    }
}
