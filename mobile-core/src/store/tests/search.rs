//! Search over a database, through the projection of premises.

use wangge_domain::lifecycle::RecordState;
use wangge_domain::premises::keys;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{RecordId, StreamId};
use wangge_sync_engine::store::{ClientCommit, ClientStore, RecordUpdate};

use super::open;
use crate::store::Database;

fn premises(number: u8, name: &str, address: &str, phone: &str) -> RecordUpdate {
    let mut content = Content::default();
    content.set(keys::NAME, name);
    content.set(keys::VILLAGE, "凌阁堂村");
    content.set(keys::ADDRESS, address);
    content.set(keys::OPERATOR_NAME, "王秀英");
    content.set(keys::OPERATOR_PHONE, phone);
    RecordUpdate {
        record: RecordId::from_bytes([number; 16]),
        stream: StreamId::from_bytes([1; 16]),
        kind: RecordKind::Premises,
        document: Vec::new(),
        heads: Vec::new(),
        content,
        state: RecordState::new(RecordKind::Premises),
        last_seq: 0,
        pending: false,
    }
}

fn commit(database: &Database, records: Vec<RecordUpdate>) {
    database
        .commit(ClientCommit {
            records,
            ..ClientCommit::default()
        })
        .unwrap();
}

fn found(database: &Database, query: &str) -> Vec<u8> {
    let hits = database.search(query, 20).unwrap();
    hits.into_iter()
        .map(|hit| hit.record.as_bytes()[0])
        .collect()
}

#[test]
fn words_of_one_and_two_characters_numbers_and_initials_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    commit(
        &database,
        vec![
            premises(1, "张记小吃店", "三组12号", "13900005678"),
            premises(2, "便民超市", "青石路3号", "023-41234567"),
            premises(3, "青峰旅馆", "石板街305室", "13811112222"),
        ],
    );
    assert_eq!(found(&database, "张"), [1], "one character");
    assert_eq!(found(&database, "超市"), [2], "two characters");
    assert_eq!(found(&database, "峰旅"), [3], "a middle part");
    assert_eq!(found(&database, "旅峰"), [] as [u8; 0], "the order counts");
    assert_eq!(
        found(&database, "5678"),
        [1],
        "the end of a telephone number"
    );
    assert_eq!(found(&database, "11112"), [3], "its middle");
    assert_eq!(found(&database, "13900005678"), [1], "all of it");
    assert_eq!(found(&database, "4123"), [2], "behind an area code");
    assert_eq!(found(&database, "zjxc"), [1], "initials");
    assert_eq!(found(&database, "QFLG"), [3], "large letters too");
    assert_eq!(found(&database, "bmcs"), [2]);
    assert_eq!(found(&database, "3号"), [2], "a number with its word");
    assert_eq!(found(&database, "３０５"), [3], "full-width digits");
    assert_eq!(
        found(&database, "凌阁堂 旅馆"),
        [3],
        "every word must be met"
    );
    assert_eq!(found(&database, "青").len(), 2);
    assert_eq!(
        found(&database, "青")[0],
        3,
        "a name goes before an address"
    );
    assert_eq!(found(&database, "秀英").len(), 3, "people are found");
    assert_eq!(found(&database, ""), [] as [u8; 0]);
    assert_eq!(
        found(&database, "\" OR *"),
        [] as [u8; 0],
        "no query breaks out of its quotes"
    );
    assert_eq!(found(&database, "xx"), [] as [u8; 0]);
}

#[test]
fn an_edited_premises_is_found_by_its_new_words_only() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    commit(
        &database,
        vec![premises(1, "张记小吃店", "三组12号", "13900005678")],
    );
    commit(
        &database,
        vec![premises(1, "李记面馆", "三组12号", "13900005678")],
    );
    assert_eq!(found(&database, "小吃"), [] as [u8; 0]);
    assert_eq!(found(&database, "面馆"), [1]);
    commit(&database, vec![]);
    let stream = StreamId::from_bytes([1; 16]);
    database
        .commit(ClientCommit {
            purge: vec![stream],
            ..ClientCommit::default()
        })
        .unwrap();
    assert_eq!(
        found(&database, "面馆"),
        [] as [u8; 0],
        "a purged stream is not found"
    );
}
