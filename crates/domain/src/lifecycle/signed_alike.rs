use std::collections::BTreeSet;

use super::{Event, ServiceProof};
use crate::Digest;
use crate::inspection::signatures;
use crate::record::{Content, RecordKind, letters};

/// Whether an act rests on signatures under two names with one and the same strokes（笔迹相同）of S4-06,
/// byte for byte: no hand writes so twice, and no two hands do. A visit that is handed in rests on all
/// that are put under its words, the service of a notice on those of whoever signs for it or stands
/// by. Names are told apart by their letters; who signs twice may be drawn alike.
#[must_use]
pub fn signed_alike(
    (kind, content, event): (&RecordKind, &Content, &Event),
    statement: fn(&Content) -> Digest,
) -> bool {
    let signers = match event {
        Event::Submitted { .. } if *kind == RecordKind::Inspection => None,
        Event::Served(ServiceProof::Signed(signature)) => Some(std::slice::from_ref(signature)),
        Event::Served(ServiceProof::Refused { witnesses, .. }) => Some(witnesses.as_slice()),
        _ => return false,
    };
    let cited: Option<BTreeSet<String>> = signers.map(|signers| {
        let names = signers.iter().map(|it| letters(&it.signer));
        names.collect()
    });
    let hashes = signers.unwrap_or_default().iter();
    let hashes = hashes.map(|it| (letters(&it.signer), it.strokes));
    if two_in_one_hand(&hashes.collect::<Vec<_>>(), None) {
        return true;
    }
    let shown = statement(content);
    let under_it = signatures(content)
        .into_iter()
        .filter(|signature| signature.holds_for(shown));
    let strokes = under_it.map(|it| (letters(&it.signer), it.strokes));
    two_in_one_hand(&strokes.collect::<Vec<_>>(), cited.as_ref())
}

/// Whether two names stand over the same strokes, one of them among those cited, if any are.
fn two_in_one_hand<T: PartialEq>(signed: &[(String, T)], cited: Option<&BTreeSet<String>>) -> bool {
    let is_cited = |name: &String| cited.is_none_or(|cited| cited.contains(name));
    signed.iter().enumerate().any(|(place, (name, strokes))| {
        let mut later = signed.iter().skip(place + 1);
        later.any(|(other, same)| {
            other != name && same == strokes && (is_cited(name) || is_cited(other))
        })
    })
}
