/// Whether a text holds letters that nobody sees（隐藏字符）: control characters beside line ends and
/// tabs, and those that turn the direction of writing. On a terminal or in a list they hide or
/// repaint what stands beside them.
#[must_use]
pub fn holds_hidden_letters(text: &str) -> bool {
    text.chars().any(is_hidden)
}

/// Whether a text holds control characters beside line ends and tabs, or turns the direction of
/// what stands beside it: those that no keyboard for people writes. The two marks of direction that
/// keyboards of right-to-left scripts do write are none of them.
#[must_use]
pub fn holds_control_letters(text: &str) -> bool {
    text.chars().any(is_control)
}

/// The same text with a mark in the place of each hidden letter, for showing what others wrote.
#[must_use]
pub fn show_hidden_letters(text: &str) -> String {
    // A line end of the old kind alone would begin the line anew.
    let shown = |letter: char| match letter {
        '\r' => ' ',
        _ if is_hidden(letter) => char::REPLACEMENT_CHARACTER,
        _ => letter,
    };
    text.chars().map(shown).collect()
}

fn is_hidden(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{feff}') || is_control(letter)
}

fn is_control(letter: char) -> bool {
    let turns = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_the_direction_of_writing_is_refused_in_every_text() {
        for turned in [
            "甲\u{202e}乙",
            "\u{202a}甲",
            "甲\u{2066}乙\u{2069}",
            "a\u{7}b",
        ] {
            assert!(holds_control_letters(turned), "{turned:?}");
            assert!(holds_hidden_letters(turned), "{turned:?}");
        }
        // Keyboards of right-to-left scripts write these, and text goes on in lines.
        for written in ["ئۇيغۇر\u{200f} 12", "一\n二\t三"] {
            assert!(!holds_control_letters(written), "{written:?}");
        }
        assert!(
            holds_hidden_letters("甲\u{200f}"),
            "in a name they have no business"
        );
    }
}
