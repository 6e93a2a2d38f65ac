use std::collections::BTreeMap;

/// What is known of a premises（场所事实）for conditions: numbers and yes-or-no facts by name.
/// What is not here is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PremisesFacts {
    known: BTreeMap<String, i64>,
}

impl PremisesFacts {
    /// Sets a number.
    pub fn set_number(&mut self, name: &str, value: i64) {
        self.known.insert(name.to_owned(), value);
    }

    /// Sets a yes or no.
    pub fn set_flag(&mut self, name: &str, value: bool) {
        self.known.insert(name.to_owned(), i64::from(value));
    }

    /// The number, if known (1 and 0 for yes and no).
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.known.get(name).copied()
    }

    /// Yes or no, if known; a number is yes unless it is 0.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.number(name).map(|value| value != 0)
    }
}
