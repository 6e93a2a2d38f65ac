use unicode_normalization::UnicodeNormalization;

/// An address or name in the form in which two spellings of it are equal（地址归一）: full-width
/// forms and composed characters folded (NFKC), lower case, punctuation and spaces dropped, and
/// Chinese numerals before a counting word as digits (`三组`, `３组` and `3 组` are one).
#[must_use]
pub fn normalize_address(text: &str) -> String {
    let folded: Vec<char> = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < folded.len() {
        let run = folded[at..]
            .iter()
            .take_while(|c| numeral(**c).is_some())
            .count();
        let counted = folded
            .get(at + run)
            .is_some_and(|c| COUNTING_WORDS.contains(c));
        match folded
            .get(at..at + run)
            .filter(|_| run > 0 && counted)
            .and_then(read_numeral)
        {
            Some(value) => {
                out.push_str(&value.to_string());
                at += run;
            }
            None => {
                // A numeral that counts nothing is part of a name（三合村）and stays.
                out.extend(&folded[at..at + run.max(1)]);
                at += run.max(1);
            }
        }
    }
    out
}

/// Words that count in an address.
const COUNTING_WORDS: &[char] = &[
    '组', '号', '栋', '幢', '楼', '层', '室', '单', '社', '队', '户', '间', '弄', '巷',
];

fn numeral(c: char) -> Option<u32> {
    match c {
        '〇' | '零' => Some(0),
        '一' => Some(1),
        '二' | '两' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        '十' => Some(10),
        '百' => Some(100),
        _ => None,
    }
}

/// `十二` is 12, `一百零三` is 103, `一二三` is 123; `None` if it is too long to be a number.
fn read_numeral(run: &[char]) -> Option<u32> {
    let mut total = 0_u32;
    let mut pending: Option<u32> = None;
    for c in run {
        match numeral(*c)? {
            unit @ (10 | 100) => {
                let times = pending.take().filter(|digit| *digit > 0).unwrap_or(1);
                total = total.checked_add(times.checked_mul(unit)?)?;
            }
            digit => {
                pending = Some(pending.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            }
        }
    }
    total.checked_add(pending.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::normalize_address;

    #[test]
    fn spellings_of_one_address_are_equal() {
        for (one, other) in [
            ("凌阁堂村三组12号", "凌阁堂村 ３组 １２号"),
            ("凌阁堂村十二组", "凌阁堂村12组"),
            ("青峰街一百零三号", "青峰街103号"),
            ("A栋（2）室", "a栋(2)室"),
            ("胡豆坪村·二社", "胡豆坪村2社"),
            // Composed and decomposed forms of one letter.
            ("Caf\u{e9}", "Cafe\u{301}"),
        ] {
            assert_eq!(
                normalize_address(one),
                normalize_address(other),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn numerals_in_names_stay() {
        assert_eq!(normalize_address("三合村八一路"), "三合村八一路");
        assert_ne!(normalize_address("三组"), normalize_address("四组"));
    }

    #[test]
    fn odd_text_does_not_break_it() {
        assert_eq!(normalize_address(""), "");
        assert_eq!(normalize_address("　，。"), "");
        let long = "九".repeat(40) + "号";
        assert_eq!(normalize_address(&long), long);
        assert_eq!(normalize_address("𬭎记小吃"), "𬭎记小吃");
    }
}
