use super::invisible_letters::{is_control, is_invisible, is_written_by_keyboards, joins_emoji};

/// Whether a text holds letters that nobody sees（隐藏字符）: control characters beside line ends and
/// tabs, those that turn the direction of writing, and all that draw nothing by themselves. What
/// joins the parts of one emoji is seen.
#[must_use]
pub fn holds_hidden_letters(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let mut places = letters.iter().enumerate();
    places.any(|(place, letter)| {
        is_control(*letter) || is_invisible(*letter) && !joins_emoji(&letters, place)
    })
}

/// Whether a text holds control characters beside line ends and tabs, turns the direction of what
/// stands beside it, or hides letters: those that no keyboard for people writes. What keyboards of
/// right-to-left and Mongolian scripts do write, and what emoji are made of, is none of them.
#[must_use]
pub fn holds_control_letters(text: &str) -> bool {
    let hides = |letter: char| is_invisible(letter) && !is_written_by_keyboards(letter);
    text.chars()
        .any(|letter| is_control(letter) || hides(letter))
}

/// Whether a text hides or repaints what stands beside it. What was judged by this is judged so
/// still, whatever has been refused since: texts that are typed are asked
/// [`holds_hidden_letters`].
#[must_use]
pub fn holds_repainting_letters(text: &str) -> bool {
    text.chars().any(repaints)
}

/// The same text with a mark in the place of each letter that repaints, for showing what others
/// wrote.
#[must_use]
pub fn show_hidden_letters(text: &str) -> String {
    // A line end of the old kind alone would begin the line anew.
    let shown = |letter: char| match letter {
        '\r' => ' ',
        _ if repaints(letter) => char::REPLACEMENT_CHARACTER,
        _ => letter,
    };
    text.chars().map(shown).collect()
}

fn repaints(letter: char) -> bool {
    matches!(letter, '\u{200e}' | '\u{200f}' | '\u{feff}') || is_control(letter)
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
            assert!(holds_repainting_letters(turned), "{turned:?}");
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

    #[test]
    fn what_draws_nothing_is_refused_in_every_text() {
        for hidden in [
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{1160}',
            '\u{17b4}',
            '\u{17b5}',
            '\u{200b}',
            '\u{2060}',
            '\u{2064}',
            '\u{206f}',
            '\u{3164}',
            '\u{fe00}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{fff9}',
            '\u{1bca0}',
            '\u{1d173}',
            '\u{e0001}',
            '\u{e0041}',
            '\u{e0100}',
            '\u{e01ef}',
        ] {
            let text = format!("消防{hidden}站");
            assert!(holds_hidden_letters(&text), "{text:?}");
            assert!(holds_control_letters(&text), "{text:?}");
        }
        // What keyboards write into remarks has no business in a name.
        for written in ['\u{180b}', '\u{180e}', '\u{180f}', '\u{200c}', '\u{200d}'] {
            let text = format!("消防{written}站");
            assert!(holds_hidden_letters(&text), "{text:?}");
            assert!(!holds_control_letters(&text), "{text:?}");
        }
    }

    #[test]
    fn an_emoji_is_seen() {
        for seen in [
            "已整改\u{1f44d}\u{1f3fb}",
            "小心\u{26a0}\u{fe0f}漏电",
            "\u{1f469}\u{200d}\u{1f692}来过",
            "\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}",
            "1\u{fe0f}\u{20e3}楼",
        ] {
            assert!(!holds_hidden_letters(seen), "{seen:?}");
            assert!(!holds_control_letters(seen), "{seen:?}");
        }
        for odd in [
            "甲\u{fe0f}",
            "1\u{fe0f}楼",
            "\u{1f525}\u{200d}甲",
            "\u{1f525}\u{200d}",
            "甲\u{200d}\u{1f525}",
        ] {
            assert!(holds_hidden_letters(odd), "{odd:?}");
        }
    }

    #[test]
    fn what_was_shown_and_judged_before_is_so_still() {
        assert_eq!(show_hidden_letters("甲\u{202e}乙"), "甲\u{fffd}乙");
        for still in ["甲\u{200b}乙", "甲\u{3164}", "\u{26a0}\u{fe0f}"] {
            assert_eq!(show_hidden_letters(still), still);
            assert!(!holds_repainting_letters(still), "{still:?}");
        }
    }
}
