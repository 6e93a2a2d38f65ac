use std::collections::BTreeSet;

use super::ControlState;
use crate::inspection::signatures;
use crate::lifecycle::{Event, LifecycleTables, codes};
use crate::record::{Content, RecordKind, letters};
use crate::{Digest, UserId};

impl ControlState {
    /// Whether the signature that a step asks of the other side bears the name of whoever takes the
    /// step (S2-30, S4-18, S2-32). Of several that stand under this statement it is the newest,
    /// as on the paper. Names are compared by their letters; a letter for somebody of the same name is
    /// issued by somebody else.
    #[must_use]
    pub fn is_own_signature(
        &self,
        user: UserId,
        (kind, content, event): (&RecordKind, &Content, &Event),
        statement: fn(&Content) -> Digest,
    ) -> bool {
        let roles = roles_asked(kind, event);
        let name = self.people.get(&user).map(|person| letters(&person.name));
        let own = name.unwrap_or_default();
        if roles.is_empty() || own.is_empty() {
            return false;
        }
        let shown = statement(content);
        let signed = signatures(content);
        let newest = signed.iter().rev().find(|signature| {
            let is_asked = codes(&signature.role).any(|role| roles.contains(role));
            is_asked && signature.holds_for(shown)
        });
        newest.is_some_and(|signature| letters(&signature.signer) == own)
    }
}

/// In which roles an event asks for a signature, by the table of its kind.
fn roles_asked(kind: &RecordKind, event: &Event) -> BTreeSet<&'static str> {
    let table = LifecycleTables::standard().of(kind);
    let rows = table.into_iter().flat_map(|table| &table.rows);
    rows.filter(|row| row.event == event.name())
        .flat_map(|row| &row.asks.signatures)
        .map(String::as_str)
        .collect()
}
