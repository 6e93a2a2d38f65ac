use wangge_domain::register::compulsion_word;

use super::authority::Authority;
use super::error::PaperError;
use super::model::Paper;

/// Characters of the text shown with a refusal.
const SHOWN: usize = 24;

/// Refuses a paper that goes out with a word of compulsion on it, unless its signer may use one
/// (S0-03). A paper that only quotes for the file, such as a dossier, is not addressed to anybody.
pub(super) fn check_words(paper: &Paper, authority: Option<&Authority>) -> Result<(), PaperError> {
    if !paper.goes_out || authority.is_some_and(|it| it.holds_on(paper.dated)) {
        return Ok(());
    }
    for text in paper.texts() {
        if let Some(word) = compulsion_word(&text) {
            let solid = text.chars().filter(|it| !it.is_whitespace());
            return Err(PaperError::Compulsion {
                word: word.to_owned(),
                place: solid.take(SHOWN).collect(),
            });
        }
    }
    Ok(())
}
