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
        ("逾期暂扣营业执照", vec!["暂扣"]),
        ("一律取缔", vec!["取缔"]),
        ("不改就關停", vec!["关停"]),
        ("将予以关停。", vec!["关停"]),
        ("封门处理", vec!["查封"]),
        ("查封门店", vec!["查封"]),
        ("对你店断水断电", vec!["断水断电"]),
        ("不改就断电、断水", vec!["断水断电"]),
        ("停水断电到改好为止", vec!["断水断电"]),
        ("三日内交500元", vec!["罚款"]),
        ("限三日内缴纳五百元", vec!["罚款"]),
        ("须上繳人民币 2,000 元", vec!["罚款"]),
        ("缴清违约金五百元", vec!["罚款"]),
        ("补交８００元", vec!["罚款"]),
        ("交两百块钱", vec!["罚款"]),
        ("处以五千元", vec!["罚款"]),
        ("并处5000元", vec!["罚款"]),
        ("保证金五百元，三日内缴纳", vec!["罚款"]),
        ("自愿缴纳500元", vec!["罚款"]),
        ("再犯自愿缴纳500元", vec!["罚款"]),
        ("可缴纳五百元", vec!["罚款"]),
        ("自愿交20元保险", vec!["罚款"]),
        ("处五百元", vec!["罚款"]),
        ("逾期不改的，处500元", vec!["罚款"]),
        ("再犯处五百元", vec!["罚款"]),
        ("违者处 5,000 元", vec!["罚款"]),
        ("限令三日内搬出", vec!["责令"]),
        ("對租戶強制清退", vec!["强制执行"]),
        ("强行清退住户", vec!["强制执行"]),
        ("立即停业整改", vec!["停产停业"]),
        ("停產停業整改", vec!["停产停业"]),
        ("即日起停止营业", vec!["停产停业"]),
        ("改好以前必须停业", vec!["停产停业"]),
        ("必须停业整顿", vec!["停业整顿"]),
        ("将你店封停", vec!["查封"]),
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
        "短暂扣上盖板",
        "该店已关停，无法检查",
        "经营者自行关停",
        "电源开关停用，机关停车场",
        "门窗未关，停放电动车两辆",
        "关停设备后清灰",
        "封门村3号，密封门条老化，封门洞",
        "竖井已封，门口堆物",
        "离店断水断电",
        "下班后断水断电",
        "断水断电检修",
        "停水停电时应急灯不亮",
        "灭火器每具80元可在村委会领取",
        "独立式感烟探测器60元一个",
        "面积300平方米，月租800元",
        "电费已交300元",
        "每月交300元电费",
        "租客交了500元押金",
        "自愿整改，自愿承诺",
        "建议暂停使用",
        "该店已停业整改",
        "经营者自行停业整改",
        "停业整改期间无人",
        "商场每日停止营业后断电",
        "停止营业前检查",
        "夜间停止营业",
        "无须停业",
        "时限令人着急，期限令业主知悉",
        "密封停用的设备，已封停",
        "信封停放处",
        "两处500元，每处300元",
        "此处三百元，各处五百元",
        "到处三元一件",
        "上交2块电瓶，移交3具灭火器",
        "通知书交十元店负责人",
        "缴纳2026年度物业费",
        "退还整改保证金，交灭火器两具",
        "火灾时切断水电",
        "两处以300元计",
        "物业费每户300元，按月缴纳",
        "工程款5000元已缴清",
    ] {
        assert_eq!(compulsion_words(text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn what_the_list_learned_later_keeps_no_paper_from_being_printed() {
    for (text, said, printed) in [
        ("一律取缔", vec!["取缔"], vec![]),
        ("不改就封门", vec!["查封"], vec![]),
        ("三日内交500元", vec!["罚款"], vec![]),
        ("罚款500元，逾期关停", vec!["罚款", "关停"], vec!["罚款"]),
        ("再犯自愿缴纳500元", vec!["罚款"], vec![]),
        ("限令三日内搬出", vec!["责令"], vec![]),
        (
            "必须停业，处五百元，强制清退",
            vec!["罚款", "强制执行", "停产停业"],
            vec![],
        ),
        ("停止营业，封停", vec!["停产停业", "查封"], vec![]),
    ] {
        assert_eq!(compulsion_words(text), said, "{text}");
        assert_eq!(printed_compulsion_words(text), printed, "{text}");
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
