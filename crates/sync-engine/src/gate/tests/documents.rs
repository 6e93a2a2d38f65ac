use wangge_domain::record::Scalar;

use super::{actor, begun, edits, other, owner};
use crate::gate::limits;
use crate::{Document, DocumentError, content_hash};

#[test]
fn an_empty_document_is_no_bytes() {
    assert_eq!(Document::new().save(), Vec::<u8>::new());
    let loaded = Document::load(&[]).unwrap();
    assert!(loaded.is_empty());
    assert_eq!(
        (loaded.heads(), loaded.content()),
        (Vec::new(), Default::default())
    );
    assert_eq!(loaded.first_actor(), None);
}

#[test]
fn every_kind_of_value_comes_back() {
    let mut document = Document::new();
    let all = edits(&[
        ("null", Scalar::Null),
        ("yes", true.into()),
        ("no", false.into()),
        ("small", (-1).into()),
        ("big", i64::MAX.into()),
        ("text", "现场检查".into()),
        ("empty", "".into()),
    ]);
    document.edit(&actor(), None, &all).unwrap();
    let loaded = Document::load(&document.save_verified().unwrap()).unwrap();
    assert_eq!(loaded.content().fields, all);
    assert_eq!(loaded.version(), document.version());
    assert_eq!(loaded.first_actor(), Some(actor()));
}

#[test]
fn a_document_of_one_change_is_that_change_wherever_it_was_built() {
    let (document, change) = begun();
    assert_eq!(document.save(), change);
    assert_eq!(document.save_verified().unwrap(), change);
    // As earlier versions saved it, and as it is built again out of a log.
    let mut library = automerge::Automerge::new();
    let applied = automerge::Change::from_bytes(change.clone()).unwrap();
    library.apply_changes([applied]).unwrap();
    let before = Document::load(&library.save_nocompress()).unwrap();
    let rebuilt = Document::of_changes(std::slice::from_ref(&change)).unwrap();
    for other in [before, rebuilt] {
        assert_eq!(other.save(), change);
        assert_eq!(other.version(), document.version());
        assert_eq!(other.first_actor(), Some(actor()));
    }
}

#[test]
fn a_second_change_is_laid_on_the_first_by_the_library() {
    let (mut document, first) = begun();
    let (base, before) = (document.heads(), document.content());
    let second = document
        .edit(&actor(), None, &edits(&[("floors", 4.into())]))
        .unwrap();
    let mut elsewhere = Document::load(&first).unwrap();
    elsewhere.apply(&second, &owner()).unwrap();
    assert_eq!(elsewhere.save(), document.save());
    let loaded = Document::load(&document.save_verified().unwrap()).unwrap();
    assert_eq!(loaded.version(), document.version());
    assert_eq!(loaded.content_at(&base).unwrap(), before);
    assert_eq!(loaded.content().fields["floors"], Scalar::from(4));
}

#[test]
fn a_change_that_begins_nothing_is_no_document() {
    let (mut document, _) = begun();
    let second = document
        .edit(&actor(), None, &edits(&[("floors", 4.into())]))
        .unwrap();
    assert!(Document::load(&second).is_err());
}

#[test]
fn what_changes_nothing_is_no_change() {
    let (mut document, _) = begun();
    let same = edits(&[("floors", 2.into())]);
    assert_eq!(
        document.edit(&actor(), None, &same),
        Err(DocumentError::NoChange)
    );
    assert_eq!(
        document.edit(&actor(), None, &edits(&[])),
        Err(DocumentError::NoChange)
    );
    let null = edits(&[("absent", Scalar::Null)]);
    assert!(
        document.edit(&actor(), None, &null).is_ok(),
        "null is a value"
    );
}

#[test]
fn an_edit_on_older_heads_is_a_visible_conflict() {
    let (mut document, change) = begun();
    let base = document.heads();
    let (theirs, their_actor) = other();
    let mut elsewhere = Document::new();
    elsewhere.apply(&change, &owner()).unwrap();
    let moved = edits(&[("name", "面馆二".into()), ("floors", 3.into())]);
    let foreign = elsewhere.edit(&their_actor, Some(&base), &moved).unwrap();
    document.apply(&foreign, &theirs).unwrap();
    // The user still saw the old heads.
    let mine = edits(&[("name", "面馆三".into()), ("floors", 3.into())]);
    document.edit(&actor(), Some(&base), &mine).unwrap();
    let content = document.content();
    let both: Vec<Scalar> = vec!["面馆三".into(), "面馆二".into()];
    assert_eq!(
        content.conflicts.get("name"),
        Some(&both),
        "sorted, the winner among them"
    );
    assert!(
        !content.conflicts.contains_key("floors"),
        "the same value twice is no conflict"
    );
    let winner = content.fields["name"].clone();
    assert!(both.contains(&winner));
    // Writing on top of both resolves it.
    document
        .edit(&actor(), None, &edits(&[("name", winner.clone())]))
        .unwrap();
    assert!(document.content().conflicts.is_empty());
    assert_eq!(document.content().fields["name"], winner);
}

#[test]
fn heads_that_are_gone_stand_for_the_present_ones() {
    let (mut document, _) = begun();
    let gone = [wangge_domain::Digest([8; 32])];
    document
        .edit(&actor(), Some(&gone), &edits(&[("name", "新".into())]))
        .unwrap();
    assert!(document.content().conflicts.is_empty());
    assert_eq!(document.heads().len(), 1);
}

#[test]
fn content_is_told_at_any_heads() {
    let (mut document, _) = begun();
    let (before, heads) = (document.content(), document.heads());
    document
        .edit(&actor(), None, &edits(&[("name", "后来".into())]))
        .unwrap();
    assert_eq!(document.content_at(&heads).unwrap(), before);
    assert_eq!(
        document.content_at(&document.heads()).unwrap(),
        document.content()
    );
    assert_eq!(document.content_at(&[]).unwrap(), Default::default());
    let unknown = document.content_at(&[wangge_domain::Digest([1; 32])]);
    assert_eq!(unknown, Err(DocumentError::UnknownHeads));
}

#[test]
fn the_content_hash_is_frozen() {
    let (document, _) = begun();
    let hash = content_hash(&document.content()).to_string();
    assert_eq!(
        hash,
        "20372c0447a9d71aa92f37a94edc0226048bf68d7b47f670d3c850a4e55f22d8"
    );
}

#[test]
fn no_damage_to_a_saved_document_panics() {
    let (document, _) = begun();
    let bytes = document.save();
    for length in 1..bytes.len() {
        assert!(Document::load(&bytes[..length]).is_err(), "{length}");
    }
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(Document::load(&flipped).is_err(), "{bit}");
    }
    assert!(Document::load(&vec![0; limits::MAX_DOCUMENT_BYTES + 1]).is_err());
}

#[test]
fn a_document_grows_only_so_far() {
    let mut document = Document::new();
    let many: Vec<(String, Scalar)> = (0..limits::MAX_DOCUMENT_KEYS)
        .map(|n| (format!("k{n}"), Scalar::Null))
        .collect();
    document
        .edit(&actor(), None, &many.into_iter().collect())
        .unwrap();
    let one_more = document.edit(&actor(), None, &edits(&[("one_more", 1.into())]));
    assert!(matches!(one_more, Err(DocumentError::NotAllowed(_))));
    assert_eq!(document.content().fields.len(), limits::MAX_DOCUMENT_KEYS);
}
