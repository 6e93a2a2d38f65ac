use std::fmt::Write;

/// What stands in one cell of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Somebody's words.
    Text(String),
    /// A count of our own.
    Number(u64),
}

impl Cell {
    /// Appends the cell as CSV. Text is always quoted, so that a spreadsheet that splits at
    /// semicolons or tabs finds no boundary inside it; numbers never are.
    pub(crate) fn append_to(&self, line: &mut String) {
        match self {
            Self::Number(number) => {
                // Writing to a string cannot fail.
                let _infallible = write!(line, "{number}");
            }
            Self::Text(text) if is_plain_number(text) => line.push_str(text),
            Self::Text(text) => {
                line.push('"');
                if runs_as_formula(text) {
                    line.push('\'');
                }
                append_quoted(text, line);
                line.push('"');
            }
        }
    }
}

/// Doubles quotes, makes every line end inside a cell a line feed (CRLF ends rows only), and shows
/// other control characters as the replacement character, since some readers stop at them.
fn append_quoted(text: &str, line: &mut String) {
    let mut chars = text.chars().peekable();
    while let Some(next) = chars.next() {
        match next {
            '"' => line.push_str("\"\""),
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    line.push('\n');
                }
            }
            '\t' | '\n' => line.push(next),
            other if other.is_control() => line.push(char::REPLACEMENT_CHARACTER),
            other => line.push(other),
        }
    }
}

/// Whether a spreadsheet may run this text: it begins with a formula sign, in the ASCII, the
/// full-width or the small form, perhaps behind blanks or invisible characters; or it begins with
/// a tab or a line end, which some readers drop before they look.
fn runs_as_formula(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    text.chars()
        .find(|it| !is_passed_over(*it))
        .is_some_and(is_formula_sign)
}

fn is_formula_sign(sign: char) -> bool {
    matches!(
        sign,
        '=' | '+' | '-' | '@'
            | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}' // full-width
            | '\u{fe66}' | '\u{fe62}' | '\u{fe63}' | '\u{fe6b}' // small
            | '\u{2212}' // minus sign
    )
}

/// Blanks, controls, zero-width characters, direction marks and the byte order mark.
fn is_passed_over(it: char) -> bool {
    it.is_whitespace()
        || it.is_control()
        || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{00ad}')
}

/// `12`, `-12.5`, `+3`: at most one sign, digits, at most one point between digits.
fn is_plain_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    match unsigned.split_once('.') {
        Some((whole, fraction)) => all_digits(whole) && all_digits(fraction),
        None => all_digits(unsigned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv(text: &str) -> String {
        let mut line = String::new();
        Cell::Text(text.to_owned()).append_to(&mut line);
        line
    }

    #[test]
    fn formulas_become_text() {
        for sign in [
            "=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−",
        ] {
            for before in ["", " ", "\u{3000}", "\u{feff}", "\u{200b}", "\u{0}"] {
                let hostile = format!("{before}{sign}cmd|' /C calc'!A0");
                assert!(
                    csv(&hostile).starts_with("\"'"),
                    "{hostile:?} was left to run"
                );
            }
        }
        for hostile in ["\t=1", "\r=1", "\n=1", "\t店铺"] {
            assert!(
                csv(hostile).starts_with("\"'"),
                "{hostile:?} was left to run"
            );
        }
    }

    #[test]
    fn plain_numbers_stay_numbers() {
        for number in ["0", "12", "-12", "-12.5", "+3", "3.0"] {
            assert_eq!(csv(number), number);
        }
        // Not plain numbers: a calculation, an exponent, a full-width digit, a lone sign.
        for other in ["-1+2", "1e9", "－５", "-", "+", "-.5", "1.", "1.2.3", ""] {
            assert!(
                csv(other).starts_with('"'),
                "{other:?} was taken for a number"
            );
        }
    }

    #[test]
    fn words_are_left_as_they_are() {
        assert_eq!(csv("灭火器过期"), "\"灭火器过期\"");
        assert_eq!(csv("门宽0.9-1.1米=不足"), "\"门宽0.9-1.1米=不足\"");
        assert_eq!(csv("他说\"好\"，,;"), "\"他说\"\"好\"\"，,;\"");
        assert_eq!(csv("𬭎𠅤·尼玛"), "\"𬭎𠅤·尼玛\"");
    }

    #[test]
    fn line_ends_inside_a_cell_never_end_the_row() {
        assert_eq!(csv("一\r\n二\r三\n四"), "\"一\n二\n三\n四\"");
        assert_eq!(csv("一\u{0}二\u{1b}[31m"), "\"一\u{fffd}二\u{fffd}[31m\"");
    }
}
