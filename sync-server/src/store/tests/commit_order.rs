//! Dense sequences under concurrent writers, rollbacks and readers.

use std::sync::atomic::{AtomicBool, Ordering};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use wangge_domain::{DeviceId, Digest, StreamId, UserId};
use wangge_protocol::{ChainHash, Refusal, Row, RowBody, Stub};
use wangge_sync_engine::store::{RelayCommit, RelayRow, StoreError, StreamHead};

use super::{NOW, add, of_each, tenant};
use crate::store::RelayDatabase;

/// Streams that the writers choose from.
const STREAMS: u8 = 2;
const WRITERS: u64 = 4;
const READERS: u64 = 2;
/// Commits of each writer that were acknowledged.
const COMMITS: u32 = 25;

fn stream(number: u8) -> StreamId {
    StreamId::from_bytes([0x50 + number; 16])
}

/// Rows that follow a head, each of an envelope that nobody else writes.
pub(super) fn rows(
    stream: StreamId,
    head: Option<StreamHead>,
    count: u64,
    envelope: u64,
) -> Vec<RelayRow> {
    let (mut seq, mut chain) = head.map_or((0, ChainHash::ZERO), |head| (head.seq, head.chain));
    (0..count)
        .map(|place| {
            seq += 1;
            let mut id = [0; 32];
            id[..8].copy_from_slice(&envelope.to_be_bytes());
            id[8] = u8::try_from(place).unwrap();
            let stub = Stub {
                envelope: Digest(id),
                device: DeviceId::from_bytes([1; 16]),
                user: UserId::from_bytes([2; 16]),
                device_seq: seq,
                reason: Refusal::Revoked,
            };
            let row = Row::after(&chain, 1, seq, RowBody::Stub(stub), NOW);
            chain = row.chain;
            RelayRow { stream, row }
        })
        .collect()
}

/// Appends until so many commits were acknowledged; in between, commits that fail after their rows
/// were written, so that they are rolled back.
fn write(database: &dyn RelayDatabase, writer: u64) {
    let mut random = StdRng::seed_from_u64(writer);
    let (mut done, mut tries) = (0, 0_u64);
    while done < COMMITS {
        tries += 1;
        let envelope = (writer << 32) + tries;
        let stream = stream(random.random_range(0..STREAMS));
        let turn = database.turn(tenant(1)).unwrap();
        let head = turn.head(stream).unwrap();
        let mut commit = RelayCommit {
            expected: vec![(stream, head)],
            rows: rows(stream, head, random.random_range(1..5), envelope),
            ..RelayCommit::default()
        };
        let is_to_fail = random.random_range(0..3) == 0;
        if is_to_fail {
            // A row that does not follow, after some that do.
            let astray = rows(stream, None, 1, envelope + (1 << 60)).remove(0);
            commit.rows.push(astray);
        }
        match turn.commit(commit) {
            Ok(()) => {
                assert!(!is_to_fail, "a row that does not follow was written");
                done += 1;
            }
            Err(StoreError::HeadMoved) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// Follows a stream by its cursor, as a phone does: whatever is read follows what was read before.
fn follow(database: &dyn RelayDatabase, number: u8, stop: &AtomicBool) -> Vec<Row> {
    let stream = stream(number);
    let (mut seen, mut chain): (Vec<Row>, _) = (Vec::new(), ChainHash::ZERO);
    loop {
        let is_last = stop.load(Ordering::Acquire);
        let turn = database.turn(tenant(1)).unwrap();
        let head = turn.head(stream).unwrap().map_or(0, |head| head.seq);
        let cursor = seen.len() as u64;
        for row in turn.rows_after(stream, cursor, usize::MAX).unwrap() {
            let expected = seen.len() as u64 + 1;
            assert_eq!(
                row.seq, expected,
                "a later commit of a lower seq was missed"
            );
            let again = Row::after(&chain, row.epoch, row.seq, row.body.clone(), NOW);
            assert_eq!(again, row, "the chain holds");
            chain = row.chain;
            seen.push(row);
        }
        assert_eq!(seen.len() as u64, head, "head and rows are of one moment");
        if is_last {
            return seen;
        }
    }
}

#[test]
fn sequences_are_dense_and_no_reader_misses_a_row() {
    of_each(|database| {
        add(database.as_ref(), tenant(1));
        let (database, stop) = (database.as_ref(), AtomicBool::new(false));
        let seen: Vec<Vec<Row>> = std::thread::scope(|scope| {
            let readers: Vec<_> = (0..READERS)
                .map(|reader| {
                    let stop = &stop;
                    scope.spawn(move || follow(database, u8::try_from(reader).unwrap(), stop))
                })
                .collect();
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| scope.spawn(move || write(database, writer)))
                .collect();
            let ended: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
            // The readers stop also when a writer failed.
            stop.store(true, Ordering::Release);
            ended.into_iter().for_each(|ended| ended.unwrap());
            readers.into_iter().map(|it| it.join().unwrap()).collect()
        });
        let turn = database.turn(tenant(1)).unwrap();
        let mut all = 0;
        for (number, seen) in (0..STREAMS).zip(&seen) {
            let log = turn.rows_after(stream(number), 0, usize::MAX).unwrap();
            assert_eq!(&log, seen, "nothing that was read has changed since");
            all += log.len();
        }
        assert!(all >= (WRITERS * u64::from(COMMITS)) as usize);
    });
}

#[test]
fn a_commit_that_fails_leaves_nothing_behind() {
    of_each(|database| {
        add(database.as_ref(), tenant(1));
        let turn = database.turn(tenant(1)).unwrap();
        let good = rows(stream(0), None, 3, 1);
        let mut broken = good.clone();
        broken[2].row.seq = 7;
        let commit = |rows: Vec<RelayRow>, expected| {
            turn.commit(RelayCommit {
                expected: vec![(stream(0), expected)],
                rows,
                ..RelayCommit::default()
            })
        };
        assert!(matches!(commit(broken, None), Err(StoreError::HeadMoved)));
        assert_eq!(turn.head(stream(0)).unwrap(), None);
        commit(good.clone(), None).unwrap();
        assert!(matches!(commit(good, None), Err(StoreError::HeadMoved)));
        assert_eq!(turn.head(stream(0)).unwrap().unwrap().seq, 3);
    });
}
