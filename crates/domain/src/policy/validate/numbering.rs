use super::{PolicyError, PolicyPack, Unique, demand};
use crate::numbering::check_template;

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let rules = &pack.numbering;
    let mut words = Unique::new();
    for (code, issuer) in &rules.issuers {
        let path = format!("numbering.issuers.{code}.word");
        demand(is_word(&issuer.word), &path, "must be letters only")?;
        words.add(&issuer.word, &path)?;
    }
    let mut words = Unique::new();
    for (code, document) in &rules.documents {
        let path = format!("numbering.documents.{code}");
        demand(
            is_word(&document.word),
            &format!("{path}.word"),
            "must be letters only",
        )?;
        words.add(&document.word, &format!("{path}.word"))?;
        let path = format!("{path}.template");
        check_template(&document.template).map_err(|message| PolicyError::rule(path, message))?;
    }
    Ok(())
}

/// Digits or brackets in a word would make a number that cannot be read back.
fn is_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphabetic)
}
