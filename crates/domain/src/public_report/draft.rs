use super::{PublicReportRules, ReportRefusal};
use crate::record::holds_hidden_letters;

/// Characters of a name, at most.
const NAME_CHARS: usize = 40;

/// What somebody typed into the form（举报表单）, photos apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportDraft {
    /// Code of the category.
    pub category: String,
    /// Where, in words.
    pub place: String,
    /// What is wrong.
    pub text: String,
    /// Name, if given.
    pub name: String,
    /// Telephone number, if given.
    pub phone: String,
}

impl ReportDraft {
    /// Whether it can be taken in.
    ///
    /// # Errors
    /// [`ReportRefusal`] of the first rule that is broken.
    pub fn check(&self, rules: &PublicReportRules) -> Result<(), ReportRefusal> {
        let limits = &rules.limits;
        let chars = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        if rules.category(&self.category).is_none() {
            return Err(ReportRefusal::UnknownCategory);
        }
        if self.place.trim().is_empty() {
            return Err(ReportRefusal::NoPlace);
        }
        if chars(&self.place) > limits.place_chars {
            let most = limits.place_chars;
            return Err(ReportRefusal::PlaceTooLong { most });
        }
        if self.text.trim().is_empty() {
            return Err(ReportRefusal::NoText);
        }
        if chars(&self.text) > limits.text_chars {
            let most = limits.text_chars;
            return Err(ReportRefusal::TextTooLong { most });
        }
        let typed = [&self.place, &self.text, &self.name, &self.phone];
        if typed.iter().any(|text| holds_hidden_letters(text)) {
            return Err(ReportRefusal::ControlCharacters);
        }
        if typed.iter().any(|text| holds_markup(text)) {
            return Err(ReportRefusal::Markup);
        }
        let is_name = self.name.chars().count() <= NAME_CHARS;
        if is_name && (self.phone.is_empty() || is_phone(&self.phone)) {
            Ok(())
        } else {
            Err(ReportRefusal::BadContact)
        }
    }

    /// The digits of the telephone number, by which the same person is known again.
    #[must_use]
    pub fn phone_digits(phone: &str) -> String {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        match digits.strip_prefix("86") {
            Some(rest) if rest.len() == 11 => rest.to_owned(),
            _ => digits,
        }
    }
}

/// Whether a text that a desk writes in the place of the reporter's, or answers with, holds what the
/// page of the public refuses（文字检查）: letters that nobody sees, or markup.
#[must_use]
pub fn holds_refused_text(text: &str) -> bool {
    holds_hidden_letters(text) || holds_markup(text)
}

/// A tag, an entity or an address that runs. `3<5` and `A&B` are none.
pub(crate) fn holds_markup(text: &str) -> bool {
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        let opens =
            letter == '<' && (next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'));
        if opens || (letter == '&' && next == '#') {
            return true;
        }
    }
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    plain.contains("javascript:") || plain.contains("data:text/html")
}

fn is_phone(phone: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_digit() || matches!(letter, '+' | '-' | ' ');
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    phone.chars().all(allowed) && (5..=15).contains(&digits)
}
