use serde_json::json;

use super::{check_sheets, holds_personal_number, masked_name};
use crate::policy::default_pack;

#[test]
fn sheets_that_name_what_there_is_not_are_refused() {
    let broken = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut pack = default_pack();
        let mut sheet = serde_json::to_value(pack.sheets.get("drill").unwrap()).unwrap();
        change(&mut sheet);
        let sheet = serde_json::from_value(sheet).unwrap();
        pack.sheets.0.insert("drill".to_owned(), sheet);
        check_sheets(&pack).map_err(|error| error.to_string())
    };
    assert_eq!(broken(&|_| ()), Ok(()));
    let fails = |change: &dyn Fn(&mut serde_json::Value), words: &str| {
        let error = broken(change).unwrap_err();
        assert!(error.contains(words), "{error}");
    };
    fails(&|it| it["key"] = json!([]), "no key");
    fails(&|it| it["key"] = json!(["nothing"]), "nothing");
    fails(&|it| it["area"] = json!("place"), "place");
    fails(&|it| it["operation"] = json!("do_it"), "do_it");
    fails(&|it| it["fields"][1]["name"] = json!("area"), "twice");
    fails(
        &|it| it["fields"][1]["kind"] = json!("code"),
        "codes have a list",
    );
    fails(
        &|it| it["demands"][0]["done"] = json!("finished"),
        "finished",
    );
}

#[test]
fn personal_numbers_are_found_and_names_are_masked() {
    assert!(holds_personal_number("电话138 0000-0000联系"));
    assert!(holds_personal_number("51011219900101123X"));
    assert!(!holds_personal_number("2026年9月1日，110、119、12345"));
    assert_eq!(masked_name(" 张三丰 "), "张**");
    assert_eq!(masked_name(""), "");
}
