use rand_chacha::ChaCha8Rng;

use crate::seeded::Draw;

const WORDS: &[&str] = &[
    "青峰",
    "桥头",
    "兴隆",
    "福源",
    "好又来",
    "佳家",
    "顺发",
    "鸿运",
    "永兴",
    "聚源",
    "德胜",
    "荣昌",
    "春晖",
    "金鑫",
    "万家",
    "百汇",
    "宏达",
    "宜家",
    "吉祥",
    "长青",
    "翠竹",
    "茶山",
    "新苗",
    "阳光",
    "平安",
    "乐乐",
    "天天",
    "老街",
    "山水",
    "惠民",
];

/// What may stand on the sign of a premises of this category, in a village of this name. `owner`
/// is the owner's name; its first character serves as the surname.
pub(super) fn sign(category: &str, village: &str, owner: &str, rng: &mut ChaCha8Rng) -> String {
    let surname: String = owner.chars().take(1).collect();
    let word = rng.pick(WORDS);
    match category {
        "rental_housing" => format!(
            "{owner}{}",
            rng.pick(&["出租房", "自建出租房", "公寓出租房"])
        ),
        "small_shop" => {
            format!(
                "{word}{}",
                rng.pick(&["便民超市", "百货店", "五金店", "农资店", "副食店", "服装店"])
            )
        }
        "small_catering" => match rng.below(3) {
            0 => format!(
                "{surname}记{}",
                rng.pick(&["豆花饭", "小面", "羊肉汤", "烤鱼"])
            ),
            _ => format!("{word}{}", rng.pick(&["饭店", "火锅", "小吃店", "农家乐"])),
        },
        "small_workshop" => {
            format!(
                "{word}{}",
                rng.pick(&[
                    "竹编加工坊",
                    "面条加工坊",
                    "木器加工厂",
                    "粮油加工坊",
                    "服装加工坊"
                ])
            )
        }
        "small_beauty_bath" => {
            format!(
                "{word}{}",
                rng.pick(&["理发店", "美容美发店", "足浴店", "棋牌室"])
            )
        }
        "small_clinic" => match rng.below(2) {
            0 => format!("{village}第{}卫生室", rng.between(1, 9)),
            _ => format!("{surname}氏诊所"),
        },
        "small_school" => {
            format!("{word}{}", rng.pick(&["幼儿园", "托管中心", "书画培训班"]))
        }
        "small_hotel" => format!("{word}{}", rng.pick(&["旅馆", "招待所", "客栈"])),
        "small_entertainment" => format!("{word}{}", rng.pick(&["歌城", "音乐茶座"])),
        "small_internet_cafe" => format!("{word}网吧"),
        _ => format!("{word}商行"),
    }
}
