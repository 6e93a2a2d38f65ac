use wangge_domain::Timestamp;

use super::{chain, key, log, stream};
use crate::limits::MAX_RECORD_PAGE_ROWS;
use crate::{PageError, RecordPage, Row, RowBody, decode, encode};

fn page(rows: &[Row], places: (u64, u64, u64)) -> RecordPage {
    let relay = key(9);
    RecordPage::pack(stream(), places, rows, relay.public(), |message| {
        relay.sign(message)
    })
}

/// Accepted rows with a hole between them.
fn scattered() -> Vec<Row> {
    let rows = log(&chain(5));
    let accepted = rows
        .into_iter()
        .filter(|row| matches!(row.body, RowBody::Accepted { .. }));
    let mut rows: Vec<Row> = accepted.collect();
    rows.remove(1);
    rows
}

#[test]
fn a_page_of_records_gives_back_rows_that_do_not_follow_each_other() {
    let rows = scattered();
    let until = rows.last().unwrap().seq;
    let whole = page(&rows, (0, until, 0));
    let again: RecordPage = decode(&encode(&whole)).unwrap();
    assert_eq!(again.unpack(), Ok(rows));
    assert_eq!(page(&[], (3, 9, 5)).unpack(), Ok(Vec::new()));
}

#[test]
fn a_stub_does_not_come_ahead() {
    let rows = log(&chain(3));
    let until = rows.last().unwrap().seq;
    let told = page(&rows, (0, until, 0)).unpack().unwrap();
    assert!(told.len() < rows.len());
    assert!(
        told.iter()
            .all(|row| matches!(row.body, RowBody::Accepted { .. }))
    );
}

#[test]
fn a_page_of_records_that_was_tampered_with_is_not_believed() {
    let rows = scattered();
    let until = rows.last().unwrap().seq;
    let whole = page(&rows, (0, until, 0));
    let signature = |page: RecordPage| matches!(page.unpack(), Err(PageError::Signature(_)));
    let mut altered = whole.clone();
    altered.rows[0].received_at = Timestamp(altered.rows[0].received_at.0 + 1);
    assert!(signature(altered));
    let mut altered = whole.clone();
    altered.rows[0].chain = altered.rows[1].chain;
    assert!(signature(altered));
    let mut altered = whole.clone();
    altered.rows[0].epoch += 1;
    assert!(signature(altered));
    let mut altered = whole.clone();
    altered.until += 1;
    assert!(signature(altered));
    // One record withheld: the relay did not sign that.
    let mut fewer = page(&rows[1..], (0, until, 0));
    fewer.signature = whole.signature;
    assert!(signature(fewer));
}

#[test]
fn rows_out_of_their_place_or_in_excess_are_not_believed() {
    let rows = scattered();
    let until = rows.last().unwrap().seq;
    let turned: Vec<Row> = rows.iter().rev().cloned().collect();
    let mismatch = Err(PageError::Mismatch);
    assert_eq!(page(&turned, (0, until, 0)).unpack(), mismatch);
    let first = rows[0].seq;
    assert_eq!(page(&rows, (first, until, 0)).unpack(), mismatch, "held");
    assert_eq!(page(&rows, (0, until - 1, 0)).unpack(), mismatch, "beyond");
    assert_eq!(
        page(&rows, (0, until, until)).unpack(),
        mismatch,
        "it would never end"
    );
    let mut fewer = page(&rows, (0, until, 0));
    fewer.rows.pop();
    assert_eq!(fewer.unpack(), mismatch);
    let mut many = page(&rows, (0, until, 0));
    many.rows = vec![many.rows[0].clone(); MAX_RECORD_PAGE_ROWS + 1];
    assert_eq!(many.unpack(), Err(PageError::TooMany));
}
