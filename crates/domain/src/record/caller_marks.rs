use unicode_normalization::UnicodeNormalization as _;

use super::name_spans::{name_spans, without_gaps};
use super::phone::{holds_phone, is_mobile};
use super::written_phone::digit_of;

/// Stands where the name of whoever complained stood.
const NAME_MARK: &str = "〔来电人〕";
/// Stands where a telephone number stood.
const PHONE_MARK: &str = "〔电话〕";
/// Groups of digits that a telephone number is written in at most: each digit by itself, and the country.
const MOST_GROUPS: usize = 16;
/// Digits of a telephone number by which somebody is found, at least.
const SHORTEST_NUMBER: usize = 7;

/// A text without who complained（隐去来电人）, for the log goes to phones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MarkedText {
    /// With marks in the place of what was taken out.
    pub text: String,
    /// The name stood in it.
    pub had_name: bool,
    /// A telephone number stood in it.
    pub had_phone: bool,
}

/// Takes the name and the number of whoever complained, and every other telephone number, out of a text
/// that was written about something else（隐去姓名、电话）.
#[must_use]
pub fn mark_caller(text: &str, name: &str, phone: &str) -> MarkedText {
    let mut marked = MarkedText {
        text: text.to_owned(),
        ..MarkedText::default()
    };
    let named = name_spans(text, name);
    if !named.is_empty() {
        marked.text = with_marks(text, &named, NAME_MARK);
        marked.had_name = true;
    }
    // The number as it stands in its own column, even if nobody could tell that it is one.
    let own = phone.trim();
    if digits_of(own).len() >= SHORTEST_NUMBER && marked.text.contains(own) {
        marked.text = marked.text.replace(own, PHONE_MARK);
        marked.had_phone = true;
    }
    if holds_phone(&marked.text) {
        marked.had_phone = true;
        let masked = without_phones(&marked.text);
        // Letters that stand for several, of which one is a digit: looked at as those several.
        marked.text = if holds_phone(&masked) {
            without_phones(&masked.nfkc().collect::<String>())
        } else {
            masked
        };
    }
    marked
}

/// Whether a text holds this very name or number（含举报人姓名、电话）, whatever blanks and letters that nobody
/// sees stand within.
#[must_use]
pub fn holds_caller(text: &str, name: &str, phone: &str) -> bool {
    let named = !name_spans(text, name).is_empty();
    let digits = digits_of(phone);
    let local = match digits.strip_prefix("86") {
        Some(rest) if is_mobile(rest) => rest,
        _ => digits.as_str(),
    };
    let numbered = local.len() >= SHORTEST_NUMBER
        && runs(&without_gaps(text)).iter().any(|run| {
            let said: String = run.iter().map(|group| digits_of(&group.text)).collect();
            said.contains(local)
        });
    named || numbered
}

/// Digits in a row, and where they stand in the text.
#[derive(Clone, Debug)]
struct Group {
    start: usize,
    end: usize,
    text: String,
}

/// The groups of digits with one mark at most between any two: in each of these runs stands a number, or
/// several, or none.
fn runs(text: &str) -> Vec<Vec<Group>> {
    let (mut runs, mut run): (Vec<Vec<Group>>, Vec<Group>) = Default::default();
    let mut marks = 0_usize;
    for (start, letter) in text.char_indices() {
        let end = start + letter.len_utf8();
        let plain = plain(letter);
        if digit_of(plain).is_some() {
            match run.last_mut().filter(|last| last.end == start) {
                Some(last) => {
                    last.end = end;
                    last.text.push(letter);
                }
                None => run.push(Group {
                    start,
                    end,
                    text: letter.to_string(),
                }),
            }
            marks = 0;
        } else {
            marks += 1;
            if marks > 1 || !"-— ().,/_、·•・‧".contains(plain) {
                runs.push(std::mem::take(&mut run));
            }
        }
    }
    runs.push(run);
    runs.retain(|run| !run.is_empty());
    runs
}

/// A letter of another width as the usual one.
fn plain(letter: char) -> char {
    std::iter::once(letter).nfkc().next().unwrap_or(letter)
}

/// The digits of a text, in digits or in words.
fn digits_of(text: &str) -> String {
    text.chars().filter_map(|it| digit_of(plain(it))).collect()
}

fn without_phones(text: &str) -> String {
    let mut spans = Vec::new();
    for run in runs(text) {
        find(text, &run, &mut spans);
    }
    spans.sort_unstable();
    with_marks(text, &spans, PHONE_MARK)
}

/// A text with a mark in the place of each of these spans, which stand in their order.
fn with_marks(text: &str, spans: &[(usize, usize)], mark: &str) -> String {
    let (mut marked, mut from) = (String::new(), 0);
    for (start, end) in spans {
        // Spans begin and end with whole letters.
        marked.push_str(text.get(from..*start).unwrap_or_default());
        marked.push_str(mark);
        from = *end;
    }
    marked.push_str(text.get(from..).unwrap_or_default());
    marked
}

/// The spans of a run that are telephone numbers: the surest first, then what stands beside it.
fn find(text: &str, run: &[Group], spans: &mut Vec<(usize, usize)>) {
    let mut best: Option<(u8, usize, usize, usize)> = None;
    for first in 0..run.len() {
        let most = run.len().min(first + MOST_GROUPS);
        for last in first..most {
            let said = text.get(run[first].start..run[last].end);
            if !said.is_some_and(holds_phone) {
                continue;
            }
            let (kind, cost) = sureness(&run[first..=last]);
            let found = (kind, cost, first, last);
            if best.is_none_or(|best| found < best) {
                best = Some(found);
            }
        }
    }
    let Some((_, _, first, last)) = best else {
        return;
    };
    spans.push((run[first].start, run[last].end));
    find(text, &run[..first], spans);
    find(text, &run[last + 1..], spans);
}

/// How sure it is that these groups together are one number, the surest first: a mobile number whole,
/// then one with its area as long as it can be, then as little as possible.
fn sureness(groups: &[Group]) -> (u8, usize) {
    let digits: String = groups.iter().map(|group| digits_of(&group.text)).collect();
    let abroad = digits.strip_prefix("0086").or(digits.strip_prefix("86"));
    let local = abroad.filter(|rest| rest.len() == 11).unwrap_or(&digits);
    if is_mobile(local) {
        (0, MOST_GROUPS - groups.len())
    } else if local.starts_with('0') && (10..=12).contains(&local.len()) {
        (1, MOST_GROUPS - groups.len())
    } else {
        (2, groups.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_marked(text: &str, expected: &str) {
        let marked = mark_caller(text, "李四独", "13955556666");
        assert_eq!(marked.text, expected);
        assert!(!holds_phone(&marked.text), "{}", marked.text);
    }

    #[test]
    fn name_and_number_of_the_row_are_taken_out() {
        assert_marked(
            "商铺占道李四独本人投诉 电话13955556666",
            "商铺占道〔来电人〕本人投诉 电话〔电话〕",
        );
        let marked = mark_caller("李四独来电13955556666", "李四独", "13955556666");
        assert!(marked.had_name && marked.had_phone);
        let other = mark_caller("楼道堆物", "李四独", "13955556666");
        assert_eq!(other.text, "楼道堆物");
        assert!(!other.had_name && !other.had_phone);
        // One letter stands in too many words.
        assert_eq!(mark_caller("桃李路李家", "李", "").text, "桃李路李家");
        assert_eq!(mark_caller("王 五投诉", "王 五", "").text, "〔来电人〕投诉");
        assert_eq!(mark_caller("王五投诉", "王 五", "").text, "〔来电人〕投诉");
        for text in ["王 五投诉", "王\u{3000}五投诉", "王 \u{200b}五投诉"] {
            assert_eq!(mark_caller(text, "王五", "").text, "〔来电人〕投诉");
        }
        let lines = "小王\n五楼堆物";
        assert_eq!(mark_caller(lines, "王五", "").text, lines);
    }

    #[test]
    fn every_telephone_number_is_taken_out_and_nothing_beside_it() {
        assert_marked("联系王某138 0000 0001。", "联系王某〔电话〕。");
        assert_marked("13800000001 2026-12-31", "〔电话〕 2026-12-31");
        assert_marked("2026-12-31 13800000001", "2026-12-31 〔电话〕");
        assert_marked("138.0000.0001或0871-65551234", "〔电话〕或〔电话〕");
        assert_marked("1380000.0001", "〔电话〕");
        assert_marked("请致电65551230、65551231", "请致电〔电话〕、〔电话〕");
        assert_marked("王老板一三八〇〇〇〇〇〇〇一", "王老板〔电话〕");
        assert_marked("１３８０００００００１", "〔电话〕");
        assert_marked("1.3.8.0.0.0.0.0.0.0.1", "〔电话〕");
        for text in [
            "2026.11.30前整改",
            "投诉请拨12345、96119，火警119",
            "面积1,200.50平方米",
            "二〇二六年十一月三十日",
        ] {
            assert_marked(text, text);
        }
    }

    #[test]
    fn this_very_name_or_number_is_found() {
        let held = |text: &str| holds_caller(text, "钱小鱼", "+86 13911112222");
        for text in [
            "钱小鱼来电",
            "电话13911112222",
            "139-1111-2222",
            "一三九一一一一二二二二",
            "钱 小鱼来电",
            "钱\u{3000}小\u{200b}鱼来电",
            "电话139  1111\u{3000} 2222",
            "电话139\u{200b}11112222",
        ] {
            assert!(held(text), "{text}");
        }
        for text in [
            "楼道堆物",
            "电话13911112223",
            "小鱼",
            "收钱\n小鱼摊位",
            "收钱，小鱼摊位",
            "1391111\n2222",
            "",
        ] {
            assert!(!held(text), "{text}");
        }
        assert!(!holds_caller("任何文字12345", "", "12345"));
        assert!(!holds_caller("任何文字", "", ""));
    }
}
