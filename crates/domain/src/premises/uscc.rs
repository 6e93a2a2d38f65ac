/// The 31 characters of GB 32100, in the order of their values.
const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// True if this is a well-formed unified social credit code（统一社会信用代码, GB 32100）: 18
/// characters, no I O Z S V, the last one a check character modulo 31.
#[must_use]
pub fn uscc_is_valid(code: &str) -> bool {
    let values: Option<Vec<usize>> = code
        .trim()
        .chars()
        .map(|c| {
            ALPHABET
                .chars()
                .position(|known| known == c.to_ascii_uppercase())
        })
        .collect();
    let Some(values) = values else { return false };
    let [digits @ .., check] = values.as_slice() else {
        return false;
    };
    if digits.len() != 17 {
        return false;
    }
    let mut weight = 1;
    let mut sum = 0;
    for digit in digits {
        sum += digit * weight;
        weight = weight * 3 % 31;
    }
    (31 - sum % 31) % 31 == *check
}

#[cfg(test)]
mod tests {
    use super::uscc_is_valid;

    #[test]
    fn the_check_character_counts() {
        // A code whose check character follows from GB 32100 by hand: 17 zeros sum to 0.
        assert!(uscc_is_valid("000000000000000000"));
        assert!(
            uscc_is_valid("91350100M000100Y43"),
            "the example of the standard"
        );
        assert!(uscc_is_valid("91350100m000100y43"));
        assert!(!uscc_is_valid("91350100M000100Y44"));
        assert!(!uscc_is_valid("91350100M000100Y4"));
        assert!(!uscc_is_valid("91350100M000100O43"));
        assert!(!uscc_is_valid(""));
        assert!(!uscc_is_valid("统一社会信用代码"));
    }
}
