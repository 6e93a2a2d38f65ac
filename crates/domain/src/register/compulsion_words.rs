use unicode_normalization::UnicodeNormalization as _;

use crate::record::is_letter;

/// A word of compulsion, and the letters that make others of it.
struct Word {
    /// As the law has it.
    text: &'static str,
    /// Letters of which one before it takes its first, as in 检查封闭楼梯间.
    not_after: &'static str,
    /// Letters of which one behind it takes its last, as in 没收拾.
    not_before: &'static str,
}

/// Words that only a body with powers of enforcement may address to somebody (handbook 1.4): they
/// are those of the law, and no county's to change.
const COMPULSION: [Word; 14] = [
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
    },
    Word {
        text: "扣押",
        not_after: "",
        not_before: "金",
    },
    Word {
        text: "没收",
        not_after: "",
        not_before: "到拾好齐取走起回进过下",
    },
    word("吊销"),
    Word {
        text: "拘留",
        not_after: "",
        not_before: "所",
    },
    word("停业整顿"),
    word("强制拆除"),
];

/// 强制拆除 for short; 加强拆除 is another word.
const TORN_DOWN: (&str, &str) = ("强拆", "加增");

/// Traditional and variant forms of the characters of those words, and each as the words have it.
const VARIANTS: [(char, char); 27] = [
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
];

/// Ordinary words that end in the first character of a word of compulsion: at the end of a clause
/// they are meant, as in 各负其责，令行禁止.
const ENDS_A_CLAUSE: [(char, &str); 2] = [
    ('责', "负职追问其尽权罪专己重全之担卸失免"),
    ('罚', "处受惩认挨责奖赏"),
];

/// Letters of numbers as they are written on papers.
const NUMERALS: &str = "零〇一二三四五六七八九十百千万亿两几数余多壹贰叁肆伍陆柒捌玖拾佰仟\
    萬億兩貳參叄陸";
/// Those of them that stand for a hundred and more.
const GREAT: &str = "百千万亿佰仟萬億";
/// Whom a fine is for, and what it is paid in: they stand between 罚 and the amount.
const BETWEEN: &str = "你您该其各店铺厂户单位业主人民币金款计";
/// What is counted that is no money: 处罚两千人次, 处罚〔2026〕12号.
const NO_MONEY: &str = "人次家户起件宗例分年号日月个名天倍";

/// What a delegation opens that names no words: the mildest of them.
const OPEN_BY_ITSELF: &str = "责令";

const fn word(text: &'static str) -> Word {
    Word {
        text,
        not_after: "",
        not_before: "",
    }
}

/// The words of compulsion（强制性用语）that stand in a text, each once. What is compared is what
/// a reader makes of the text: blanks, marks, punctuation and unseen characters between its
/// characters do not hide it, nor do traditional and compatibility forms of them. An order in other
/// words counts as the word that it stands for: 令你店 as 责令, 罚五千元 as 罚款.
#[must_use]
pub fn compulsion_words(text: &str) -> Vec<&'static str> {
    let solid = solid(text);
    let found = COMPULSION
        .iter()
        .filter(|word| stands_in(&solid, word) || is_meant(&solid, word.text));
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
    (0..solid.len()).any(|start| {
        begins(solid, start, word.text)
            && !holds(word.not_after, before(solid, start))
            && !holds(word.not_before, letter(solid, start + length))
            && !is_end_of_another(solid, start)
            && !is_part_of_another(solid, start)
    })
}

/// Whether an order is given in other words than the law's, which count as this one.
fn is_meant(solid: &[(char, bool)], word: &str) -> bool {
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

fn letter(solid: &[(char, bool)], place: usize) -> Option<char> {
    solid.get(place).map(|(letter, _)| *letter)
}

fn before(solid: &[(char, bool)], place: usize) -> Option<char> {
    place.checked_sub(1).and_then(|at| letter(solid, at))
}

fn holds(letters: &str, one: Option<char>) -> bool {
    one.is_some_and(|one| letters.contains(one))
}

fn begins(solid: &[(char, bool)], start: usize, word: &str) -> bool {
    let mut letters = word.chars().enumerate();
    letters.all(|(at, one)| letter(solid, start + at) == Some(one))
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
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_whatever_stands_between_its_characters() {
        for (text, word) in [
            ("责令立即停用", Some("责令")),
            ("责 令\u{3000}停用", Some("责令")),
            ("否则罚\n款", Some("罚款")),
            ("责\u{200b}令停业", Some("责令")),
            ("责\u{fe00}令\u{e0100}停业", Some("责令")),
            ("责\u{34f}\u{e0041}\u{3164}令", Some("责令")),
            ("责\u{ad}\u{2060}\u{feff}\u{200c}令", Some("责令")),
            ("责-令停业", Some("责令")),
            ("责·令停业", Some("责令")),
            ("责，令停业", Some("责令")),
            ("“责”令停业", Some("责令")),
            ("责\u{f9a8}停业", Some("责令")),
            ("責令限期整改", Some("责令")),
            ("停產停業", Some("停产停业")),
            ("停产、停业", Some("停产停业")),
            ("處以罰款", Some("罚款")),
            ("臨時查封", Some("临时查封")),
            ("請負責人令其整改", None),
            ("请负责人令其整改", None),
            ("各负其责，令行禁止", None),
            ("已依法处罚。款项上缴", None),
            ("落实主体责任，及时清理通道", None),
            ("", None),
        ] {
            assert_eq!(compulsion_word(text), word, "{text}");
        }
    }

    #[test]
    fn every_word_of_a_text_is_found_and_a_delegation_opens_those_it_names() {
        let words = compulsion_words("责 令停业，并處以罰款");
        assert_eq!(words, ["责令", "罚款"]);
        let named = ["罚款".to_owned()];
        assert!(opens_word(&named, "罚款"));
        assert!(!opens_word(&named, "责令"), "what it does not name");
        assert!(opens_word(&[], "责令"), "a row of before");
        assert!(!opens_word(&[], "罚款"), "a row of before names no fine");
    }

    #[test]
    fn orders_of_the_laws_of_penalty_and_compulsion_are_found_in_their_own_words_and_in_others() {
        let threat = "逾期即查封、没收、吊销营业执照、扣押电动车、拘留业主，罚五千元";
        let all = ["罚款", "查封", "扣押", "没收", "吊销", "拘留"];
        assert_eq!(compulsion_words(threat), all);
        for (text, words) in [
            ("依法查封王家", vec!["查封"]),
            ("予以临时查封", vec!["临时查封"]),
            ("处行政拘留", vec!["行政拘留"]),
            ("强制拆除办", vec!["强制拆除"]),
            ("逾期强拆", vec!["强制拆除"]),
            ("即日停业整顿", vec!["停业整顿"]),
            ("停产停业整顿", vec!["停产停业"]),
            ("沒収", vec!["没收"]),
            ("各单位失责，令你店即日停业", vec!["责令"]),
            ("已处罚，款五千元限三日缴清", vec!["罚款"]),
            ("勒令停用", vec!["责令"]),
            ("令其三日内搬离", vec!["责令"]),
            ("现令该店停业", vec!["责令"]),
            ("罚你店人民币 5,000 元", vec!["罚款"]),
            ("罚￥500", vec!["罚款"]),
            ("罚三千", vec!["罚款"]),
            ("罰兩萬圓", vec!["罚款"]),
        ] {
            assert_eq!(compulsion_words(text), words, "{text}");
        }
    }

    #[test]
    fn words_that_only_look_like_them_are_honest() {
        for text in [
            "检查封闭楼梯间的防火门",
            "请检查，封堵孔洞",
            "排查封堵管井",
            "巡查封闭阳台",
            "杂物没收拾，通知没收到",
            "退还租户，不得克扣押金",
            "县拘留所",
            "加强拆除现场管理，增强拆违力度",
            "商店停业，门上锁",
            "商店停业、停用",
            "处罚一次，处罚两千人次",
            "消行处罚〔2026〕12号",
            "不予处罚。三日内自查",
            "法令该怎么学就怎么学",
            "令人满意，夏令时",
            "请负责人令其整改",
            "受过处罚，换灭火器花了5000元",
        ] {
            assert_eq!(compulsion_words(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn no_text_of_the_default_pack_of_checklists_and_of_guides_holds_one() {
        let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
        let mut asked = 0;
        for folder in ["policy/default", "checklists", "guides"] {
            for file in std::fs::read_dir(fixtures.join(folder)).unwrap() {
                let path = file.unwrap().path();
                if path.extension().is_none_or(|end| end != "json") {
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                let value: serde_json::Value = serde_json::from_str(&text).unwrap();
                asked += 1;
                assert_eq!(found_in(&value), None, "{}", path.display());
            }
        }
        assert!(asked > 2, "they were read");
    }

    /// The first text with a word of compulsion. What stands on no paper is left out: a remark says
    /// where a value comes from, `never` what is no job of a grid worker, and what came of a
    /// department's proceedings stands in its register.
    fn found_in(value: &serde_json::Value) -> Option<String> {
        match value {
            serde_json::Value::String(text) => compulsion_word(text).map(|_| text.clone()),
            serde_json::Value::Array(all) => all.iter().find_map(found_in),
            serde_json::Value::Object(all) => {
                let on_no_paper = ["remark", "enforcement_results", "never"];
                let mut said = all
                    .iter()
                    .filter(|(key, _)| !on_no_paper.contains(&key.as_str()));
                said.find_map(|(_, one)| found_in(one))
            }
            _ => None,
        }
    }
}
