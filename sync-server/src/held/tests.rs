//! What of a text is about the person, and whose numbers are hidden.

use super::AccessRefusal;
use super::asked::{Asked, BY_NAME, BY_PHONE};

fn asked() -> Asked {
    Asked::new(" 张三 ", "+86 139 0000 0001").unwrap()
}

fn told(text: &str) -> Option<String> {
    asked().told(false, text).map(|(_, told)| told)
}

#[test]
fn only_the_parts_that_are_about_the_person_are_told() {
    assert_eq!(told("业主张三"), Some("业主张三".to_owned()));
    let told_of = told("张三，李四，王五；电话13800000000").unwrap();
    assert_eq!(told_of, "张三、（其余略）");
    assert_eq!(told("李四，13800000000"), None);
    let (signs, _) = asked().told(false, "张三 13900000001").unwrap();
    assert_eq!(signs.into_iter().collect::<Vec<_>>(), [BY_NAME, BY_PHONE]);
}

#[test]
fn the_numbers_of_others_are_hidden_wherever_they_stand() {
    let told_of = told("张三13900000001与邻居13800000002").unwrap();
    assert_eq!(told_of, "张三13900000001与邻居138****0002");
    let told_of = told("张三 138 0000 0002").unwrap();
    assert!(!told_of.contains("0002"), "{told_of}");
    let both = told("13900000001 13800000002").unwrap();
    assert_eq!(both, "13900000001 138****0002");
    assert_eq!(
        told("张三 2026-09-01 来访").unwrap(),
        "张三 2026-09-01 来访"
    );
    let card = told("张三 51011219900101123X").unwrap();
    assert!(!card.contains("19900101"), "{card}");
}

#[test]
fn a_number_is_known_however_it_is_written() {
    for same in ["13900000001", "+86 139-0000-0001", "86 13900000001"] {
        assert!(asked().is_phone(same), "{same}");
        assert_eq!(asked().phone(same), same);
    }
    for other in ["13900000002", "1390000000", "", "13900000001 13800000002"] {
        assert!(!asked().is_phone(other), "{other}");
    }
    let by_name = Asked::new("张三", "").unwrap();
    assert!(!by_name.is_phone(""), "no number is nobody's number");
    assert_eq!(by_name.phone("13900000001"), "139****0001");
}

#[test]
fn somebody_has_to_be_named() {
    for (name, phone) in [("", ""), ("张", ""), ("", "123456"), ("张三", "110")] {
        let refused = Asked::new(name, phone).err();
        assert_eq!(refused, Some(AccessRefusal::NobodyNamed), "{name} {phone}");
    }
    assert!(Asked::new("", "65551234").is_ok());
}
