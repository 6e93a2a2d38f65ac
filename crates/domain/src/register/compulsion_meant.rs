//! Orders in other words than those of the law（变相用语）, and which word each of them stands for.

use super::compulsion_words::{before, begins, holds, is_parted, letter};

/// 强制拆除 for short; 加强拆除 is another word.
const TORN_DOWN: (&str, &str) = ("强拆", "加增");

/// Letters of numbers as they are written on papers.
const NUMERALS: &str = "零〇一二三四五六七八九十百千万亿两几数余多壹贰叁肆伍陆柒捌玖拾佰仟\
    萬億兩貳參叄陸";
/// Those of them that stand for a hundred and more.
const GREAT: &str = "百千万亿佰仟萬億";
/// Whom a fine is for, and what it is paid in: they stand between 罚 and the amount.
const BETWEEN: &str = "你您该其各店铺厂户单位业主人民币金款计";
/// What is counted that is no money: 处罚两千人次, 处罚〔2026〕12号.
const NO_MONEY: &str = "人次家户起件宗例分年号日月个名天倍";

/// What an amount that is to be paid is called: it stands between the verb and the amount.
const PURPOSES: &str = "罚违约保证滞纳现共";
/// Who has paid, and what is paid time and again is asked for nothing. That somebody pays of their own
/// will is what papers say of what they demand.
const PAID: &str = "已曾月年季";
/// Letters of which one before 处 makes an order of it where an amount follows: 逾期处五百元, 违者处五百元.
/// Two places, each place and this place are counted.
const PUNISHES: &str = "并将须应即则再另会就犯者期的改";
/// Letters of which one before 交 makes another word of it.
const HANDED: &str = "移提成外相递转社结";
/// Letters of which one behind 元 makes another word of it, as in 十元店.
const NO_YUAN: &str = "店超商坊杂百旦宵月素件器";
/// That somebody has to, on this side of the time given.
const HAS_TO: &str = "限须应必内前逾否";
/// Letters between an amount and its payment, at most.
const NEAR: usize = 10;

/// 封门 for 查封; 密封门条, 封门洞 and 封门村 are other words.
const DOOR: (&str, &str, &str) = (
    "封门",
    "密开未全铅弥尘塑启信查已冰",
    "村寨岭坳沟山口湾庄屯镇乡组洞窗缝框垛斗牌条板厅",
);

/// 断水断电, and the same in other words.
const CUT_OFF: [&str; 5] = ["断水断电", "断电断水", "停水断电", "断水停电", "断水电"];
/// Who leaves, or mends something, cuts them off by himself.
const CUT_OFF_ONESELF: [&str; 16] = [
    "离",
    "走",
    "外出",
    "下班",
    "打烊",
    "收工",
    "关店",
    "检修",
    "维修",
    "施工",
    "自行",
    "先",
    "切",
    "火灾时",
    "起火",
    "着火",
];

/// Orders to stop trading, to leave and to shut in other words, each with the word that it stands for,
/// the letters of which one before it makes a report or another word of it, and those behind it.
const OTHER_WORDS: [(&str, &str, &str, &str); 8] = [
    ("限令", "责令", "期时界极上下", "人"),
    ("停业整改", "停产停业", "已早曾在行产", "期"),
    (
        "停止营业",
        "停产停业",
        "已早曾在行夜间点时每",
        "后前时期的性",
    ),
    ("须停业", "停产停业", "无毋不", "整"),
    ("强制清退", "强制执行", "", ""),
    ("强行清退", "强制执行", "", ""),
    ("强制搬离", "强制执行", "", ""),
    ("封停", "查封", "已早曾查密解信开冰未", "车放靠泊"),
];

/// Whether an order is given in other words than the law's, which count as this one.
pub(super) fn is_meant(solid: &[(char, bool)], word: &str) -> bool {
    let mut places = 0..solid.len();
    match word {
        "责令" => places.any(|place| commands(solid, place)),
        "罚款" => places.any(|place| fines(solid, place)),
        "强制拆除" => places.any(|place| {
            begins(solid, place, TORN_DOWN.0) && !holds(TORN_DOWN.1, before(solid, place))
        }),
        _ => false,
    }
}

/// 令你店…, 勒令…, and 令其… with which a clause begins: 请负责人令其整改 is nobody's order.
fn commands(solid: &[(char, bool)], place: usize) -> bool {
    if letter(solid, place) != Some('令') {
        return false;
    }
    let before = before(solid, place);
    if before == Some('勒') {
        return true;
    }
    let begins_a_clause = place == 0 || solid.get(place).is_some_and(|(_, ended)| *ended);
    match letter(solid, place + 1) {
        Some('你' | '您' | '该') => begins_a_clause || !holds("法司时口", before),
        Some('其') => begins_a_clause || holds("现特兹", before),
        _ => false,
    }
}

/// 罚 with an amount of money behind it.
fn fines(solid: &[(char, bool)], place: usize) -> bool {
    if letter(solid, place) != Some('罚') {
        return false;
    }
    let mut behind = solid.iter().map(|(letter, _)| *letter).skip(place + 1);
    let mut next = behind.next();
    while holds(BETWEEN, next) {
        next = behind.next();
    }
    let (mut is_great, mut digits, mut length) = (false, 0, 0);
    while let Some(letter) = next.filter(|it| it.is_ascii_digit() || NUMERALS.contains(*it)) {
        is_great |= GREAT.contains(letter);
        digits += usize::from(letter.is_ascii_digit());
        length += 1;
        next = behind.next();
    }
    let is_money = matches!(next, Some('元' | '块'));
    length > 0 && (is_money || (is_great || digits > 2) && !holds(NO_MONEY, next))
}

/// The same of what the list learned later.
pub(super) fn is_meant_since(solid: &[(char, bool)], word: &str) -> bool {
    let mut places = 0..solid.len();
    if (0..solid.len()).any(|place| is_in_other_words(solid, place, word)) {
        return true;
    }
    match word {
        "罚款" => places.any(|place| demands(solid, place) || owes(solid, place)),
        "查封" => places.any(|place| {
            let (door, not_after, not_before) = DOOR;
            begins(solid, place, door)
                && !is_parted(solid, place, 2)
                && !holds(not_after, before(solid, place))
                && !holds(not_before, letter(solid, place + 2))
        }),
        "断水断电" => places.any(|place| cuts_off(solid, place)),
        _ => false,
    }
}

/// 限令三日内搬出, 停止营业 and their like, without a mark that ends a clause in them.
fn is_in_other_words(solid: &[(char, bool)], place: usize, word: &str) -> bool {
    OTHER_WORDS
        .iter()
        .any(|(text, stands_for, not_after, not_before)| {
            let length = text.chars().count();
            *stands_for == word
                && begins(solid, place, text)
                && !is_parted(solid, place, length)
                && !holds(not_after, before(solid, place))
                && !holds(not_before, letter(solid, place + length))
        })
}

/// 交500元, 缴纳违约金五百元, 处以五千元: an amount of money to be paid（缴款要求）. A price, what was paid
/// and what is paid by the month are none.
fn demands(solid: &[(char, bool)], place: usize) -> bool {
    let first = before(solid, place);
    let (asks, mut behind) = match letter(solid, place) {
        Some('缴') => (!holds(PAID, first), place + 1),
        Some('交') => (!holds(PAID, first) && !holds(HANDED, first), place + 1),
        Some('处') if letter(solid, place + 1) == Some('以') => {
            let counts = holds("每各某", first) || holds(NUMERALS, first);
            (!counts, place + 2)
        }
        Some('处') => {
            let begins_a_clause = place == 0 || solid.get(place).is_some_and(|(_, ended)| *ended);
            (begins_a_clause || holds(PUNISHES, first), place + 1)
        }
        _ => (false, place),
    };
    if holds("纳清付交", letter(solid, behind)) {
        behind += 1;
    }
    let stands_between = |one| holds(BETWEEN, one) || holds(PURPOSES, one);
    while stands_between(letter(solid, behind)) {
        behind += 1;
    }
    asks && is_sum(solid, behind)
}

/// 五百元，三日内缴纳: the same the other way round.
fn owes(solid: &[(char, bool)], place: usize) -> bool {
    if letter(solid, place) != Some('元') || !is_numeral(before(solid, place)) {
        return false;
    }
    let mut has_to = false;
    for at in place + 1..=place + NEAR {
        let pays = letter(solid, at) == Some('缴') && holds("纳清齐", letter(solid, at + 1));
        if pays && has_to && !holds(PAID, before(solid, at)) {
            return true;
        }
        has_to |= holds(HAS_TO, letter(solid, at));
    }
    false
}

/// Whether an amount of money begins here.
fn is_sum(solid: &[(char, bool)], place: usize) -> bool {
    let mut end = place;
    while is_numeral(letter(solid, end)) {
        end += 1;
    }
    let behind = letter(solid, end + 1);
    let is_money = match letter(solid, end) {
        Some('元') => !holds(NO_YUAN, behind),
        Some('块') => behind == Some('钱'),
        _ => false,
    };
    end > place && is_money
}

fn is_numeral(letter: Option<char>) -> bool {
    letter.is_some_and(|it| it.is_ascii_digit() || NUMERALS.contains(it))
}

/// 断水断电 and its like, if nobody does it by himself in the same clause: 离店断水断电, 断水断电检修.
fn cuts_off(solid: &[(char, bool)], place: usize) -> bool {
    if !CUT_OFF.iter().any(|words| begins(solid, place, words)) {
        return false;
    }
    let mut start = place;
    while start > 0 && solid.get(start).is_none_or(|(_, ended)| !*ended) {
        start -= 1;
    }
    let behind = solid.iter().skip(place + 1);
    let end = place + 1 + behind.take_while(|(_, ended)| !ended).count();
    !(start..end).any(|at| CUT_OFF_ONESELF.iter().any(|word| begins(solid, at, word)))
}
