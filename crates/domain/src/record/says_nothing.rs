use super::is_letter;

/// So many letters or Chinese characters say something at least.
const LETTERS: usize = 2;

/// Whether a text says nothing（没有写明内容）: marks and blanks alone, or a single letter. What is numbered
/// or printed says what it is about.
#[must_use]
pub fn says_nothing(text: &str) -> bool {
    let letters = text.chars().filter(|letter| is_letter(*letter));
    letters.take(LETTERS).count() < LETTERS
}

#[cfg(test)]
mod tests {
    use super::says_nothing;

    #[test]
    fn marks_blanks_and_a_single_letter_say_nothing() {
        for text in [
            "",
            " ",
            ".",
            "。",
            "——",
            "…",
            "无",
            "、x",
            "?!",
            "\u{3164}\u{3164}。",
            "１",
        ] {
            assert!(says_nothing(text), "{text:?}");
        }
        for text in ["二层", "3F", "已改", "（电）线", "𠅤房", "不 足"] {
            assert!(!says_nothing(text), "{text:?}");
        }
    }
}
