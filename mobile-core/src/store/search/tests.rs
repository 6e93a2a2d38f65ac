use super::rank::rank;
use super::tokens::{Run, index_tokens, plain, runs};

#[test]
fn plain_text_is_narrow_small_and_single_spaced() {
    assert_eq!(plain("  ＡＢ１２　青峰  镇 "), "ab12 青峰 镇");
}

#[test]
fn runs_part_at_punctuation_and_script() {
    let wide = |text: &str| Run::Wide(text.chars().collect());
    let narrow = |text: &str| Run::Narrow(text.chars().collect());
    assert_eq!(
        runs("青峰路3号-2"),
        [wide("青峰路"), narrow("3"), wide("号"), narrow("2")]
    );
}

#[test]
fn tokens_are_ascii_and_cover_single_characters_and_pairs() {
    let tokens = index_tokens("青峰");
    assert!(tokens.is_ascii());
    let list: Vec<&str> = tokens.split(' ').collect();
    assert!(list.contains(&"h9752") && list.contains(&"h5cf0") && list.contains(&"h9752h5cf0"));
    assert!(list.contains(&"pqf") && list.contains(&"pf"));
}

#[test]
fn characters_of_several_readings_are_found_by_each() {
    // 重: zhong, chong. 长: chang, zhang.
    assert!(rank("重庆长兴小卖部", "zqcx").is_some());
    assert!(rank("重庆长兴小卖部", "cqcx").is_some());
    assert!(rank("重庆长兴小卖部", "cqzx").is_some());
    assert!(rank("重庆长兴小卖部", "xqcx").is_none());
}

#[test]
fn the_name_ranks_before_the_address_and_a_beginning_before_a_middle() {
    let name = rank("青峰旅馆\n石板路1号", "青峰").unwrap();
    let middle = rank("小青峰旅馆\n石板路1号", "青峰").unwrap();
    let address = rank("顺风旅馆\n青峰路1号", "青峰").unwrap();
    assert!(name < middle && middle < address);
    assert_eq!(rank("青峰旅馆", "峰青"), None);
}
