use unicode_normalization::UnicodeNormalization as _;

/// The number of a consignment has so many letters and digits at least.
const SIGNS: usize = 6;

/// Whether a text may be the number of a consignment（邮寄单号）: letters and digits, however wide they are
/// written. What is asked is no more than that somebody could look it up.
#[must_use]
pub fn is_mail_number(text: &str) -> bool {
    let signs = text.nfkc().filter(char::is_ascii_alphanumeric);
    signs.take(SIGNS).count() == SIGNS
}

#[cfg(test)]
mod tests {
    use super::is_mail_number;

    #[test]
    fn a_number_of_a_consignment_has_six_letters_or_digits() {
        for text in ["", "。", "......", "EMS12", "邮寄给业主本人了", "1 2 3 4 5"] {
            assert!(!is_mail_number(text), "{text:?}");
        }
        for text in [
            "EX1234",
            "1234 5678 90",
            "ＥＭＳ１２３",
            "单号XA12345678951",
        ] {
            assert!(is_mail_number(text), "{text:?}");
        }
    }
}
