/// Digits in a row that are somebody's number: a mobile telephone has eleven, an identity card more.
const PERSONAL_DIGITS: usize = 11;

/// Whether a text that everybody may read holds a telephone or identity number（个人号码）. Spaces and
/// hyphens between the digits do not hide it.
#[must_use]
pub fn holds_personal_number(text: &str) -> bool {
    let mut digits = 0;
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            digits += 1;
            if digits >= PERSONAL_DIGITS {
                return true;
            }
        } else if !matches!(letter, ' ' | '-' | '\u{3000}') {
            digits = 0;
        }
    }
    false
}

/// A name of which only the first character is shown（姓名脱敏）: 张**.
#[must_use]
pub fn masked_name(name: &str) -> String {
    let mut letters = name.trim().chars();
    letters.next().map_or_else(String::new, |first| {
        let hidden = letters.count();
        format!("{first}{}", "*".repeat(hidden))
    })
}
