use rand_chacha::ChaCha8Rng;

use crate::seeded::Draw;

const WORDS: &[&str] = &[
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
    "丰收",
    "春晖",
    "金鑫",
    "万家",
    "百汇",
    "宏达",
    "宜家",
    "吉祥",
    "长青",
    "翠竹",
    "溪边",
    "新苗",
    "阳光",
    "平安",
    "乐乐",
    "天天",
    "老街",
    "山水",
    "惠民",
];

const SHOPS: &[&str] = &["便民超市", "百货店", "五金店", "农资店", "副食店", "服装店"];
const DISHES: &[&str] = &["豆花饭", "小面", "羊肉汤", "烤鱼"];
const KITCHENS: &[&str] = &["饭店", "火锅", "小吃店", "农家乐"];
const WORKSHOPS: &[&str] = &[
    "竹编加工坊",
    "面条加工坊",
    "木器加工厂",
    "粮油加工坊",
    "服装加工坊",
];
const PARLORS: &[&str] = &["理发店", "美容美发店", "足浴店", "棋牌室"];
const SCHOOLS: &[(&str, &str)] = &[
    ("幼儿园", "day_kindergarten"),
    ("托管中心", "training"),
    ("书画培训班", "training"),
];

/// What may stand on the sign of a premises of this category, with its sub-type where thresholds
/// ask for one. The first character of the owner's name serves as the surname.
pub(super) fn sign(
    category: &str,
    village: &str,
    owner: &str,
    rng: &mut ChaCha8Rng,
) -> (String, Option<&'static str>) {
    let surname: String = owner.chars().take(1).collect();
    let word = rng.pick(WORDS);
    let name = match category {
        "rental_housing" => {
            format!(
                "{owner}{}",
                rng.pick(&["出租房", "自建出租房", "公寓出租房"])
            )
        }
        "small_shop" => format!("{word}{}", rng.pick(SHOPS)),
        "small_catering" if rng.happens(300) => format!("{surname}记{}", rng.pick(DISHES)),
        "small_catering" => format!("{word}{}", rng.pick(KITCHENS)),
        "small_workshop" => format!("{word}{}", rng.pick(WORKSHOPS)),
        "small_beauty_bath" => format!("{word}{}", rng.pick(PARLORS)),
        "small_clinic" if rng.happens(500) => {
            return (format!("{village}卫生室"), Some("clinic"));
        }
        "small_clinic" => return (format!("{surname}氏诊所"), Some("clinic")),
        "small_school" => {
            let (kind, sub_type) = rng.pick(SCHOOLS);
            return (format!("{word}{kind}"), Some(sub_type));
        }
        "small_hotel" => format!("{word}{}", rng.pick(&["旅馆", "招待所", "客栈"])),
        "small_entertainment" => format!("{word}{}", rng.pick(&["歌城", "音乐茶座"])),
        "small_internet_cafe" => format!("{word}网吧"),
        _ => format!("{word}商行"),
    };
    (name, None)
}
