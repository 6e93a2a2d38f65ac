use std::collections::BTreeSet;

use rand_chacha::ChaCha8Rng;
use wangge_domain::premises::Contact;

use crate::seeded::{Draw, seeded};

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "董", "程", "曹", "袁", "邓",
    "许", "傅", "曾", "彭", "吕", "苏", "卢", "蒋", "蔡", "丁", "魏", "薛", "叶", "余", "潘", "杜",
    "戴", "夏", "钟", "田", "姜", "范", "方", "石", "姚", "谭", "廖", "邹", "熊", "金", "陆", "郝",
    "孔", "白", "崔", "康",
];

const GIVEN: &[&str] = &[
    "建国", "志强", "国华", "永红", "德明", "光荣", "明发", "世荣", "昌平", "兴华", "代会", "学芬",
    "素珍", "桂芳", "秀英", "玉兰", "小琴", "晓梅", "红梅", "丽", "静", "敏", "霞", "艳", "伟",
    "勇", "军", "杰", "涛", "超", "鹏", "刚", "平", "辉", "斌", "波", "洪", "川", "渝生", "永川",
    "长江", "家富", "家祥", "大明", "大兵", "小龙", "小燕", "文武", "文静", "思源", "子涵", "雨欣",
    "浩然", "天明", "开全", "维兵",
];

/// Rare characters beyond the basic plane, and a name with a middle dot: they must come through
/// every layer and onto every paper.
const RARE: &[&str] = &["周𬭎", "𠅤建华", "龙𬭎宇", "尼玛·次仁", "陈𠅤"];

/// Makes names and telephone numbers, none of them twice. The numbers have eleven digits and begin
/// with 1000000, which nobody can be given.
pub(super) struct ContactMaker {
    seed: u64,
    taken: BTreeSet<String>,
    made: u32,
}

impl ContactMaker {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            seed,
            taken: BTreeSet::new(),
            made: 0,
        }
    }

    /// Somebody new. `rare` asks for a name of rare characters, as long as there are any left.
    pub(super) fn contact(&mut self, rare: bool) -> Contact {
        self.made += 1;
        let phone = format!("1000000{:04}", self.made);
        let rare_name = RARE
            .iter()
            .find(|name| rare && !self.taken.contains(**name));
        let name = match rare_name {
            Some(name) => (*name).to_owned(),
            None => self.ordinary_name(),
        };
        self.taken.insert(name.clone());
        Contact { name, phone }
    }

    fn ordinary_name(&self) -> String {
        let mut rng: ChaCha8Rng = seeded(self.seed, &format!("contact/{}", self.made));
        loop {
            let name = format!("{}{}", rng.pick(SURNAMES), rng.pick(GIVEN));
            if !self.taken.contains(&name) {
                return name;
            }
        }
    }
}
