use axum::http::StatusCode;
use wangge_domain::lifecycle::{Effect, Reason};
use wangge_protocol::Refusal;
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::Acted;

use crate::http::ApiError;
use crate::refusal_text::refusal_text;

/// Refusals that lie with the officer in whose name it would be entered.
const OF_THE_OFFICER: [&str; 4] = [
    "no_permission",
    "out_of_scope",
    "no_certificate",
    "own_key_needed",
];

/// What came by a form or a machine and is entered in the name of an officer（以人员名义受理）: how its
/// refusal is told.
pub(super) struct InNameOf {
    /// That the officer may not take it, in Chinese with the rule.
    pub(super) officer_zh: &'static str,
    /// That it is refused, in English.
    pub(super) en: &'static str,
}

impl InNameOf {
    /// Whether it was taken, with the reason if it was not（未受理原因）: that the officer may not take it
    /// only where that is the reason.
    pub(super) fn taken(&self, acted: Result<Acted, RelayError>) -> Result<(), ApiError> {
        match acted {
            Ok(acted) => match acted.outcome.effect {
                Effect::Applied => Ok(()),
                Effect::NoEffect(reason) => Err(self.by_rule(&reason)),
            },
            Err(RelayError::Refused(Refusal::OutOfScope | Refusal::Revoked)) => {
                Err(self.officer_not_competent())
            }
            Err(RelayError::Refused(why)) => Err(self.refuse("refused", refusal_text(why).0)),
            Err(error) => Err(error.into()),
        }
    }

    /// A refusal that is told by this code.
    pub(super) fn refuse(&self, code: &str, zh: &str) -> ApiError {
        ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, zh, self.en)
    }

    fn by_rule(&self, reason: &Reason) -> ApiError {
        if OF_THE_OFFICER.contains(&reason.code.as_str()) {
            return self.officer_not_competent();
        }
        let zh = format!("{}（{}）", reason.text(), reason.rule_text());
        self.refuse(&reason.code, &zh)
    }

    fn officer_not_competent(&self) -> ApiError {
        self.refuse("officer_not_competent", self.officer_zh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHECK: InNameOf = InNameOf {
        officer_zh: "发码人员无权受理（S0-30）",
        en: "the check is refused",
    };

    #[test]
    fn only_what_lies_with_the_officer_is_told_as_that() {
        for code in OF_THE_OFFICER {
            let told = CHECK.by_rule(&Reason::new(code, "handbook 1.3"));
            assert_eq!(told.code(), "officer_not_competent", "{code}");
        }
        let told = CHECK.by_rule(&Reason::new("premises_gone", "S0-17"));
        assert!(told.is_refusal(), "the form comes back filled in");
        let body = told.body();
        assert_eq!(body.code, "premises_gone");
        assert_eq!(body.message, "场所已拆除（S0-17）");
        let gone = CHECK.taken(Err(RelayError::Refused(Refusal::Revoked)));
        assert_eq!(gone.unwrap_err().code(), "officer_not_competent");
        let large = CHECK.taken(Err(RelayError::Refused(Refusal::TooLarge)));
        assert_eq!(large.unwrap_err().code(), "refused");
    }
}
