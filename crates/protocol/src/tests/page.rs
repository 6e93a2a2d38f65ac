use wangge_domain::Digest;

use super::{chain, key, log, stream};
use crate::{
    Envelope, Op, OwnPrefix, PackedRow, Page, PageError, Row, RowBody, decode, encode, own_prefix,
};

fn page(rows: &[Row], is_own: impl Fn(&Envelope) -> bool) -> Page {
    let relay = key(9);
    Page::pack(stream(), rows, is_own, relay.public(), |message| {
        relay.sign(message)
    })
    .unwrap()
}

fn nobody(_: &OwnPrefix) -> Option<Envelope> {
    None
}

#[test]
fn a_page_gives_back_its_rows() {
    let rows = log(&chain(4));
    let all = page(&rows, |_| false);
    assert_eq!((all.after, all.rows.len()), (0, 5));
    let again: Page = decode(&encode(&all)).unwrap();
    assert_eq!(again.unpack(&Digest::ZERO, nobody), Ok(rows.clone()));
    let rest = page(&rows[2..], |_| false);
    assert_eq!(rest.after, 2);
    assert_eq!(rest.unpack(&rows[1].chain, nobody), Ok(rows[2..].to_vec()));
    assert_eq!(
        Page::pack(stream(), &[], |_| true, key(9).public(), |m| key(9).sign(m)),
        None
    );
}

#[test]
fn a_blanked_row_keeps_its_place_and_its_proof() {
    let envelopes = chain(3);
    let mut rows = log(&envelopes);
    let original = rows.clone();
    let first = rows.iter_mut().find_map(|row| match &mut row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope),
        RowBody::Stub(_) => None,
    });
    let blanked = first.unwrap();
    assert!(blanked.blank() && blanked.is_blanked());
    assert!(!blanked.blank(), "once");
    assert_eq!(blanked.changes().count(), 0);
    let events = |envelope: &Envelope| envelope.ops.iter().filter_map(Op::as_event).count();
    assert_eq!(events(blanked), events(&envelopes[0]), "events stay");
    assert_eq!(blanked.id(), envelopes[0].id());
    let hashes = |rows: &[Row]| rows.iter().map(|row| row.chain).collect::<Vec<_>>();
    assert_eq!(hashes(&rows), hashes(&original));
    // Nothing else in the page tells it from the row as it was.
    let sent: Page = decode(&encode(&page(&rows, |_| false))).unwrap();
    assert_eq!(sent.unpack(&Digest::ZERO, nobody), Ok(rows));
}

#[test]
fn own_rows_travel_without_their_bytes() {
    let envelopes = chain(4);
    let rows = log(&envelopes);
    let own = page(&rows, |envelope| envelope.header.device_seq % 2 == 0);
    assert!(encode(&own).len() < encode(&page(&rows, |_| false)).len());
    let lookup = |prefix: &OwnPrefix| {
        let mut all = envelopes.iter();
        all.find(|it| own_prefix(&it.id()) == *prefix).cloned()
    };
    assert_eq!(own.clone().unpack(&Digest::ZERO, lookup), Ok(rows));
    let missing = own.unpack(&Digest::ZERO, nobody);
    assert_eq!(
        missing,
        Err(PageError::OwnMissing(own_prefix(&envelopes[1].id())))
    );
}

#[test]
fn a_page_that_was_tampered_with_is_not_believed() {
    let rows = log(&chain(3));
    let whole = page(&rows, |_| false);
    assert_eq!(
        whole.clone().unpack(&Digest([1; 32]), nobody),
        Err(PageError::BadChain)
    );
    let mut later = whole.clone();
    if let PackedRow::Next(at, _) = &mut later.rows[0] {
        at.0 += 1;
    }
    assert_eq!(
        later.unpack(&Digest::ZERO, nobody),
        Err(PageError::BadChain)
    );
    let mut dropped = whole.clone();
    dropped.rows.remove(1);
    assert_eq!(
        dropped.unpack(&Digest::ZERO, nobody),
        Err(PageError::BadChain)
    );
    let mut shorter = whole.clone();
    shorter.rows.pop();
    assert_eq!(
        shorter.unpack(&Digest::ZERO, nobody),
        Err(PageError::Mismatch)
    );
    let mut moved = whole.clone();
    moved.stream = wangge_domain::StreamId::from_bytes([9; 16]);
    assert!(matches!(
        moved.unpack(&Digest::ZERO, nobody),
        Err(PageError::Signature(_))
    ));
    let mut epoch = whole.clone();
    epoch.epoch = 2;
    assert!(matches!(
        epoch.unpack(&Digest::ZERO, nobody),
        Err(PageError::Signature(_))
    ));
    let mut shifted = whole;
    shifted.after = 1;
    assert!(shifted.unpack(&Digest::ZERO, nobody).is_err());
}

#[test]
fn every_flipped_bit_of_a_page_is_found() {
    let rows = log(&chain(2));
    let whole = page(&rows, |_| false);
    let bytes = encode(&whole);
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let Ok(other) = decode::<Page>(&flipped) else {
            continue;
        };
        let relay_key = other.relay_key;
        if let Ok(read) = other.unpack(&Digest::ZERO, nobody) {
            assert!(read == rows && relay_key == key(9).public(), "bit {bit}");
        }
    }
}
