use std::collections::BTreeMap;

use wangge_domain::{DeviceId, Timestamp, UserId};
use wangge_protocol::RowBody;
use wangge_report::PaperClaim;

use super::known::{Known, Unsent};
use super::replay::{Replay, place};
use super::version::LogPlace;

/// As of what the paper is made anew（重制的版本）, the newest first: every row that can have been the last
/// one known where it was made, `versions` of them at most.
///
/// A paper that bears the time of its making can know no row of later: of these only the newest is
/// looked at, to find a paper that bears an earlier day than it was made on. A phone may have been
/// rows behind, and may have had work of its own that it sent only later: it had made that by then,
/// and the relay received it afterwards.
///
/// Not found are papers of a phone that held a draft that was never sealed as it stood, that had
/// sent its work and not heard of it, whose shown time went on by a minute while it made the paper,
/// that knew one log further than another, or whose rows were blanked since.
pub(super) fn looked_at(
    replay: &Replay<'_>,
    claim: &PaperClaim,
    versions: usize,
    tolerance_ms: i64,
) -> Vec<Known> {
    let places = replay.places();
    let Some(made_at) = claim.made_at else {
        let all = places.into_iter().map(Known::up_to);
        return all.take(versions).collect();
    };
    let unsent = unsent_at(replay, made_at);
    let mut looked_at: Vec<Known> = places
        .first()
        .copied()
        .map(Known::up_to)
        .into_iter()
        .collect();
    let latest = made_at.plus_ms(tolerance_ms);
    let possible = places.into_iter().filter(|it| it.received_at <= latest);
    for last in possible.map(Some).chain([None]) {
        let plain = last.map(Known::up_to);
        let with_work = unsent.iter().filter_map(|((device, user), until)| {
            let is_later = last.is_none_or(|last| *until > last);
            is_later.then_some(Known {
                last,
                unsent: Some(Unsent {
                    device: *device,
                    user: *user,
                    until: *until,
                    at: made_at,
                }),
            })
        });
        let new = plain.into_iter().chain(with_work);
        let new: Vec<Known> = new.filter(|one| looked_at.first() != Some(one)).collect();
        looked_at.extend(new);
        if looked_at.len() >= versions {
            break;
        }
    }
    looked_at.truncate(versions.max(1));
    looked_at
}

/// Of every device that had made something by then which the relay received later: its last row of
/// before.
fn unsent_at(replay: &Replay<'_>, made_at: Timestamp) -> BTreeMap<(DeviceId, UserId), LogPlace> {
    let mut found: BTreeMap<(DeviceId, UserId), LogPlace> = BTreeMap::new();
    for row in replay.rows() {
        let (RowBody::Accepted { envelope, decision }, Some(place)) = (&row.body, place(row))
        else {
            continue;
        };
        if place.received_at < made_at || decision.time.best() > made_at {
            continue;
        }
        let by = (envelope.header.device, envelope.header.user);
        let until = found.entry(by).or_insert(place);
        *until = place.max(*until);
    }
    found
}
