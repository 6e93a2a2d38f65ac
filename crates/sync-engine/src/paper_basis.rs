use std::collections::BTreeSet;

use uuid::Uuid;
use wangge_domain::hazard::keys::ON_NOTICE;
use wangge_domain::inspection::{Signature, keys, signatures};
use wangge_domain::lifecycle::{Event, LifecycleTables, RecordState, Version, act_in_force};
use wangge_domain::record::{Content, RecordKind};

use crate::content_rules::statement_digest;
use crate::document::{Document, content_hash};

/// What the papers of a record rest on beside what it says now（文书依据, S4-06）: the same on a phone
/// and on the relay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperBasis {
    /// What the record said in the version that its paper prints: a hazard the one of the notice in
    /// force, a visit the one handed in last, a letter or an order the one that was signed or
    /// issued. `None`: there is no such act, or that version cannot be read any more.
    pub quoted: Option<Content>,
    /// Signatures that stand under something else than the paper says.
    pub void: BTreeSet<Uuid>,
    /// Those of them that were written before something was blanked（涂销）: what was signed cannot be told
    /// any more.
    pub blanked: BTreeSet<Uuid>,
}

impl PaperBasis {
    /// Of a record: its document, the content that it shows, where it stands, and the events of its
    /// log in order.
    #[must_use]
    pub fn of(document: &Document, content: &Content, state: &RecordState, acts: &[Event]) -> Self {
        let act = act_in_force(state, acts, &quoting_acts(&state.kind));
        let quoted = act
            .and_then(version_of)
            .and_then(|version| said_in(document, version));
        let void = match state.kind {
            RecordKind::Rectification => void_of_hazard(document, content, quoted.as_ref()),
            RecordKind::Inspection => void_of_visit(content, quoted.as_ref()),
            // Of a letter whose words cannot be read nobody can tell what was signed.
            RecordKind::Letter | RecordKind::Order if act.is_some() => match &quoted {
                Some(quoted) => not_holding(signatures(quoted), quoted),
                None => ids(signatures(content)),
            },
            // A paper of another case prints what its steps say: what is written into it later
            // voids nothing.
            _ => BTreeSet::new(),
        };
        let blanked = carried_over(document, acts);
        Self {
            blanked: void.intersection(&blanked).copied().collect(),
            quoted,
            void,
        }
    }
}

/// The acts of such a record whose version its paper prints.
pub(crate) fn quoting_acts(kind: &RecordKind) -> Vec<&'static str> {
    match kind {
        RecordKind::Rectification => vec!["notice_issued"],
        RecordKind::Inspection => vec!["submitted"],
        // The steps that are about the content as it stands.
        RecordKind::Letter | RecordKind::Order => {
            let table = LifecycleTables::standard().of(kind);
            let rows = table.into_iter().flat_map(|table| &table.rows);
            rows.filter(|row| row.asks.content)
                .map(|row| row.event.as_str())
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The version that an act is about.
fn version_of(act: &Event) -> Option<&Version> {
    match act {
        Event::Submitted { version, .. } | Event::NoticeIssued { version, .. } => Some(version),
        Event::Step(step) => step.version.as_ref(),
        _ => None,
    }
}

/// The signatures that the newest redaction carried over: they were written before it.
fn carried_over(document: &Document, acts: &[Event]) -> BTreeSet<Uuid> {
    // One without effect began nothing: the document never was in its version.
    let begun = acts.iter().rev().find_map(|act| match act {
        Event::RedactionConfirmed { version, .. } => said_in(document, version),
        _ => None,
    });
    begun.map_or_else(BTreeSet::new, |said| ids(signatures(&said)))
}

/// What the document said in a version; `None` if it never said that.
fn said_in(document: &Document, version: &Version) -> Option<Content> {
    if version.heads.is_empty() {
        return None;
    }
    let content = document.content_at(&version.heads).ok()?;
    (content_hash(&content) == version.content).then_some(content)
}

/// Of a hazard: a signature stands under the notice in force, else under what is written now.
fn void_of_hazard(
    document: &Document,
    content: &Content,
    noticed: Option<&Content>,
) -> BTreeSet<Uuid> {
    let known = signatures(content);
    match noticed {
        Some(noticed) => {
            let known = known.into_iter();
            ids(known.filter(|it| !stands_under(it, document, content, noticed)))
        }
        None => not_holding(known, content),
    }
}

/// Of a visit: what was handed in, with the signatures that were handed in with it.
fn void_of_visit(content: &Content, submitted: Option<&Content>) -> BTreeSet<Uuid> {
    let said = submitted.unwrap_or(content);
    not_holding(signatures(said), said)
}

/// Those that are no signatures of this content.
fn not_holding(known: impl IntoIterator<Item = Signature>, said: &Content) -> BTreeSet<Uuid> {
    let statement = statement_digest(said);
    let known = known.into_iter();
    ids(known.filter(|signature| !signature.holds_for(statement)))
}

fn ids(known: impl IntoIterator<Item = Signature>) -> BTreeSet<Uuid> {
    known.into_iter().map(|signature| signature.id).collect()
}

/// Whether what was signed says the same of everything that the notice quotes: what does not stand on
/// the notice may change before and after. What was signed is what stood there when the signature
/// was written, and the signature must say so itself.
fn stands_under(
    signature: &Signature,
    document: &Document,
    content: &Content,
    noticed: &Content,
) -> bool {
    let was_signed = |one: &Content| {
        let is_same = |key: &str| one.fields.get(key) == noticed.fields.get(key);
        ON_NOTICE.iter().all(|key| is_same(key)) && signature.holds_for(statement_digest(one))
    };
    let statement = keys::signature_statement(signature.id);
    let then = || document.content_when_written(&statement);
    was_signed(noticed) || was_signed(content) || then().is_some_and(|then| was_signed(&then))
}

#[cfg(test)]
mod tests;
