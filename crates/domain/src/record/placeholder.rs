use unicode_normalization::UnicodeNormalization as _;

use super::letters;

/// What people write where they have no name to write, by its letters alone and in small ones.
const WORDS: [&str; 42] = [
    "无",
    "無",
    "暂无",
    "没有",
    "无人",
    "无名",
    "无名氏",
    "不详",
    "不祥",
    "未详",
    "未知",
    "不知",
    "不知道",
    "不明",
    "不清楚",
    "未定",
    "待定",
    "待填",
    "待补",
    "待补充",
    "待确认",
    "未填",
    "未填写",
    "空",
    "空白",
    "略",
    "同上",
    "如上",
    "某",
    "某某",
    "某人",
    "某单位",
    "某领导",
    "na",
    "none",
    "null",
    "nil",
    "no",
    "unknown",
    "tbd",
    "todo",
    "undefined",
];

/// Whether a text names a person or a unit（姓名、名称有效）: it holds a letter or a Chinese character,
/// and is no word that is written for want of a name, such as 无, 不详 or x. `words` are those of the
/// policy pack; none: those that are known here.
#[must_use]
pub fn names_somebody(words: &[String], text: &str) -> bool {
    let plain = plain(text);
    let is_crossed = plain.chars().all(|letter| letter == 'x');
    let stands_for_nobody = if words.is_empty() {
        WORDS.contains(&plain.as_str())
    } else {
        words.iter().any(|word| self::plain(word) == plain)
    };
    plain.chars().any(char::is_alphabetic) && !is_crossed && !stands_for_nobody
}

/// A text by its letters alone and in small ones.
fn plain(text: &str) -> String {
    let wide: String = text.nfkc().collect();
    letters(&wide).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_a_number_and_a_word_for_nobody_name_nobody() {
        for text in [
            "",
            " ",
            "—",
            "-",
            "/",
            "。",
            "、",
            "…",
            "？",
            "***",
            "0",
            "110",
            "１",
            "无",
            " 无 ",
            "（无）",
            "無",
            "暂无",
            "不详",
            "不 详",
            "未知",
            "未 知。",
            "待定",
            "同上",
            "某某",
            "x",
            "X",
            "ｘ",
            "xx",
            "XXX",
            "x x",
            "N/A",
            "n.a.",
            "None",
            "null",
            "UNKNOWN",
            "\u{200b}无",
        ] {
            assert!(!names_somebody(&[], text), "{text:?}");
        }
    }

    #[test]
    fn names_that_hold_such_words_are_names() {
        for text in [
            "李",
            "王建国",
            "吴某",
            "李某某",
            "无锡小笼包店",
            "不详斋书店",
            "空军大院",
            "略阳面馆",
            "X射线机房",
            "Ali",
            "Xi",
            "No.1超市",
            "3号楼业委会",
            "7-11便利店",
            "阿不都热依木·买买提",
            "ئالىم",
            "𠅤建华",
        ] {
            assert!(names_somebody(&[], text), "{text}");
        }
    }

    #[test]
    fn a_pack_has_words_of_its_own() {
        let words = ["待分配".to_owned(), "N.N.".to_owned()];
        for (text, names) in [
            ("待分配", false),
            ("n n", false),
            ("不详", true),
            ("李", true),
        ] {
            assert_eq!(names_somebody(&words, text), names, "{text}");
        }
        // A mark, a number and a cross name nobody under any pack.
        for text in ["—", "110", "x"] {
            assert!(!names_somebody(&words, text), "{text}");
        }
    }
}
