//! Which characters may begin or end a line（标点避头尾）.

/// May not begin a line.
pub(super) fn never_first(it: char) -> bool {
    matches!(
        it,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '》'
            | '〉'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '］'
            | '｝'
            | '”'
            | '’'
            | '…'
            | '—'
            | '·'
            | '％'
            | '%'
            | ')'
            | ']'
            | '}'
            | ','
            | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | '℃'
            | '㎡'
            | '々'
    )
}

/// May not end a line.
pub(super) fn never_last(it: char) -> bool {
    matches!(
        it,
        '（' | '《'
            | '〈'
            | '「'
            | '『'
            | '【'
            | '〔'
            | '［'
            | '｛'
            | '“'
            | '‘'
            | '('
            | '['
            | '{'
            | '￥'
            | '¥'
            | '№'
    )
}

/// Belongs to a word or number that is not broken.
pub(super) fn is_word(it: char) -> bool {
    it.is_ascii_alphanumeric()
        || matches!(
            it,
            '-' | '_' | '/' | '.' | ':' | '@' | '#' | '&' | '=' | '?' | '+' | '~'
        )
        || ('\u{c0}'..='\u{24f}').contains(&it)
}

/// Shown as nothing and needs no glyph.
pub(super) fn is_invisible(it: char) -> bool {
    it.is_control()
        || matches!(
            it,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{ad}' | '\u{fe00}'..='\u{fe0f}'
        )
}
