/// Whether a text holds letters that nobody sees（隐藏字符）: control characters beside line ends and
/// tabs, and those that turn the direction of writing. On a terminal or in a list they hide or
/// repaint what stands beside them.
#[must_use]
pub fn holds_hidden_letters(text: &str) -> bool {
    text.chars().any(is_hidden)
}

/// Whether a text holds control characters beside line ends and tabs: those that no keyboard for
/// people writes. Marks of the direction of writing are none of them.
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
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || letter == '\u{feff}' || is_control(letter)
}

fn is_control(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}
