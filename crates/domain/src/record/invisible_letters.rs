/// Whether a letter controls a terminal, line ends and tabs apart, or turns the direction of writing.
pub(super) fn is_control(letter: char) -> bool {
    let turns = matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || letter.is_control() && !matches!(letter, '\n' | '\r' | '\t')
}

/// Whether a letter draws nothing by itself（不可见字符）: what Unicode calls format characters and
/// default ignorable.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether keyboards of right-to-left and Mongolian scripts write it, or emoji are made of it.
pub(super) fn is_written_by_keyboards(letter: char) -> bool {
    matches!(
        letter,
        '\u{180b}'..='\u{180f}' | '\u{200c}'..='\u{200f}' | '\u{fe0e}'..='\u{fe0f}'
    )
}

/// Whether the letter at a place is a part of one emoji: it chooses how the sign before it is drawn,
/// or joins that to the sign behind it.
pub(super) fn joins_emoji(letters: &[char], place: usize) -> bool {
    let at = |place: usize| letters.get(place).copied().unwrap_or(' ');
    let before = place.checked_sub(1).map_or(' ', at);
    let behind = at(place.saturating_add(1));
    match at(place) {
        '\u{fe0e}' | '\u{fe0f}' => {
            let key = before.is_ascii_digit() || matches!(before, '#' | '*');
            is_sign(before) || key && behind == '\u{20e3}'
        }
        '\u{200d}' => (is_sign(before) || before == '\u{fe0f}') && is_sign(behind),
        _ => false,
    }
}

/// Whether a letter is drawn as a sign, among which all emoji are.
fn is_sign(letter: char) -> bool {
    matches!(
        letter,
        '\u{a9}' | '\u{ae}'
            | '\u{203c}'
            | '\u{2049}'
            | '\u{2122}'
            | '\u{2139}'
            | '\u{2190}'..='\u{27bf}'
            | '\u{2900}'..='\u{2bff}'
            | '\u{3030}'
            | '\u{303d}'
            | '\u{3297}'
            | '\u{3299}'
            | '\u{1f000}'..='\u{1faff}'
    )
}
