use rand_chacha::ChaCha8Rng;

use super::{Answer, DocumentEdits, Edit, Header, InspectionDocument, PathStep, Workload};
use crate::seeded::{Draw, seeded};

const SITES: &[&str] = &[
    "青峰镇正街便民超市",
    "胡豆坪村三组自建出租房",
    "佛岩寺村竹编加工坊",
    "场镇社区农贸街饭店",
    "凌阁堂村粮油加工坊",
    "牌坊坝村第二卫生室",
    "莲花石五组木器加工厂",
    "场镇社区学府路托管中心",
];
const KINDS: &[&str] = &[
    "消防安全巡查",
    "出租房月查",
    "九小场所检查",
    "节前专项检查",
    "整改期满复查",
];
const NAMES: &[&str] = &[
    "王建国",
    "李晓梅",
    "周𬭎",
    "陈志强",
    "刘洋",
    "赵海燕",
    "吴桂芳",
    "𠅤建华",
];
const BODIES: &[&str] = &["镇消防工作站", "场镇社区网格", "驻村网格干部", "青峰派出所"];
const WEATHER: &[&str] = &["晴", "多云", "小雨", "大风", "阴"];
const NOTES: &[&str] = &[
    "灭火器压力表指针偏低，需更换",
    "配电箱门未关，箱内积灰",
    "应急照明损坏两处",
    "楼梯间堆放杂物约三平方米",
    "疏散指示标志脱落，已现场补贴",
    "电动自行车在室内充电，要求当日移出",
    "窗口防盗网未留逃生口",
    "燃气软管老化，已通知业主更换",
];
const FRAGMENTS: &[&str] = &[
    "现场检查时",
    "一楼门店",
    "位于东侧",
    "第三间",
    "靠近出入口",
    "承租人未在场由业主陪同",
    "整改期限七日",
    "复查人待定",
    "电线私拉乱接",
    "压力正常",
];
const ANSWERS: usize = 25;

impl Workload {
    /// Workload W from a seed: 2,000 documents, three edits on each of 60.
    #[must_use]
    pub fn generate(seed: u64) -> Self {
        Self::generate_of(seed, Self::DOCUMENTS, Self::EDITED)
    }

    /// So many documents, with three edits on each of at most so many of them, spread evenly.
    #[must_use]
    pub fn generate_of(seed: u64, documents: usize, edited: usize) -> Self {
        let documents = Self::fresh_documents(seed, "documents", documents);
        let mut rng = seeded(seed, "workload/edits");
        let step = (documents.len() / edited.max(1)).max(1);
        let chosen = documents.iter().step_by(step).take(edited);
        let edits = chosen
            .map(|document| edits_of(document, &mut rng))
            .collect();
        Self { documents, edits }
    }

    /// Documents of their own for one purpose, e.g. those of the tenth of many devices.
    #[must_use]
    pub fn fresh_documents(seed: u64, purpose: &str, count: usize) -> Vec<InspectionDocument> {
        let mut rng = seeded(seed, &format!("workload/{purpose}"));
        (0..count).map(|_| document(&mut rng)).collect()
    }
}

fn edits_of(document: &InspectionDocument, rng: &mut ChaCha8Rng) -> DocumentEdits {
    let place = rng.place(ANSWERS);
    let path = |field| {
        vec![
            PathStep::key("answers"),
            PathStep::Place(place),
            PathStep::key(field),
        ]
    };
    let edits = vec![
        Edit::Set {
            path: path("result"),
            set: "不合格".to_owned(),
        },
        Edit::Set {
            path: path("note"),
            set: note(rng),
        },
        Edit::Push {
            path: path("photo_ids"),
            push: rng.hexadecimal(24),
        },
    ];
    DocumentEdits {
        id: document.id.clone(),
        edits,
    }
}

fn document(rng: &mut ChaCha8Rng) -> InspectionDocument {
    let id = format!(
        "{}-{}-4{}-a{}-{}",
        rng.hexadecimal(8),
        rng.hexadecimal(4),
        rng.hexadecimal(3),
        rng.hexadecimal(3),
        rng.hexadecimal(12)
    );
    let header = Header {
        title: format!(
            "{}-{}",
            rng.pick(KINDS),
            rng.between(2_026_000_000, 2_026_999_998)
        ),
        site: text(rng, SITES),
        area: format!(
            "{}{}区{}层",
            rng.pick(&["A", "B", "C", "D"]),
            rng.below(40),
            rng.below(9)
        ),
        inspector: text(rng, NAMES),
        reviewer: text(rng, NAMES),
        dept: text(rng, BODIES),
        status: text(rng, &["draft", "submitted", "reviewed"]),
        weather: text(rng, WEATHER),
        temp_c: rng.between(-5, 39),
        created_at: rng.between(1_760_000_000, 1_768_999_999),
        lat: degrees(rng.between(29_150_000, 29_230_000)),
        lng: degrees(rng.between(105_882_000, 105_978_000)),
        summary: format!("{}，{}", rng.pick(FRAGMENTS), note(rng)),
    };
    let answers = (1..=ANSWERS).map(|number| answer(number, rng)).collect();
    InspectionDocument {
        id,
        header,
        answers,
    }
}

/// Three answers in twenty are bad; a bad one has a note and one or two photos.
fn answer(number: usize, rng: &mut ChaCha8Rng) -> Answer {
    let bad = rng.happens(150);
    let result = if bad {
        "不合格"
    } else {
        rng.pick(&["合格", "合格", "合格", "不适用"])
    };
    let noted = bad || rng.happens(80);
    let note = noted.then(|| note(rng));
    let photos = if bad { rng.between(1, 2) } else { 0 };
    Answer {
        q: format!("q{number:02}"),
        result: result.to_owned(),
        photo_ids: (0..photos).map(|_| rng.hexadecimal(24)).collect(),
        note,
    }
}

fn note(rng: &mut ChaCha8Rng) -> String {
    let mut words = text(rng, NOTES);
    if rng.happens(500) {
        words.push('；');
        words.push_str(rng.pick(FRAGMENTS));
        words.push_str(rng.pick(FRAGMENTS));
        words.push_str(&rng.below(100).to_string());
    }
    words
}

fn text(rng: &mut ChaCha8Rng, pool: &[&str]) -> String {
    rng.pick(pool).to_owned()
}

fn degrees(microdegrees: i64) -> f64 {
    microdegrees as f64 / 1e6
}
