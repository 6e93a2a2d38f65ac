use unicode_normalization::char::is_combining_mark;

/// Whether a text shows a reader nothing（空白）: it has blanks, format characters, lone marks and
/// fillers at most.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    !text.chars().any(is_seen)
}

/// Whether a character is a letter, an ideograph or a digit that is seen.
pub(crate) fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() && is_seen(letter)
}

/// A text by its letters alone: a blank or a mark between them makes no other name of it.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|letter| is_letter(*letter)).collect()
}

/// Whether a character draws anything by itself. The ranges are those that Unicode calls default
/// ignorable, with the blank of Braille and the signs of annotation.
fn is_seen(letter: char) -> bool {
    let ignored = matches!(
        letter,
        '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    !ignored && !letter.is_whitespace() && !letter.is_control() && !is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What hides between two characters without being seen.
    const HIDDEN: [&str; 14] = [
        " ",
        "\u{3000}",
        "\u{200b}",
        "\u{200c}",
        "\u{2060}",
        "\u{feff}",
        "\u{ad}",
        "\u{fe00}",
        "\u{34f}",
        "\u{e0100}",
        "\u{e0041}",
        "\u{3164}",
        "\u{2800}",
        "\u{ffa0}",
    ];

    #[test]
    fn only_what_is_seen_is_a_letter() {
        for hidden in HIDDEN {
            assert!(!hidden.chars().any(is_letter), "{hidden:?}");
        }
        for mark in ["-", "·", "，", "【", "\u{301}", "\u{93e}"] {
            assert!(!mark.chars().any(is_letter), "{mark:?}");
        }
        assert!("令\u{f9a8}A座301室ئۇيغۇر".chars().all(is_letter));
    }

    #[test]
    fn a_text_that_shows_nothing_is_blank() {
        for hidden in HIDDEN {
            assert!(is_blank(hidden), "{hidden:?}");
            assert!(is_blank(&hidden.repeat(3)), "{hidden:?}");
        }
        assert!(is_blank(""));
        for seen in ["王", "/", "—", "7", "王\u{200b}", "\u{200f}ئ"] {
            assert!(!is_blank(seen), "{seen:?}");
        }
    }
}
