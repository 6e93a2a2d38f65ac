use chrono::{Datelike as _, NaiveDate};

use super::written_phone::holds_written_phone;

/// Letters of a telephone number at most: several with their separators, and no more.
pub(super) const MOST_OF_A_PHONE: usize = 64;

/// Whether a text may stand where a telephone number is asked for（电话长度）: what it says is looked
/// at where it is entered, but it is one line, and no longer than a few numbers.
#[must_use]
pub fn fits_a_phone(text: &str) -> bool {
    text.chars().count() <= MOST_OF_A_PHONE && !text.contains(['\n', '\r'])
}

/// Whether a text is a telephone number（电话格式）: digits with the usual separators, 5 (short numbers) to 15 of
/// them.
#[must_use]
pub fn looks_like_phone(text: &str) -> bool {
    let separator = |c: char| matches!(c, '-' | ' ' | '+' | '(' | ')');
    let digits = text.chars().filter(char::is_ascii_digit).count();
    text.chars().all(|c| c.is_ascii_digit() || separator(c)) && (5..=15).contains(&digits)
}

/// Whether all of a text is telephone numbers（电话号码）: several with marks between them, each with its
/// extension behind 转.
#[must_use]
pub fn looks_like_phones(text: &str) -> bool {
    text.split(['、', '，', ',', '；', ';', '/']).all(|number| {
        let (number, extension) = number.split_once('转').unwrap_or((number, ""));
        looks_like_phone(number) && extension.trim().chars().all(|c| c.is_ascii_digit())
    })
}

/// Whether a text that anybody may read holds a telephone number（公开文字中的电话）: a mobile one, one
/// with its area code, 400 or 800, or seven to eight digits in a row that are no day. Short public
/// numbers (119, 12345, 96119) are none. Digits in words（一三八）and other marks between them are
/// read too.
#[must_use]
pub fn holds_phone(text: &str) -> bool {
    holds_digits_of_a_phone(text) || holds_written_phone(text)
}

/// The same in digits, with dashes, blanks and brackets between them.
fn holds_digits_of_a_phone(text: &str) -> bool {
    // Digits with at most one mark between any two, and those since the last mark.
    let (mut run, mut part) = (String::new(), String::new());
    for letter in text.chars().chain(['。']) {
        if let Some(digit) = digit_of(letter) {
            run.push(digit);
            part.push(digit);
            continue;
        }
        if is_number(&run, run.len() > part.len()) || is_number(&part, false) {
            return true;
        }
        let parts = matches!(letter, '-' | ' ' | '－' | '—' | '(' | ')' | '（' | '）');
        if !parts || part.is_empty() {
            run.clear();
        }
        part.clear();
    }
    false
}

/// A digit, of half or of full width.
fn digit_of(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        '０'..='９' => {
            let place = u32::from(letter).checked_sub(u32::from('０'))?;
            char::from_digit(place, 10)
        }
        _ => None,
    }
}

/// Whether digits, with marks between them or in a row, are a telephone number.
pub(super) fn is_number(digits: &str, parted: bool) -> bool {
    let abroad = digits
        .strip_prefix("0086")
        .or_else(|| digits.strip_prefix("86"));
    let plain = abroad.filter(|rest| rest.len() == 11).unwrap_or(digits);
    let mobile = is_mobile(plain);
    let with_area = plain.starts_with('0') && (10..=12).contains(&plain.len());
    let free = plain.len() == 10 && (plain.starts_with("400") || plain.starts_with("800"));
    let local = !parted && (7..=8).contains(&plain.len()) && !is_day(plain);
    mobile || with_area || free || local
}

/// Whether digits are a mobile number, without the country before it.
pub(super) fn is_mobile(digits: &str) -> bool {
    let second = digits.chars().nth(1);
    digits.len() == 11
        && digits.starts_with('1')
        && second.is_some_and(|digit| ('3'..='9').contains(&digit))
}

/// Whether eight digits are a day of about now.
fn is_day(digits: &str) -> bool {
    let day = NaiveDate::parse_from_str(digits, "%Y%m%d");
    digits.len() == 8 && day.is_ok_and(|day| (1900..2100).contains(&day.year()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_to_call_is_told_from_days_amounts_and_short_numbers() {
        for text in [
            "联系王老板13800000001",
            "电话：138 0000 0001。",
            "0871-1234567",
            "（0871）65551234",
            "请致电65551230",
            "请致电6555123",
            "+86 13800000001",
            "400-123-4567",
            "１３８０００００００１",
            "王老板 13800000001 2026-12-31",
            "2026-12-31 13800000001",
        ] {
            assert!(holds_phone(text), "{text}");
        }
        for text in [
            "",
            "小旅馆安全出口不足，限期整改。",
            "2026-09-30前整改",
            "20260930前整改",
            "青消〔2026〕第0001号",
            "投诉请拨12345或96119，火警119",
            "面积1200平方米，罚金50000元",
            "身份证410102199001011234",
        ] {
            assert!(!holds_phone(text), "{text}");
        }
    }

    #[test]
    fn numbers_that_somebody_can_call_are_told_from_others() {
        for text in [
            "13800000001",
            "+86 138 0000 0001",
            "023-49200000",
            "66123",
            "13800000001、0871-1234567 转 8",
            "(023) 49200000/13800000001",
        ] {
            assert!(looks_like_phones(text), "{text}");
        }
        for text in ["12ab", "", "119", "一三八", "13800000001、", "138*0001转8x"] {
            assert!(!looks_like_phones(text), "{text}");
        }
        assert!(!looks_like_phone("13800000001、13800000002"));
    }

    #[test]
    fn a_few_numbers_fit_and_six_hundred_letters_do_not() {
        assert!(fits_a_phone("") && fits_a_phone("13800000001、0871-1234567 转 8"));
        assert!(!fits_a_phone(&"1".repeat(600)) && !fits_a_phone("138\n139"));
    }
}
