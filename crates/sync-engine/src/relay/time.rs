use wangge_domain::Timestamp;
use wangge_domain::lifecycle::TimeBounds;
use wangge_protocol::Header;

use super::RelayError;
use super::turn::{ChainKey, Turn};

/// A claim outside its bounds by more than this flags the clock.
const CLOCK_TOLERANCE_MS: i64 = 5 * 60 * 1000;

/// When an act was made, as far as the relay can bound it（时间界）. Lower: the relay's own time of
/// the anchor plus monotonic time since, never falling along a chain; upper: the receipt.
pub(super) fn time_bounds(
    turn: &mut Turn<'_>,
    header: &Header,
    key: ChainKey,
    received_at: Timestamp,
) -> Result<TimeBounds, RelayError> {
    let enrolled = enrolled_by(turn, header)?;
    let anchored = match header.made.anchor {
        Some(anchor) => turn.point(&anchor)?.map(|at| {
            let elapsed = i64::try_from(header.made.elapsed_ms).unwrap_or(i64::MAX);
            at.plus_ms(elapsed)
        }),
        None => None,
    };
    let before = turn.lower_before(key, header.device_seq)?;
    let lower = [enrolled.or(Some(received_at)), anchored, before]
        .into_iter()
        .flatten()
        .max()
        .unwrap_or(received_at);
    let claimed = Timestamp(header.made.wall_ms);
    let lower = if planted!(TrustDeviceClock) {
        claimed
    } else {
        lower
    };
    // A lower bound beyond the receipt contradicts the relay's own clock: the monotonic clock of
    // the device runs fast, or somebody made it say so.
    let contradicted = lower > received_at.plus_ms(CLOCK_TOLERANCE_MS);
    let lower = lower.min(received_at);
    let clock_flagged = contradicted
        || claimed < lower.plus_ms(-CLOCK_TOLERANCE_MS)
        || claimed > received_at.plus_ms(CLOCK_TOLERANCE_MS);
    Ok(TimeBounds {
        lower,
        upper: received_at,
        claimed,
        clock_flagged,
    })
}

/// Since when the author's device is known to be enrolled. An enrollment that a restored relay had
/// to enter again bears a later time than the first one; the lease that the act cites was signed
/// before the act, and for an enrolled device only.
fn enrolled_by(turn: &mut Turn<'_>, header: &Header) -> Result<Option<Timestamp>, RelayError> {
    let entered = turn.ctx.control.device(header.device, header.user);
    let entered = entered.map(|it| it.enrolled_at);
    let leased = match &header.lease {
        Some(digest) => turn
            .lease(digest)?
            .filter(|lease| (lease.device, lease.person.user) == (header.device, header.user))
            .map(|lease| lease.issued_at),
        None => None,
    };
    Ok(entered.map(|at| leased.map_or(at, |leased| at.min(leased))))
}
