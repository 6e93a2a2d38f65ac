use chrono::NaiveDate;
use wangge_domain::people::Credential;
use wangge_domain::{RecordId, UserId};

use super::compose::compose;
use super::line::break_lines;
use super::op::Op;
use super::*;

const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 9, 5).expect("a day of the calendar");

fn paper(text: &str) -> Paper {
    Paper {
        kind: "notice".to_owned(),
        record: RecordId(uuid::Uuid::from_u128(7)),
        issuer: "青峰镇应急消防管理站".to_owned(),
        title: "隐患整改通知书".to_owned(),
        number: "暂-K7-1".to_owned(),
        dated: DAY,
        goes_out: true,
        blocks: vec![Block::Text(vec![Span::plain(text)], TextStyle::Body)],
        foot: String::new(),
        address: String::new(),
        banner: String::new(),
        authority: None,
        quoted: None,
        made_at: None,
        laid_out_before: false,
    }
}

fn made(paper: &Paper) -> RenderedPaper {
    render(paper, None, &FontSet::built_in(), &Pictures::new()).unwrap()
}

#[test]
fn the_built_in_font_is_the_one_that_was_recorded() {
    assert_eq!(
        FontSet::built_in().digest().to_string(),
        "300eddaa59f042e8153375634f90af9b0077e0b339112bef8b5ff6a00dd46ed9"
    );
    for rare in ['𬭎', '𠅤', '䶮', '㛃', '〔', '〕', '①', '→', '·'] {
        assert!(
            FontSet::built_in().glyph(rare).is_some(),
            "{rare} has a glyph"
        );
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let one = paper("灭火器过期，请更换。");
    let first = made(&one);
    assert_eq!(first, made(&one));
    assert!(first.pdf.starts_with(b"%PDF-"));
    assert!(
        first.pdf.len() < 60_000,
        "the font is a subset: {}",
        first.pdf.len()
    );
}

#[test]
fn the_hash_is_of_what_it_says() {
    let one = paper("灭火器过期，请更换。");
    let mut numbered = one.clone();
    numbered.number = "青消改字〔2026〕第0001号".to_owned();
    assert_eq!(
        content_hash(&one),
        content_hash(&numbered),
        "both numbers resolve"
    );
    assert_ne!(
        content_hash(&one),
        content_hash(&paper("灭火器过期，请更换！"))
    );
}

#[test]
fn no_character_is_dropped() {
    let made = made(&paper("户主ئادىل与𬭎𠅤"));
    let missing: Vec<char> = made.missing.keys().copied().collect();
    assert_eq!(
        missing.len(),
        5,
        "the Arabic letters have no glyph: {missing:?}"
    );
    assert!(!made.missing.contains_key(&'𬭎'));
}

#[test]
fn compulsion_needs_a_delegation_and_a_certificate() {
    let compelling = paper("责 令你单位立即改正");
    let refuse = |authority: Option<&Authority>| {
        render(
            &compelling,
            authority,
            &FontSet::built_in(),
            &Pictures::new(),
        )
    };
    let refused = refuse(None).unwrap_err();
    assert_eq!(
        (refused.code(), refused.rule()),
        ("word_of_compulsion", "S0-03")
    );
    let place = "正文“责令你单位立即改正”";
    assert!(refused.to_string().ends_with(place), "{refused}");
    let mut far = paper("灭火器过期，请更换。");
    far.blocks = vec![Block::Table(Table {
        columns: vec![1, 3],
        head: Vec::new(),
        rows: vec![TableRow::of(vec![
            Cell::label("地　　址"),
            Cell::value(format!("{}罚款巷1号", "青峰镇".repeat(9))),
        ])],
    })];
    let refused = render(&far, None, &FontSet::built_in(), &Pictures::new()).unwrap_err();
    let said = refused.to_string();
    assert!(
        said.contains("地　　址“") && said.ends_with("镇罚款”"),
        "the field is named: {said}"
    );
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let mut authority = Authority {
        delegations: vec![Delegation {
            number: "青委〔2026〕3号".to_owned(),
            delegator: "县应急管理局".to_owned(),
            valid_from: day(2026),
            valid_until: day(2027),
            words: Vec::new(),
        }],
        certificate: Credential {
            user: UserId(uuid::Uuid::from_u128(1)),
            kind: Credential::ENFORCEMENT.to_owned(),
            number: "执1".to_owned(),
            issuer: String::new(),
            valid_from: day(2025),
            valid_until: day(2028),
        },
    };
    assert!(refuse(Some(&authority)).is_ok());
    // One that names its words opens those and no others; another may open the rest.
    authority.delegations[0].words = vec!["罚款".to_owned()];
    assert!(refuse(Some(&authority)).is_err(), "it names a fine alone");
    let mut other = authority.delegations[0].clone();
    other.words = vec!["责令".to_owned()];
    authority.delegations.push(other);
    assert!(refuse(Some(&authority)).is_ok(), "two of them");
    authority.delegations.remove(0);
    authority.delegations[0].number = "\u{200b}\u{3164}".to_owned();
    assert!(refuse(Some(&authority)).is_err(), "no document is named");
    authority.delegations[0].number = "青委〔2026〕3号".to_owned();
    authority.delegations[0].valid_until = day(2026);
    assert!(
        refuse(Some(&authority)).is_err(),
        "the delegation has run out"
    );
    authority.delegations[0].valid_until = day(2027);
    authority.certificate.kind = Credential::INSPECTION.to_owned();
    assert!(
        refuse(Some(&authority)).is_err(),
        "a training certificate is none"
    );
    let mut quoting = compelling.clone();
    quoting.goes_out = false;
    let made = render(&quoting, None, &FontSet::built_in(), &Pictures::new());
    assert!(made.is_ok(), "a dossier quotes");
}

#[test]
fn punctuation_keeps_its_place() {
    let fonts = FontSet::built_in();
    let lines = break_lines(&fonts, &[Span::plain("一二三四，五六《七八》九")], 4.0, 0.0);
    for line in &lines {
        let text: String = line.items.iter().map(|it| it.character).collect();
        assert!(!text.starts_with(['，', '》']), "{text}");
        assert!(!text.ends_with('《'), "{text}");
    }
    let all: usize = lines.iter().map(|line| line.items.len()).sum();
    assert_eq!(all, 12, "nothing is lost");
}

/// The texts of each page.
fn pages(paper: &Paper) -> Vec<String> {
    let fonts = FontSet::built_in();
    let composed = compose(paper, &fonts, &Pictures::new(), ("", ""));
    let texts = |page: &Vec<Op>| {
        let runs = page.iter().filter_map(|op| match op {
            Op::Text(run) => Some(run.text.as_str()),
            _ => None,
        });
        runs.collect::<String>()
    };
    composed.pages.iter().map(texts).collect()
}

#[test]
fn a_photo_that_was_not_given_says_so_in_its_box() {
    let mut shown = paper("见附图。");
    let photo = Photo {
        picture: wangge_domain::Digest([1; 32]),
        caption: "图1".to_owned(),
        original: wangge_domain::Digest([2; 32]),
    };
    shown.blocks.push(Block::Photos(vec![photo.clone(), photo]));
    let then = shown.as_laid_out_before().unwrap();
    assert_eq!(then.as_laid_out_before(), None);
    assert_eq!(paper("没有照片。").as_laid_out_before(), None);
    assert!(
        pages(&shown)
            .concat()
            .contains("照片文件不在此处（未打印）")
    );
    assert!(!pages(&then).concat().contains("未打印"));
    let (now, before) = (made(&shown), made(&then));
    assert_eq!((now.photos_missing, before.photos_missing), (2, 2));
    // How it looks is no content: a file of before is known by the same hash.
    assert_eq!(now.content_hash, before.content_hash);
    assert_ne!(now.pdf, before.pdf);
}

#[test]
fn the_head_of_a_table_never_stands_alone_at_the_foot_of_a_page() {
    let pushed_down = |spaces: usize, heading: bool, before: bool| {
        let mut one = paper("下列隐患：");
        one.blocks.extend(vec![Block::Space(5); spaces]);
        if heading {
            one.blocks.push(Block::Heading("隐患清单".to_owned()));
        }
        let row = |text: String| TableRow::of(vec![Cell::value("甲"), Cell::value(text)]);
        one.blocks.push(Block::Table(Table {
            columns: vec![1, 3],
            head: vec![row("表头".to_owned())],
            rows: vec![row(format!("首行{}", "内容".repeat(120)))],
        }));
        one.laid_out_before = before;
        let pages = pages(&one);
        let with = |text: &str| pages.iter().position(|page| page.contains(text));
        let title = heading.then(|| with("隐患清单")).flatten();
        (title.or(with("表头")), with("表头"), with("首行"))
    };
    let mut alone_before = 0;
    for spaces in 0..60 {
        for heading in [false, true] {
            let (title, head, row) = pushed_down(spaces, heading, false);
            assert!(row.is_some(), "{spaces}");
            assert_eq!((title, head), (row, row), "{spaces} {heading}");
        }
        let (_, head, row) = pushed_down(spaces, false, true);
        alone_before += usize::from(head != row);
    }
    assert!(alone_before > 0, "programs of before left it there");
}
