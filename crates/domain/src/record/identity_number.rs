use unicode_normalization::UnicodeNormalization as _;

use super::written_phone::digit_of;

/// Digits of a resident identity number, the check digit included.
const LENGTH: usize = 18;
/// What each of the first seventeen digits counts for the check digit (GB 11643).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check digit by the rest of the sum.
const CHECKS: &str = "10X98765432";
/// Marks of which one may stand between two digits, as people write such a number in groups.
const MARKS: &str = " -—_.·,/、•・‧";

/// Whether a text holds the number of a resident identity card（居民身份证号）: eighteen digits with a day
/// of birth and the right check digit, or seventeen with a day of birth and an X. The digits may be
/// wide ones or words, with one mark between any two. A number of more digits is another, and so is a
/// 统一社会信用代码.
#[must_use]
pub fn holds_identity_number(text: &str) -> bool {
    holds(text, |letter| letter.is_ascii_digit().then_some(letter)) || holds(text, digit_of)
}

fn holds(text: &str, digit: impl Fn(char) -> Option<char>) -> bool {
    let mut groups: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut marked = false;
    // NFKC has made the wide forms of digits, of X and of marks the usual ones.
    for letter in text.nfkc().chain(['\n']) {
        if let Some(one) = digit(letter) {
            part.push(one);
            marked = false;
            continue;
        }
        if matches!(letter, 'x' | 'X' | '×') && !(part.is_empty() && groups.is_empty()) {
            part.push('X');
            marked = false;
            continue;
        }
        if !part.is_empty() {
            groups.push(std::mem::take(&mut part));
            if ends_in_one(&groups) {
                return true;
            }
        }
        if marked || !MARKS.contains(letter) {
            groups.clear();
        }
        marked = true;
    }
    false
}

/// Whether the last of these groups of digits, with as many before it as it takes, are such a number.
fn ends_in_one(groups: &[String]) -> bool {
    let mut number = String::new();
    for group in groups.iter().rev() {
        number.insert_str(0, group);
        if number.len() >= LENGTH {
            break;
        }
    }
    is_one(&number)
}

fn is_one(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().map_while(|it| it.to_digit(10)).collect();
    if number.len() != LENGTH || digits.len() < LENGTH - 1 || digits.first() == Some(&0) {
        return false;
    }
    let last = number.chars().last();
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(one, by)| one * by).sum();
    let rest = usize::try_from(sum % 11).unwrap_or_default();
    is_birth(&digits) && (last == Some('X') || last == CHECKS.chars().nth(rest))
}

/// Whether the seventh to the fourteenth digit are a day on which somebody may have been born.
fn is_birth(digits: &[u32]) -> bool {
    let read = |from: usize, count: usize| {
        let part = digits.iter().skip(from).take(count);
        part.fold(0_u32, |sum, one| sum * 10 + one)
    };
    (1900..2100).contains(&read(6, 4))
        && (1..=12).contains(&read(10, 2))
        && (1..=31).contains(&read(12, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_an_identity_card_is_known_however_it_is_written() {
        for text in [
            "责任人李某（身份证号530102199003071000）",
            "530102199003071000",
            "530102 19900307 1000",
            "5-3-0-1-0-2-1-9-9-0-0-3-0-7-1-0-0-0",
            "５３０１０２１９９００３０７１０００",
            "五三〇一〇二一九九〇〇三〇七一〇〇〇",
            "第一530102199003071000号",
            "见2026-11-30通知 530102199003071000",
            "11010519491231002X",
            "11010519491231002x",
            "110105 19491231 002 X",
            "11010519491231003X",
        ] {
            assert!(holds_identity_number(text), "{text}");
        }
    }

    #[test]
    fn other_long_numbers_are_none() {
        for text in [
            "530102199003071001",
            "9530102199003071000",
            "5301021990030710001",
            "统一社会信用代码91530000MA6K123456",
            "统一社会信用代码911101051949123100",
            "6222021234567890123",
            "110105194913310020",
            "110105194912320020",
            "青消挂字〔2026〕第0001、0002、0003、0004号",
            "青消〔2026〕12号、13号、14号、15号、16号",
            "2026-11-30 08:00至2026-12-04 23:59",
            "面积1,200.50平方米，138,000,000,001,000元",
            "经度105.9000000，纬度29.3500000",
            "订单编号202611301200000001",
            "1949年12月31日",
            "X射线机房，2X3米",
        ] {
            assert!(!holds_identity_number(text), "{text}");
        }
    }
}
