use super::authority::Authority;
use super::error::PaperError;
use super::model::Paper;

/// Words that only a body with powers of enforcement may address to somebody (handbook 1.4).
const COMPULSION: &[&str] = &[
    "责令",
    "罚款",
    "行政处罚",
    "临时查封",
    "强制执行",
    "停产停业",
    "行政拘留",
];
/// Characters of the text shown with a refusal.
const SHOWN: usize = 24;

/// Refuses a paper that goes out with a word of compulsion on it, unless its signer may use one
/// (S0-03). A paper that only quotes for the file, such as a dossier, is not addressed to anybody.
pub(super) fn check_words(paper: &Paper, authority: Option<&Authority>) -> Result<(), PaperError> {
    if !paper.goes_out || authority.is_some_and(|it| it.holds_on(paper.dated)) {
        return Ok(());
    }
    for text in paper.texts() {
        // Somebody might put blanks between the characters.
        let solid: String = text.chars().filter(|it| !it.is_whitespace()).collect();
        if let Some(word) = COMPULSION.iter().find(|word| solid.contains(**word)) {
            return Err(PaperError::Compulsion {
                word: (*word).to_owned(),
                place: solid.chars().take(SHOWN).collect(),
            });
        }
    }
    Ok(())
}
