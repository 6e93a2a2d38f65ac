use super::invisible_letters::is_invisible;

/// A name of fewer letters stands in too many words.
const SHORTEST_NAME: usize = 2;

/// Where a name stands in a text（姓名所在）, by its first byte and the one behind its last: with blanks and
/// letters that nobody sees within, in the text or in the name. What a line end or a mark parts are two
/// words, and no name.
pub(super) fn name_spans(text: &str, name: &str) -> Vec<(usize, usize)> {
    let seen = |letter: &char| !is_gap(*letter) && !is_line_end(*letter);
    let name: Vec<char> = name.chars().filter(seen).collect();
    if name.len() < SHORTEST_NAME {
        return Vec::new();
    }
    let letters: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, letter)| !is_gap(*letter))
        .collect();
    let (mut spans, mut at) = (Vec::new(), 0);
    while let Some(beside) = letters.get(at..at + name.len()) {
        if !beside.iter().map(|(_, letter)| letter).eq(&name) {
            at += 1;
            continue;
        }
        let ((start, _), (last, letter)) = (beside[0], beside[name.len() - 1]);
        spans.push((start, last + letter.len_utf8()));
        at += name.len();
    }
    spans
}

/// A text without blanks and letters that nobody sees（去除空白）, line by line.
pub(super) fn without_gaps(text: &str) -> String {
    text.chars().filter(|letter| !is_gap(*letter)).collect()
}

/// Whether a letter shows nothing between those beside it, and ends no line. The blank of Braille is
/// drawn as one.
fn is_gap(letter: char) -> bool {
    let shows_nothing = letter.is_whitespace()
        || letter.is_control()
        || is_invisible(letter)
        || letter == '\u{2800}';
    shows_nothing && !is_line_end(letter)
}

/// Whether what stands behind a letter begins a line.
fn is_line_end(letter: char) -> bool {
    matches!(
        letter,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands where the name does.
    fn found<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
        let spans = name_spans(text, name).into_iter();
        spans
            .map(|(start, end)| text.get(start..end).unwrap())
            .collect()
    }

    #[test]
    fn blanks_and_what_nobody_sees_make_no_other_name_of_it() {
        for gap in [
            "",
            " ",
            "  ",
            "\t",
            "\u{a0}",
            "\u{2003}",
            "\u{3000}",
            "\u{200b}",
            "\u{200d}",
            "\u{2060}",
            "\u{feff}",
            "\u{ad}",
            "\u{fe0f}",
            "\u{e0100}",
            "\u{3164}",
            "\u{2800}",
            " \u{200b}\u{3000}",
        ] {
            let apart = format!("张{gap}三");
            let text = format!(" 由{apart} 来电");
            for name in [
                "张三",
                " 张三\u{3000}",
                "张 三",
                "张\u{200b}三",
                apart.as_str(),
            ] {
                assert_eq!(found(&text, name), [apart.as_str()], "{gap:?} {name:?}");
            }
        }
        assert_eq!(found("张三、张 三三", "张三"), ["张三", "张 三"]);
        assert_eq!(found("张张张", "张张"), ["张张"]);
        assert_eq!(found("Li  Wei来电", "Li Wei"), ["Li  Wei"]);
    }

    #[test]
    fn a_line_end_or_a_mark_parts_two_words() {
        for text in [
            "联系小张\n三楼堆物",
            "联系小张\r\n三楼堆物",
            "联系小张 \n 三楼堆物",
            "联系小张\u{2028}三楼堆物",
            "联系小张，三楼堆物",
            "联系小张 、 三楼堆物",
            "联系小张。三楼堆物",
            "联系小张-三楼堆物",
            "张",
            "三张",
            "",
        ] {
            assert_eq!(found(text, "张三"), [""; 0], "{text:?}");
            assert_eq!(found(text, "张 三"), [""; 0], "{text:?}");
        }
    }

    #[test]
    fn a_single_letter_is_no_name_to_look_for() {
        for name in ["", " ", "李", " 李 ", "李\u{200b}", "\u{3000}李\u{3000}"] {
            assert_eq!(found("桃李路李 家李\u{200b}", name), [""; 0], "{name:?}");
        }
    }

    #[test]
    fn a_text_keeps_its_lines() {
        assert_eq!(
            without_gaps(" 139\u{3000} 1111\n\u{200b}2222 "),
            "1391111\n2222"
        );
    }
}
