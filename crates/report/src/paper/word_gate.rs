use wangge_domain::register::printed_compulsion_words;

use super::authority::Authority;
use super::error::PaperError;
use super::model::Paper;

/// Characters of the text shown with a refusal.
const SHOWN: usize = 24;

/// Refuses a paper that goes out with a word of compulsion on it that its signer may not use
/// (S0-03): the text it stands in is named. A paper that only quotes for the file, such as a
/// dossier, is not addressed to anybody. Words that the list learned later are asked by the acts.
pub(super) fn check_words(paper: &Paper, authority: Option<&Authority>) -> Result<(), PaperError> {
    if !paper.goes_out {
        return Ok(());
    }
    let opens = |word: &str| authority.is_some_and(|it| it.opens(word, paper.dated));
    for (place, text) in paper.texts() {
        let text = unquoted(paper, text);
        let words = printed_compulsion_words(&text);
        if let Some(word) = words.into_iter().find(|word| !opens(word)) {
            return Err(PaperError::Compulsion {
                word: word.to_owned(),
                place: format!("{place}“{}”", around(&text, word)),
            });
        }
    }
    Ok(())
}

/// A text without what the paper quotes in it: that its signer does not say.
fn unquoted(paper: &Paper, text: String) -> String {
    match &paper.quoted {
        Some(quoted) => text.replace(&format!("“{quoted}”"), "“……”"),
        None => text,
    }
}

/// The part of a text that holds the word, with what stands before it.
fn around(text: &str, word: &str) -> String {
    let solid: Vec<char> = text.chars().filter(|it| !it.is_whitespace()).collect();
    let mut parts = solid
        .windows(SHOWN)
        .map(|part| part.iter().collect::<String>());
    let holds = |part: &String| printed_compulsion_words(part).contains(&word);
    let found = parts.find(holds);
    found.unwrap_or_else(|| solid.iter().take(SHOWN).collect())
}
