/// Letters of a telephone number at most: several with their separators, and no more.
const MOST: usize = 64;

/// Whether a text may stand where a telephone number is asked for（电话长度）: what it says is looked
/// at where it is entered, but it is one line, and no longer than a few numbers.
#[must_use]
pub fn fits_a_phone(text: &str) -> bool {
    text.chars().count() <= MOST && !text.contains(['\n', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_numbers_fit_and_six_hundred_letters_do_not() {
        assert!(fits_a_phone("") && fits_a_phone("13800000001、0871-1234567 转 8"));
        assert!(!fits_a_phone(&"1".repeat(600)) && !fits_a_phone("138\n139"));
    }
}
