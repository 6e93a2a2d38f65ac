use wangge_domain::lifecycle::{Effect, Event, Reason};
use wangge_domain::numbering::ProvisionalNumber;
use wangge_domain::{Digest, Timestamp};
use wangge_protocol::{Envelope, Op, RowBody};

use super::known::{Known, Unsent};
use super::replay::{Replay, place};
use super::version::LogPlace;

/// Acts of one record that are looked at, at most: the newest.
const MOST_ACTS: usize = 4;
/// Rows that can have been the last one known beneath such an act, at most.
const MOST_BENEATH: usize = 8;
/// Acts that the device itself can have done after it and before it made the paper, at most.
const MOST_AFTER: usize = 6;

/// An act that stands in the log without effect（未生效的办理）, and as of what a paper about it can have
/// been made before the device heard of that.
pub(super) struct LostAct {
    pub(super) reason: Reason,
    pub(super) known: Vec<Known>,
}

/// The acts without effect whose provisional number a paper bears; an empty number, which is all that
/// a QR tells: any act.
pub(super) fn lost_acts(replay: &Replay<'_>, number: &str) -> Vec<LostAct> {
    let parsed = number.parse::<ProvisionalNumber>().ok();
    let mut found = Vec::new();
    for row in replay.rows() {
        let (RowBody::Accepted { envelope, decision }, Some(at)) = (&row.body, place(row)) else {
            continue;
        };
        let id = envelope.id();
        let events = envelope.ops.iter().filter_map(Op::as_event);
        let reason = events.zip(&decision.outcomes).find_map(|(event, outcome)| {
            let Effect::NoEffect(reason) = &outcome.effect else {
                return None;
            };
            let is_it = number.is_empty() || bears(&event.ok()?, &id, number, parsed.as_ref());
            is_it.then(|| reason.clone())
        });
        if let Some(reason) = reason {
            let known = knowable(replay, at, envelope, decision.time.best());
            found.push((at, LostAct { reason, known }));
        }
    }
    found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let newest = found.into_iter().take(MOST_ACTS);
    newest.map(|(_, act)| act).collect()
}

/// As of what a letter of transfer can have been made before its device had sent the act（未上传的移送）: of the
/// newest transfers that took effect.
pub(super) fn waiting_letters(replay: &Replay<'_>) -> Vec<Known> {
    let mut found = Vec::new();
    for row in replay.rows() {
        let (RowBody::Accepted { envelope, decision }, Some(at)) = (&row.body, place(row)) else {
            continue;
        };
        let events = envelope.ops.iter().filter_map(Op::as_event);
        let is_letter = events.zip(&decision.outcomes).any(|(event, outcome)| {
            outcome.effect == Effect::Applied && matches!(event, Ok(Event::Escalated { .. }))
        });
        if is_letter {
            found.push((at, knowable(replay, at, envelope, decision.time.best())));
        }
    }
    found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let newest = found.into_iter().take(MOST_ACTS);
    newest.flat_map(|(_, known)| known).collect()
}

/// An act bears the number that it states, or the one that follows from its envelope.
fn bears(
    event: &Event,
    envelope: &Digest,
    number: &str,
    parsed: Option<&ProvisionalNumber>,
) -> bool {
    let stated = match event {
        Event::NoticeIssued {
            provisional_number, ..
        } => provisional_number.trim(),
        Event::Step(step) => step.field("provisional_number"),
        _ => "",
    };
    let derived = |it: &ProvisionalNumber| ProvisionalNumber::of_act(&it.short_id, envelope) == *it;
    stated == number || parsed.is_some_and(derived)
}

/// What can have been the last row known, with the last own row, where a paper about an act was made:
/// first what the act itself says.
fn knowable(replay: &Replay<'_>, act: LogPlace, envelope: &Envelope, at: Timestamp) -> Vec<Known> {
    let header = &envelope.header;
    let by = (header.device, header.user);
    let anchor = header.made.anchor.as_ref();
    let places = replay.places();
    let seen = |place: &LogPlace| {
        anchor.is_some_and(|it| it.stream == place.stream && place.seq <= it.seq)
    };
    let anchored = places.iter().copied().find(|it| *it < act && seen(it));
    let beneath = places.iter().copied().filter(|it| *it < act);
    let beneath = anchored.into_iter().chain(beneath.take(MOST_BENEATH - 1));
    let beneath: Vec<Option<LogPlace>> = beneath.map(Some).chain([None]).collect();
    let mut own: Vec<LogPlace> = replay
        .rows()
        .filter(|row| match &row.body {
            RowBody::Accepted { envelope, .. } => {
                (envelope.header.device, envelope.header.user) == by
            }
            RowBody::Stub(_) => false,
        })
        .filter_map(place)
        .filter(|it| *it >= act)
        .collect();
    own.sort_unstable();
    own.dedup();
    own.truncate(MOST_AFTER);
    let known = |last: Option<LogPlace>, until: LogPlace| Known {
        last,
        unsent: Some(Unsent {
            device: by.0,
            user: by.1,
            until,
            at,
        }),
    };
    let pairs = beneath.into_iter();
    pairs
        .flat_map(|last| own.iter().map(move |until| known(last, *until)))
        .collect()
}
