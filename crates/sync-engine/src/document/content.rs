//! From the library's values to the content that the rules see.

use std::collections::BTreeSet;

use automerge::{Automerge, ROOT, ReadDoc, ScalarValueRef, Value, ValueRef};
use wangge_domain::Digest;
use wangge_domain::record::{Content, Scalar};
use wangge_protocol::{Hasher, encode};

/// The hash of the canonical typed content, which a [version](wangge_domain::lifecycle::Version)
/// cites: deterministic CBOR of fields and conflicts under its own label.
#[must_use]
pub fn content_hash(content: &Content) -> Digest {
    Hasher::new("wangge/content/1")
        .part(&encode(content))
        .finish()
}

/// The content of a document, now or at some heads.
pub(super) fn read_content(doc: &Automerge, heads: Option<&[automerge::ChangeHash]>) -> Content {
    let mut content = Content::default();
    let items = match heads {
        Some(heads) => doc.map_range_at(ROOT, .., heads),
        None => doc.map_range(ROOT, ..),
    };
    for item in items {
        let ValueRef::Scalar(value) = &item.value else {
            continue;
        };
        let Some(scalar) = scalar_of_ref(value) else {
            continue;
        };
        if item.conflict {
            let all = match heads {
                Some(heads) => doc.get_all_at(ROOT, item.key.as_ref(), heads),
                None => doc.get_all(ROOT, item.key.as_ref()),
            };
            // Two people who wrote the same do not contradict each other.
            let distinct: BTreeSet<Scalar> = all
                .unwrap_or_default()
                .into_iter()
                .filter_map(|(value, _)| scalar_of(&value))
                .collect();
            if distinct.len() > 1 {
                let values = distinct.into_iter().collect();
                content
                    .conflicts
                    .insert(item.key.clone().into_owned(), values);
            }
        }
        content.fields.insert(item.key.into_owned(), scalar);
    }
    content
}

fn scalar_of_ref(value: &ScalarValueRef<'_>) -> Option<Scalar> {
    match value {
        ScalarValueRef::Str(text) => Some(Scalar::Text(text.clone().into_owned())),
        ScalarValueRef::Int(number) => Some(Scalar::Int(*number)),
        ScalarValueRef::Boolean(yes) => Some(Scalar::Bool(*yes)),
        ScalarValueRef::Null => Some(Scalar::Null),
        _ => None,
    }
}

fn scalar_of(value: &Value<'_>) -> Option<Scalar> {
    match value.as_scalar()? {
        automerge::ScalarValue::Str(text) => Some(Scalar::Text(text.to_string())),
        automerge::ScalarValue::Int(number) => Some(Scalar::Int(*number)),
        automerge::ScalarValue::Boolean(yes) => Some(Scalar::Bool(*yes)),
        automerge::ScalarValue::Null => Some(Scalar::Null),
        _ => None,
    }
}
