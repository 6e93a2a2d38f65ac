use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::premises::PremisesFacts;

/// A tiny condition（适用条件）over facts of a premises: `floors>=3 || beds>=10`,
/// `single_exit && floors>=2`, or a bare yes-or-no fact.
///
/// Operators are `>=`, `>`, `||` and `&&`; `&&` binds tighter. There are no brackets. An unknown
/// fact makes a comparison neither true nor false; see [`Condition::evaluate`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Condition {
    source: String,
    /// Any of these groups, of which all must hold.
    any_of: Vec<Vec<Test>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Flag(String),
    AtLeast(String, i64),
    Above(String, i64),
}

/// The text is not a condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{source_text}` is not a condition: `{part}` is neither a fact nor fact >= number")]
pub struct ParseConditionError {
    /// The whole text.
    pub source_text: String,
    /// The part that does not parse.
    pub part: String,
}

impl Condition {
    /// Parses a condition.
    ///
    /// # Errors
    /// [`ParseConditionError`] with the part that is not understood.
    pub fn parse(text: &str) -> Result<Self, ParseConditionError> {
        let test = |part: &str| {
            parse_test(part.trim()).ok_or_else(|| ParseConditionError {
                source_text: text.to_owned(),
                part: part.trim().to_owned(),
            })
        };
        let any_of = text
            .split("||")
            .map(|group| group.split("&&").map(test).collect::<Result<Vec<_>, _>>())
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            source: text.to_owned(),
            any_of,
        })
    }

    /// True, false, or `None` if what is known does not decide it: `floors>=3 || beds>=10` is
    /// decided by three floors alone, but not by two floors with the beds unknown.
    #[must_use]
    pub fn evaluate(&self, facts: &PremisesFacts) -> Option<bool> {
        let mut any = Some(false);
        for group in &self.any_of {
            let mut all = Some(true);
            for test in group {
                all = match (all, test.evaluate(facts)) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                };
            }
            any = match (any, all) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            };
        }
        any
    }

    /// True unless it is known to be false: what is unknown applies.
    #[must_use]
    pub fn may_hold(&self, facts: &PremisesFacts) -> bool {
        self.evaluate(facts) != Some(false)
    }

    /// True only if it is known to be true.
    #[must_use]
    pub fn holds(&self, facts: &PremisesFacts) -> bool {
        self.evaluate(facts) == Some(true)
    }

    /// The facts it speaks of.
    pub fn fact_names(&self) -> impl Iterator<Item = &str> {
        self.any_of.iter().flatten().map(Test::fact)
    }

    /// Whether it is a lower threshold than another one（回差）: it compares a number that the other
    /// compares too, and each such number with a lower limit. Where the other compares none there is
    /// no threshold.
    #[must_use]
    pub fn is_below(&self, upper: &Self) -> bool {
        let upper = upper.limits();
        let own = self.limits();
        let mut shared = own
            .iter()
            .filter_map(|(fact, low)| Some((low, upper.get(fact)?)))
            .peekable();
        upper.is_empty() || (shared.peek().is_some() && shared.all(|(low, high)| low < high))
    }

    /// The lowest number of each fact from which on a comparison holds.
    fn limits(&self) -> BTreeMap<&str, i64> {
        let mut limits = BTreeMap::new();
        for test in self.any_of.iter().flatten() {
            let (fact, limit) = match test {
                Test::Flag(_) => continue,
                Test::AtLeast(fact, limit) => (fact.as_str(), *limit),
                Test::Above(fact, limit) => (fact.as_str(), limit.saturating_add(1)),
            };
            let lowest = limits.entry(fact).or_insert(limit);
            *lowest = limit.min(*lowest);
        }
        limits
    }

    /// The text as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.source
    }
}

impl Test {
    fn fact(&self) -> &str {
        match self {
            Self::Flag(fact) | Self::AtLeast(fact, _) | Self::Above(fact, _) => fact,
        }
    }

    fn evaluate(&self, facts: &PremisesFacts) -> Option<bool> {
        match self {
            Self::Flag(fact) => facts.flag(fact),
            Self::AtLeast(fact, limit) => facts.number(fact).map(|value| value >= *limit),
            Self::Above(fact, limit) => facts.number(fact).map(|value| value > *limit),
        }
    }
}

fn parse_test(part: &str) -> Option<Test> {
    let number = |text: &str| text.trim().parse::<i64>().ok();
    if let Some((fact, limit)) = part.split_once(">=") {
        return Some(Test::AtLeast(parse_fact(fact)?, number(limit)?));
    }
    if let Some((fact, limit)) = part.split_once('>') {
        return Some(Test::Above(parse_fact(fact)?, number(limit)?));
    }
    parse_fact(part).map(Test::Flag)
}

fn parse_fact(text: &str) -> Option<String> {
    let name = text.trim();
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (starts && name.chars().all(word)).then(|| name.to_owned())
}

impl TryFrom<String> for Condition {
    type Error = ParseConditionError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> Self {
        condition.source
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluate(text: &str, facts: &[(&str, i64)]) -> Option<bool> {
        let mut known = PremisesFacts::default();
        for (name, value) in facts {
            known.set_number(name, *value);
        }
        Condition::parse(text).unwrap().evaluate(&known)
    }

    #[test]
    fn operators_and_precedence() {
        assert_eq!(evaluate("floors>=3", &[("floors", 3)]), Some(true));
        assert_eq!(evaluate("floors>3", &[("floors", 3)]), Some(false));
        assert_eq!(evaluate("persons > 10", &[("persons", 11)]), Some(true));
        // && binds tighter: a || (b && c).
        let text = "beds>=10 || floors>=2 && persons>=5";
        assert_eq!(
            evaluate(text, &[("beds", 10), ("floors", 1), ("persons", 1)]),
            Some(true)
        );
        assert_eq!(
            evaluate(text, &[("beds", 1), ("floors", 2), ("persons", 4)]),
            Some(false)
        );
    }

    #[test]
    fn what_is_unknown_is_undecided_unless_the_rest_decides() {
        assert_eq!(
            evaluate("floors>=3 || beds>=10", &[("floors", 3)]),
            Some(true)
        );
        assert_eq!(evaluate("floors>=3 || beds>=10", &[("floors", 2)]), None);
        assert_eq!(
            evaluate("floors>=3 && beds>=10", &[("floors", 2)]),
            Some(false)
        );
        assert_eq!(evaluate("floors>=3 && beds>=10", &[("floors", 3)]), None);
        let undecided = Condition::parse("floors>=3 && beds>=10").unwrap();
        assert!(undecided.may_hold(&PremisesFacts::default()));
        assert!(!undecided.holds(&PremisesFacts::default()));
    }

    #[test]
    fn a_bare_fact_is_a_flag_and_a_number_that_is_not_nothing() {
        let mut facts = PremisesFacts::default();
        facts.set_flag("has_private_rooms", true);
        facts.set_number("rooms", 0);
        let holds = |text: &str| Condition::parse(text).unwrap().evaluate(&facts);
        assert_eq!(holds("has_private_rooms"), Some(true));
        assert_eq!(holds("rooms"), Some(false));
    }

    #[test]
    fn what_is_no_condition_is_refused_with_the_part() {
        for (text, part) in [
            ("", ""),
            ("floors>=", "floors>="),
            ("floors<3", "floors<3"),
            ("floors>=3 || ", ""),
            ("floors>=三", "floors>=三"),
            ("(beds>=10)", "(beds>=10)"),
            ("Beds", "Beds"),
        ] {
            let error = Condition::parse(text).unwrap_err();
            assert_eq!(error.part, part, "{text}");
        }
    }

    #[test]
    fn it_is_a_string_in_json() {
        let condition: Condition = serde_json::from_str("\"floors>=3 || beds>=10\"").unwrap();
        assert_eq!(
            condition.fact_names().collect::<Vec<_>>(),
            ["floors", "beds"]
        );
        assert_eq!(
            serde_json::to_string(&condition).unwrap(),
            "\"floors>=3 || beds>=10\""
        );
    }
}
