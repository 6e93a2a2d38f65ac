//! 29: texts that are none, or too much of one.

use wangge_domain::record::RecordKind;
use wangge_protocol::Verdict;

use super::craft::{Front, one_with, signed, turned_away, unsigned};
use crate::store::{ClientCommit, DraftChange};
use crate::testing::World;
use crate::tests::{record, submitted};
use crate::{Document, EngineError};

/// Columns that put these bytes as a text.
fn text_column(bytes: &[u8]) -> Vec<(u64, Vec<u8>)> {
    let meta = (u64::try_from(bytes.len()).unwrap() << 4) | 6;
    let mut columns = one_with(0x56, [signed(-1), unsigned(meta)].concat());
    columns.push((0x57, bytes.to_vec()));
    columns.sort_by_key(|(spec, _)| *spec);
    columns
}

#[test]
fn neg_029_texts_that_are_none() {
    // Invalid UTF-8, a lone surrogate, an overlong form of a slash, a cut character.
    for bytes in [&b"\xff\xfe"[..], b"\xed\xa0\x80", b"\xc0\xaf", b"\xe5\x9c"] {
        turned_away(|_, phone| Front::of(phone).change(&text_column(bytes)));
        let key = [
            signed(-1),
            unsigned(u64::try_from(bytes.len()).unwrap()),
            bytes.to_vec(),
        ];
        turned_away(|_, phone| Front::of(phone).change(&one_with(0x15, key.concat())));
    }
    // One letter with so many marks that it is longer than any text may be.
    let grapheme = format!("a{}", "\u{301}".repeat(20_000));
    turned_away(|_, phone| Front::of(phone).change(&text_column(grapheme.as_bytes())));
}

#[test]
fn neg_029_direction_marks_stay_as_written() {
    let world = World::in_memory();
    let phone = world.worker(0);
    let name = "面馆\u{202e}gpj.exe\u{200b}";
    // Nobody types them here; what an earlier app has written is taken as it is.
    let typed = phone.edit(
        record(1),
        &RecordKind::Premises,
        world.stream(0),
        &[("name", name.into())],
    );
    assert!(matches!(typed, Err(EngineError::ControlLetters(_))));
    phone.premises(record(1), world.stream(0), "面馆");
    let earlier = DraftChange::Merge {
        record: record(1),
        stream: world.stream(0),
        kind: RecordKind::Premises,
        base_heads: Vec::new(),
        edits: [("name".to_owned(), name.into())].into(),
    };
    let commit = ClientCommit {
        drafts: vec![earlier],
        ..ClientCommit::default()
    };
    phone.ctx().store.commit(commit).unwrap();
    phone.submit(record(1)).unwrap();
    let envelope = phone.waiting().pop().unwrap();
    assert_eq!(
        world.push(&phone, &[envelope]),
        [Verdict::Accepted { seq: 1 }]
    );
    let stored = world.store.record(record(1)).unwrap().unwrap();
    let content = Document::load(&stored.document).unwrap().content();
    assert_eq!(content.text("name"), Some(name));
    let honest = submitted(&world, &phone, 2);
    assert!(matches!(
        world.push(&phone, &[honest])[0],
        Verdict::Accepted { .. }
    ));
}
