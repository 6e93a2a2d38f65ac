use unicode_normalization::UnicodeNormalization as _;

use super::compulsion_meant::{is_meant, is_meant_since};
use crate::record::is_letter;

/// A word of compulsion, and the letters that make others of it.
struct Word {
    /// As the law has it.
    text: &'static str,
    /// Letters of which one before it takes its first, as in 检查封闭楼梯间.
    not_after: &'static str,
    /// Letters of which one behind it takes its last, as in 没收拾.
    not_before: &'static str,
    /// Where it is looked for, and how.
    asked: Asked,
}

/// Where a word is asked about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// In acts and on papers.
    Everywhere,
    /// In acts alone: it came to the list later, and what was issued before is printed as it was. No
    /// mark that ends a clause stands in it: 门窗未关，停放电动车 holds none.
    InActs,
    /// The same, and not by its letters alone.
    AsMeant,
}

/// Words that only a body with powers of enforcement may address to somebody (handbook 1.4): they
/// are those of the law, and what notices say for them; no county's to change.
const COMPULSION: [Word; 18] = [
    word("责令"),
    word("罚款"),
    word("行政处罚"),
    word("临时查封"),
    word("强制执行"),
    word("停产停业"),
    word("行政拘留"),
    Word {
        text: "查封",
        not_after: "检排巡抽核复清普督调勘筛盘审追侦",
        not_before: "闭堵",
        asked: Asked::Everywhere,
    },
    Word {
        text: "扣押",
        not_after: "",
        not_before: "金",
        asked: Asked::Everywhere,
    },
    Word {
        text: "没收",
        not_after: "",
        not_before: "到拾好齐取走起回进过下",
        asked: Asked::Everywhere,
    },
    word("吊销"),
    Word {
        text: "拘留",
        not_after: "",
        not_before: "所",
        asked: Asked::Everywhere,
    },
    word("停业整顿"),
    word("强制拆除"),
    Word {
        not_after: "短",
        ..later("暂扣")
    },
    later("取缔"),
    // What has shut by itself is told so, and a switch is no shop: 已关停, 开关停用, 机关停车场.
    Word {
        not_after: "已早曾行动开机相有无海把未没不",
        not_before: "设机电气阀水泵燃灶炉空充线放车在靠下着止用的期",
        ..later("关停")
    },
    Word {
        asked: Asked::AsMeant,
        ..later("断水断电")
    },
];

/// Traditional and variant forms of the characters of those words, and each as the words have it.
const VARIANTS: [(char, char); 35] = [
    ('責', '责'),
    ('罰', '罚'),
    ('罸', '罚'),
    ('欵', '款'),
    ('處', '处'),
    ('処', '处'),
    ('臨', '临'),
    ('時', '时'),
    ('査', '查'),
    ('強', '强'),
    ('彊', '强'),
    ('執', '执'),
    ('產', '产'),
    ('産', '产'),
    ('業', '业'),
    ('畱', '留'),
    ('㽞', '留'),
    ('沒', '没'),
    ('収', '收'),
    ('銷', '销'),
    ('弔', '吊'),
    ('頓', '顿'),
    ('製', '制'),
    ('該', '该'),
    ('妳', '你'),
    ('圓', '元'),
    ('塊', '块'),
    ('暫', '暂'),
    ('締', '缔'),
    ('關', '关'),
    ('関', '关'),
    ('斷', '断'),
    ('電', '电'),
    ('門', '门'),
    ('繳', '缴'),
];

/// Ordinary words that end in the first character of a word of compulsion: at the end of a clause
/// they are meant, as in 各负其责，令行禁止.
const ENDS_A_CLAUSE: [(char, &str); 2] = [
    ('责', "负职追问其尽权罪专己重全之担卸失免"),
    ('罚', "处受惩认挨责奖赏"),
];

/// What a delegation opens that names no words: the mildest of them.
const OPEN_BY_ITSELF: &str = "责令";

const fn word(text: &'static str) -> Word {
    Word {
        text,
        not_after: "",
        not_before: "",
        asked: Asked::Everywhere,
    }
}

const fn later(text: &'static str) -> Word {
    Word {
        asked: Asked::InActs,
        ..word(text)
    }
}

/// The words of compulsion（强制性用语）that stand in a text, each once. What is compared is what
/// a reader makes of the text: blanks, marks, punctuation and unseen characters between its
/// characters do not hide it, nor do traditional and compatibility forms of them. An order in other
/// words counts as the word that it stands for: 令你店 as 责令, 罚五千元 and 三日内缴纳五百元 as 罚款,
/// 封门 as 查封.
#[must_use]
pub fn compulsion_words(text: &str) -> Vec<&'static str> {
    let solid = solid(text);
    let found = COMPULSION.iter().filter(|word| {
        stands_in(&solid, word) || is_meant(&solid, word.text) || is_meant_since(&solid, word.text)
    });
    found.map(|word| word.text).collect()
}

/// Those of them that keep a paper from being printed（文书用语）. What the list learned later is asked
/// when an act is done, and not of papers: one that was issued before is printed anew as it was.
#[must_use]
pub fn printed_compulsion_words(text: &str) -> Vec<&'static str> {
    let solid = solid(text);
    let found = COMPULSION.iter().filter(|word| {
        word.asked == Asked::Everywhere && (stands_in(&solid, word) || is_meant(&solid, word.text))
    });
    found.map(|word| word.text).collect()
}

/// The first of [`compulsion_words`], if there is any（强制性用语）.
#[must_use]
pub fn compulsion_word(text: &str) -> Option<&'static str> {
    compulsion_words(text).first().copied()
}

/// Whether a word is one of those that only a body with powers may use, in the law's own form.
pub(super) fn is_compulsion_word(word: &str) -> bool {
    COMPULSION.iter().any(|one| one.text == word)
}

/// The words of compulsion in one line, for whoever has to choose among them.
pub(super) fn listed_words() -> String {
    let words: Vec<&str> = COMPULSION.iter().map(|word| word.text).collect();
    words.join("、")
}

/// Whether a delegation that names these words lets its body use one of them（用语范围）: those it
/// names, and 责令 alone if it names none.
#[must_use]
pub fn opens_word(named: &[String], word: &str) -> bool {
    if named.is_empty() {
        word == OPEN_BY_ITSELF
    } else {
        named.iter().any(|one| one == word)
    }
}

/// The letters of a text in the forms of the words above, each with whether a mark that ends a
/// clause stands before it.
fn solid(text: &str) -> Vec<(char, bool)> {
    let mut letters = Vec::new();
    let mut ended = false;
    for letter in text.nfkc() {
        if is_letter(letter) {
            let variant = VARIANTS.iter().find(|(form, _)| *form == letter);
            letters.push((variant.map_or(letter, |(_, usual)| *usual), ended));
            ended = false;
        } else {
            // NFKC has made the wide forms of the others these.
            ended |= matches!(letter, ',' | ';' | ':' | '!' | '?' | '。' | '\n');
        }
    }
    letters
}

fn stands_in(solid: &[(char, bool)], word: &Word) -> bool {
    let length = word.text.chars().count();
    let places = if word.asked == Asked::AsMeant {
        0
    } else {
        solid.len()
    };
    (0..places).any(|start| {
        begins(solid, start, word.text)
            && !holds(word.not_after, before(solid, start))
            && !holds(word.not_before, letter(solid, start + length))
            && !is_end_of_another(solid, start)
            && !is_part_of_another(solid, start)
            && (word.asked == Asked::Everywhere || !is_parted(solid, start, length))
    })
}

pub(super) fn letter(solid: &[(char, bool)], place: usize) -> Option<char> {
    solid.get(place).map(|(letter, _)| *letter)
}

pub(super) fn before(solid: &[(char, bool)], place: usize) -> Option<char> {
    place.checked_sub(1).and_then(|at| letter(solid, at))
}

pub(super) fn holds(letters: &str, one: Option<char>) -> bool {
    one.is_some_and(|one| letters.contains(one))
}

pub(super) fn begins(solid: &[(char, bool)], start: usize, word: &str) -> bool {
    let mut letters = word.chars().enumerate();
    letters.all(|(at, one)| letter(solid, start + at) == Some(one))
}

/// Whether a mark that ends a clause stands between the letters from here.
pub(super) fn is_parted(solid: &[(char, bool)], start: usize, length: usize) -> bool {
    let behind = solid.iter().skip(start + 1);
    behind
        .take(length.saturating_sub(1))
        .any(|(_, ended)| *ended)
}

/// Whether the letter here is the last of an ordinary word with which a clause ends.
fn is_end_of_another(solid: &[(char, bool)], place: usize) -> bool {
    let Some((letter, _)) = solid.get(place) else {
        return false;
    };
    let ends = solid.get(place + 1).is_some_and(|(_, ended)| *ended);
    let first = before(solid, place);
    let is_word = ENDS_A_CLAUSE
        .iter()
        .any(|(last, firsts)| last == letter && holds(firsts, first));
    ends && is_word
}

/// Whether two letters from here belong to a longer word that begins before: whoever may say 临时查封
/// needs no leave for 查封.
fn is_part_of_another(solid: &[(char, bool)], place: usize) -> bool {
    COMPULSION.iter().any(|word| {
        let length = word.text.chars().count();
        let mut starts = (place + 2).saturating_sub(length)..place;
        starts.any(|start| begins(solid, start, word.text))
    })
}

#[cfg(test)]
mod tests;
