//! A record is found by its provisional number as by its final one, on every store.

use std::collections::BTreeSet;

use wangge_domain::lifecycle::{RecordState, Status};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, RecordId, StreamId, Timestamp};
use wangge_protocol::Refusal;
use wangge_sync_engine::store::{ProvisionalUse, RecordUpdate, RelayCommit, VoidCause};

use super::commit_order::rows;
use super::{add, of_each, tenant};
use crate::store::{ListOrder, ListQuery, ListedRecord, Reach, RelayDatabase};

const FINAL: &str = "青消改字〔2026〕第0001号";

fn stream() -> StreamId {
    StreamId::from_bytes([0x50; 16])
}

/// A hazard with a notice, as it stands after so many rows.
fn commit(database: &dyn RelayDatabase, provisional: &str, number: Option<&str>) {
    let turn = database.turn(tenant(1)).unwrap();
    let head = turn.head(stream()).unwrap();
    let rows = rows(stream(), head, 1, head.map_or(1, |head| head.seq + 1));
    let mut state = RecordState::new(RecordKind::Rectification);
    state.status = Status::NoticeIssued;
    state.provisional_number = Some(provisional.to_owned());
    state.notice_number = number.map(str::to_owned);
    let update = RecordUpdate {
        record: RecordId::from_bytes([7; 16]),
        stream: stream(),
        kind: RecordKind::Rectification,
        document: Vec::new(),
        heads: Vec::new(),
        content: Content::default(),
        state,
        last_seq: rows[0].row.seq,
        pending: false,
    };
    turn.commit(RelayCommit {
        expected: vec![(stream(), head)],
        rows,
        records: vec![update],
        ..RelayCommit::default()
    })
    .unwrap();
}

fn search(database: &dyn RelayDatabase, text: &str) -> Vec<ListedRecord> {
    let streams: BTreeSet<StreamId> = [stream()].into();
    let query = ListQuery {
        text: Some(text.to_owned()),
        ..ListQuery::of(
            RecordKind::Rectification,
            Reach {
                streams,
                ..Reach::default()
            },
            ListOrder::Due { after: None },
            10,
        )
    };
    database.list(tenant(1), &query).unwrap()
}

#[test]
fn either_number_finds_the_record() {
    of_each(|database| {
        let database = database.as_ref();
        add(database, tenant(1));
        commit(database, "暂-A1-7", None);
        let found = search(database, "暂-A1-7");
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].number.as_str(), found[0].provisional.as_str()),
            ("暂-A1-7", "暂-A1-7")
        );
        // The final number takes its place; a paper that bears the other is still about.
        commit(database, "暂-A1-7", Some(FINAL));
        for text in ["暂-A1-7", "a1-7", FINAL, "第0001号"] {
            let found = search(database, text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].number, FINAL);
            assert_eq!(found[0].provisional, "暂-A1-7");
        }
        assert!(search(database, "暂-A1-8").is_empty());
        // Nothing is unknown; filling in changes no number that is known.
        assert!(
            database
                .provisional_unknown(tenant(1), 10)
                .unwrap()
                .is_empty()
        );
        let record = RecordId::from_bytes([7; 16]);
        database
            .fill_provisional(tenant(1), record, "暂-B9-9", &[])
            .unwrap();
        assert_eq!(search(database, FINAL)[0].provisional, "暂-A1-7");
    });
}

#[test]
fn numbers_that_took_no_effect_are_entered_as_void() {
    of_each(|database| {
        let database = database.as_ref();
        for number in [1, 2] {
            add(database, tenant(number));
        }
        commit(database, "暂-A1-7", Some(FINAL));
        let refused = VoidCause::NoEffect("notice_already_issued".to_owned());
        let uses = [
            ("暂-A1-8", Some(VoidCause::SetApart(Refusal::Revoked))),
            ("暂-A1-7", None),
            ("暂-A1-6", Some(refused.clone())),
        ];
        let uses = uses.into_iter().zip(1..).map(|((text, void), envelope)| {
            let record = RecordId::from_bytes([7; 16]);
            ProvisionalUse {
                text: text.to_owned(),
                record,
                envelope: Digest([envelope; 32]),
                received_at: Timestamp(1_000),
                void,
                attested: false,
            }
        });
        let provisional = uses.collect();
        database
            .turn(tenant(1))
            .unwrap()
            .commit(RelayCommit {
                provisional,
                ..RelayCommit::default()
            })
            .unwrap();
        let void = |of: u8, after: &str, limit| {
            let found = database.void_numbers(tenant(of), after, limit).unwrap();
            let texts = found.into_iter().map(|it| it.text);
            texts.collect::<Vec<_>>()
        };
        assert_eq!(void(1, "", 9), ["暂-A1-6", "暂-A1-8"], "in order");
        assert_eq!(void(1, "", 1), ["暂-A1-6"]);
        assert_eq!(void(1, "暂-A1-6", 9), ["暂-A1-8"]);
        assert!(void(2, "", 9).is_empty(), "of another tenant");
        let read = |text: &str| database.provisional_number(tenant(1), text).unwrap();
        let held = read("暂-A1-6").unwrap();
        assert_eq!(held.void, Some(refused));
        assert_eq!(
            (
                held.kind.as_str(),
                held.in_force.as_str(),
                held.provisional.as_str()
            ),
            ("rectification", FINAL, "暂-A1-7")
        );
        assert_eq!(read("暂-A1-7").unwrap().void, None);
        assert_eq!(read("暂-A1-9"), None);
        // Typed whole it finds the record on whose paper it was printed.
        assert_eq!(search(database, "暂-A1-6").len(), 1);
        assert!(search(database, "A1-6").is_empty());

        // What was read from a log of before stands beside what is there.
        let turn = database.turn(tenant(1)).unwrap();
        assert_eq!(
            turn.provisional_owner("暂-A1-6").unwrap(),
            Some(Digest([3; 32]))
        );
        assert_eq!(turn.provisional_owner("暂-A1-8").unwrap(), None);
    });
}
