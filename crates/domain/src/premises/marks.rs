use std::collections::BTreeMap;

use super::keys;
use crate::record::{Content, Scalar};

/// The first mark（列管、信用标记）, of those that plans and draws follow ([`keys::MARKS`]), which these
/// fields would change. A mark that is written as it stands, or struck where none stands, changes
/// nothing.
#[must_use]
pub fn changed_mark(before: &Content, fields: &BTreeMap<String, Scalar>) -> Option<&'static str> {
    let mut marks = keys::MARKS.into_iter();
    marks.find(|key| {
        let written = fields.get(*key);
        written.is_some() && said(written) != said(before.fields.get(*key))
    })
}

/// What a mark says; `None`: nothing.
fn said(value: Option<&Scalar>) -> Option<&Scalar> {
    value.filter(|value| match value {
        Scalar::Null | Scalar::Bool(false) => false,
        Scalar::Text(text) => !text.is_empty(),
        Scalar::Bool(true) | Scalar::Int(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_that_is_written_as_it_stands_changes_nothing() {
        let mut before = Content::default();
        before.set(keys::CREDIT_GRADE, "B");
        let written = |key: &str, value: Scalar| {
            let fields = BTreeMap::from([(key.to_owned(), value)]);
            changed_mark(&before, &fields)
        };
        assert_eq!(written(keys::CREDIT_GRADE, "B".into()), None);
        assert_eq!(written(keys::POLICE_LISTED, false.into()), None);
        assert_eq!(written(keys::NAME, "乙店".into()), None);
        for value in ["A".into(), Scalar::Null] {
            let changed = written(keys::CREDIT_GRADE, value);
            assert_eq!(changed, Some(keys::CREDIT_GRADE));
        }
        let listed = written(keys::POLICE_LISTED, true.into());
        assert_eq!(listed, Some(keys::POLICE_LISTED));
    }
}
