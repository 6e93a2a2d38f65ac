use wangge_protocol::{Cursor, CursorClaim, StreamUpdate, SyncRequest, SyncResponse};

/// The request that will follow on this answer to a pull if it is taken in as it is（预取）, so that
/// the relay works on the next pages while the phone takes in these. It is only a guess: the
/// machine says what is really asked, and where that differs in anything the guess is dropped.
/// Asking changes nothing on the relay but its note of the rows that this phone has received, which is
/// put right by the next request. `None`: nothing can be told beforehand.
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
            // Where the next records end is said by what was taken of these.
            StreamUpdate::Records(_)
            | StreamUpdate::UnknownPoint { .. }
            | StreamUpdate::Revoked { .. } => return None,
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

#[cfg(test)]
mod tests {
    use wangge_domain::{Digest, GridId, StreamId, Timestamp};
    use wangge_protocol::Capabilities;

    use super::*;

    fn stream(number: u8) -> StreamId {
        StreamId::of_grid(GridId::from_bytes([number; 16]))
    }

    fn asked() -> SyncRequest {
        SyncRequest {
            capabilities: Capabilities::THIS_BUILD,
            cursors: CursorClaim::Vector(Vec::new()),
            lease: Digest([1; 32]),
            push: None,
            want_bytes: 1,
            lease_copy: None,
            heal: Vec::new(),
            extensions: Vec::new(),
            compare: None,
            ahead: None,
            trust: None,
        }
    }

    fn answer(more: bool, streams: Vec<StreamUpdate>) -> SyncResponse {
        SyncResponse {
            relay_time: Timestamp(0),
            need_vector: false,
            verdicts: Vec::new(),
            streams,
            more,
            lease: None,
            token: None,
            service_keys: Vec::new(),
            blobs_held: Vec::new(),
            healing_since: None,
            backed_up: None,
            relay_full: false,
            compared: None,
            trust: None,
            update_needed: false,
        }
    }

    fn own(number: u8, seq: u64) -> StreamUpdate {
        StreamUpdate::Own {
            stream: stream(number),
            seq,
            last: Digest([number; 32]),
        }
    }

    #[test]
    fn what_follows_is_told_by_the_answer() {
        let next = next_pull(&asked(), &answer(true, vec![own(2, 7), own(1, 3)])).unwrap();
        let CursorClaim::Vector(cursors) = &next.cursors else {
            panic!("not a vector: {next:?}");
        };
        let places: Vec<_> = cursors.iter().map(|it| (it.stream, it.own_seq)).collect();
        assert_eq!(places, [(stream(1), 3), (stream(2), 7)]);
        assert_eq!((next.lease, next.want_bytes), (asked().lease, 1));
    }

    #[test]
    fn nothing_is_asked_ahead_where_more_may_change() {
        assert_eq!(next_pull(&asked(), &answer(false, vec![own(1, 1)])), None);
        assert_eq!(next_pull(&asked(), &answer(true, Vec::new())), None);
        let digest = SyncRequest {
            cursors: CursorClaim::Digest(Digest::ZERO),
            ..asked()
        };
        assert_eq!(next_pull(&digest, &answer(true, vec![own(1, 1)])), None);
        let pushes = SyncRequest {
            push: Some(wangge_protocol::Batch::default()),
            ..asked()
        };
        assert_eq!(next_pull(&pushes, &answer(true, vec![own(1, 1)])), None);
        let revoked = StreamUpdate::Revoked { stream: stream(1) };
        assert_eq!(next_pull(&asked(), &answer(true, vec![revoked])), None);
    }
}
