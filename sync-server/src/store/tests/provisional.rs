//! A record is found by its provisional number as by its final one, on every store.

use std::collections::BTreeSet;

use wangge_domain::lifecycle::{RecordState, Status};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{RecordId, StreamId};
use wangge_sync_engine::store::{RecordUpdate, RelayCommit};

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
        kind: RecordKind::Rectification,
        reach: Reach {
            streams,
            ..Reach::default()
        },
        within: None,
        status: None,
        category: None,
        open: false,
        due_before: None,
        due_after: None,
        text: Some(text.to_owned()),
        order: ListOrder::Due { after: None },
        limit: 10,
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
            .fill_provisional(tenant(1), record, "暂-B9-9")
            .unwrap();
        assert_eq!(search(database, FINAL)[0].provisional, "暂-A1-7");
    });
}
