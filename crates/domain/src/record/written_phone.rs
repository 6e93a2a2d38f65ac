use unicode_normalization::UnicodeNormalization as _;

use super::phone::{is_mobile, is_number};

/// The digits as they are written in words, from nought to nine: plain, on papers, in their old
/// forms, and as they are called out.
const WORDS: [&str; 10] = [
    "零〇○",
    "一壹弌幺",
    "二贰貳弍",
    "三叁參叄弎",
    "四肆",
    "五伍",
    "六陆陸",
    "七柒",
    "八捌",
    "九玖",
];

/// Marks that stand between the digits of days, decimals and lists too. A number that they part is
/// known by its groups alone.
const OTHER_MARKS: &str = ".,/_、·•・‧";

/// The groups in which people write the digits of a mobile number.
const MOBILE_GROUPS: [&[usize]; 5] = [&[3, 4, 4], &[3, 8], &[7, 4], &[4, 3, 4], &[3, 3, 5]];

/// Whether a text holds a telephone number in words or half in words（大写数字的电话）, or with points,
/// slashes, commas or lines between its digits（隔点的电话）. One mark at most stands between any two
/// digits, as in [`super::holds_phone`].
pub(super) fn holds_written_phone(text: &str) -> bool {
    let (mut groups, mut marks): (Vec<String>, Vec<char>) = Default::default();
    let mut part = String::new();
    // NFKC has made the wide forms of digits and marks the usual ones.
    for letter in text.nfkc().chain(['\n']) {
        if let Some(digit) = digit_of(letter) {
            part.push(digit);
            continue;
        }
        if !part.is_empty() {
            let alone = is_number(&part, false);
            groups.push(std::mem::take(&mut part));
            if alone || is_call(&groups, &marks) {
                return true;
            }
            if OTHER_MARKS.contains(letter) || matches!(letter, '-' | ' ' | '—' | '(' | ')') {
                marks.push(letter);
                continue;
            }
        }
        groups.clear();
        marks.clear();
    }
    false
}

/// Whether groups of digits with these marks between them are a telephone number.
fn is_call(groups: &[String], marks: &[char]) -> bool {
    if marks.iter().any(|mark| OTHER_MARKS.contains(*mark)) {
        let alike = marks.windows(2).all(|pair| pair[0] == pair[1]);
        is_grouped(groups, alike)
    } else {
        is_number(&groups.concat(), groups.len() > 1)
    }
}

/// A digit, in digits or in words.
pub(super) fn digit_of(letter: char) -> Option<char> {
    if letter.is_ascii_digit() {
        return Some(letter);
    }
    let value = WORDS.iter().position(|words| words.contains(letter))?;
    char::from_digit(u32::try_from(value).ok()?, 10)
}

/// Whether digits stand in the groups of a telephone number, or each by itself with one and the same
/// mark between them: what else such marks part is a day, an amount, or a list of numbers.
fn is_grouped(groups: &[String], alike: bool) -> bool {
    let groups = match groups {
        [country, rest @ ..] if matches!(country.as_str(), "86" | "0086") => rest,
        all => all,
    };
    let digits = groups.concat();
    let sizes: Vec<usize> = groups.iter().map(String::len).collect();
    let apart = alike && sizes.iter().all(|size| *size == 1);
    if is_mobile(&digits) {
        return apart || MOBILE_GROUPS.contains(&sizes.as_slice());
    }
    let with_area =
        digits.starts_with('0') && !digits.starts_with("00") && (10..=12).contains(&digits.len());
    let by_area = match sizes.as_slice() {
        [area, rest @ ..] => (3..=4).contains(area) && rest.iter().all(|size| *size >= 3),
        [] => false,
    };
    with_area && (apart || by_area)
}

#[cfg(test)]
mod tests {
    use crate::record::holds_phone;

    #[test]
    fn a_number_in_words_or_with_points_between_its_digits_is_a_number() {
        for text in [
            "联系王老板一三八〇〇〇〇〇〇〇一",
            "壹叁捌零零零零零零零壹",
            "幺三八零零零零零零零幺",
            "貳零貳陸年起，电话：壹參捌○○○○○○○壹。",
            "138零零零零0001",
            "一三八-〇〇〇〇-〇〇〇一",
            "零八七一 六五五五一二三四",
            "请致电六五五五一二三〇",
            "138.0000.0001",
            "138．0000．0001",
            "138·0000·0001",
            "138/0000/0001",
            "138、0000、0001",
            "138，00000001",
            "138_0000_0001",
            "1380000.0001",
            "+86.138.0000.0001",
            "1.3.8.0.0.0.0.0.0.0.1",
            "一、三、八、〇、〇、〇、〇、〇、〇、〇、一",
            "0871.6555.1234",
            "０８７１／６５５５１２３４",
            "2026.11.30前整改，138.0000.0001",
        ] {
            assert!(holds_phone(text), "{text}");
        }
    }

    #[test]
    fn days_numbers_of_documents_amounts_and_lists_are_none() {
        for text in [
            "2026.11.30前整改",
            "2026/11/30 08:00起",
            "2026、2027年",
            "二〇二六年十一月三十日前整改",
            "二〇二六一一三〇前整改",
            "二〇二六.一一.三〇",
            "青消〔2026〕12号、13号、14号",
            "青消〔二〇二六〕十二号",
            "青消挂字〔2026〕第0001、0002、0003号",
            "依据GB 50016-2014第5.5.17条、第6.2.1条",
            "投诉请拨12345、96119，火警119、120",
            "举报请拨一二三四五，火警一一九",
            "面积1,200.50平方米，罚金13,800,000,001元",
            "坡度1.3、1.4、1.5、1.6、1.7、2",
            "间距13.5、14.2、15.8、13.1、16米",
            "净宽0.8、0.9、1.1、1.2、1.4米",
            "北纬29.3500、东经105.9000",
            "地址192.168.10.101",
            "三三两两，一五一十，第七、八、九层",
            "一二三单元，四五六层",
        ] {
            assert!(!holds_phone(text), "{text}");
        }
    }
}
