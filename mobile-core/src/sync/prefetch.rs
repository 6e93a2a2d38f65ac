use wangge_protocol::{Cursor, CursorClaim, StreamUpdate, SyncRequest, SyncResponse};

/// The request that will follow on this answer to a pull if it is taken in as it is（预取）, so that
/// the relay works on the next pages while the phone takes in these. It is only a guess: the
/// machine says what is really asked, and where that differs in anything the guess is dropped.
/// Asking changes nothing on the relay. `None`: nothing can be told beforehand.
pub(super) fn next_pull(asked: &SyncRequest, answer: &SyncResponse) -> Option<SyncRequest> {
    let CursorClaim::Vector(cursors) = &asked.cursors else {
        return None;
    };
    let pulls_only = asked.push.is_none() && asked.heal.is_empty() && asked.want_bytes > 0;
    if !pulls_only || !answer.more || answer.lease.is_some() || answer.streams.is_empty() {
        return None;
    }
    let mut cursors = cursors.clone();
    for update in &answer.streams {
        match update {
            StreamUpdate::Page(page) => {
                let cursor = cursor_of(&mut cursors, page.stream);
                let end = page.proof();
                (cursor.epoch, cursor.seq, cursor.chain) = (end.epoch, end.seq, end.chain);
            }
            StreamUpdate::Own { stream, seq, last } => {
                let cursor = cursor_of(&mut cursors, *stream);
                (cursor.own_seq, cursor.own_last) = (*seq, *last);
            }
            StreamUpdate::UnknownPoint { .. } | StreamUpdate::Revoked { .. } => return None,
        }
    }
    Some(SyncRequest {
        cursors: CursorClaim::Vector(cursors),
        ..asked.clone()
    })
}

/// The cursor of a stream, in the order of the streams, at its start if it is new.
fn cursor_of(cursors: &mut Vec<Cursor>, stream: wangge_domain::StreamId) -> &mut Cursor {
    let place = match cursors.binary_search_by_key(&stream, |cursor| cursor.stream) {
        Ok(place) => place,
        Err(place) => {
            let zero = wangge_domain::Digest::ZERO;
            let begun = Cursor {
                stream,
                epoch: 0,
                seq: 0,
                chain: zero,
                own_seq: 0,
                own_last: zero,
            };
            cursors.insert(place, begun);
            place
        }
    };
    &mut cursors[place]
}
