/// Whether a public value（公共随机值）is written in what everybody can copy from where it is published:
/// digits, letters and signs of ASCII, ideographs, and the usual punctuation. The seed follows from
/// each byte of it, so nothing may stand in it that is not seen. Asked when a draw is drawn; records
/// are judged as they are.
#[must_use]
pub fn is_plain_value(text: &str) -> bool {
    text.chars().all(is_plain)
}

/// Whether blanks stand before or behind a public value（首尾空格）: who
/// copies it leaves them out, and has another seed. One of blanks alone is none at all.
#[must_use]
pub fn has_outer_blanks(text: &str) -> bool {
    let inner = text.trim();
    !inner.is_empty() && inner.len() != text.len()
}

fn is_plain(letter: char) -> bool {
    matches!(
        letter,
        ' '..='~'
            | '\u{b7}'
            | '—'
            | '‘'..='’'
            | '“'..='”'
            | '…'
            | '、'..='】'
            | '〔'..='〕'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '！'..='～'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_at_the_ends_are_told() {
        for (value, told) in [
            ("03 08 + 09", false),
            (" 03 08 + 09", true),
            ("03 08 + 09 ", true),
            ("", false),
            ("  ", false),
        ] {
            assert_eq!(has_outer_blanks(value), told, "{value:?}");
        }
    }

    #[test]
    fn only_what_everybody_sees_and_can_copy_is_plain() {
        for plain in [
            "03 08 15 21 27 33 + 09",
            "第2026103期：03、08，蓝球09",
            "上证指数3，421.88（收盘）",
            "“双色球”〔2026〕103·A-Z",
            "",
        ] {
            assert!(is_plain_value(plain), "{plain:?}");
        }
        for hidden in [
            '\u{200b}',
            '\u{200d}',
            '\u{ad}',
            '\u{2060}',
            '\u{202e}',
            '\u{feff}',
            '\u{3164}',
            '\u{fe0f}',
            '\u{a0}',
            '\u{3000}',
            '\u{7}',
            '\n',
            '\t',
            'é',
            'А',
            '\u{1f525}',
        ] {
            let text = format!("03 08{hidden}15");
            assert!(!is_plain_value(&text), "{text:?}");
        }
    }
}
