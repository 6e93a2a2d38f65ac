use wangge_domain::GridId;
use wangge_domain::evaluation::failed_line;

use super::form::{Form, body, facts, head, small};
use super::signatures::blank_box;
use super::words::moment;
use crate::case_file::Office;
use crate::circular_file::{CircularFile, RANK_HEAD};
use crate::paper::{Block, Cell, Paper, Table, TableRow};

/// The draft of a circular on paper（通报稿）of S0-40: the ranking of frozen figures, who is praised and
/// who is criticized. No body stands over it: whoever issues it signs and seals it by hand.
#[must_use]
pub fn circular_paper(office: &Office<'_>, file: &CircularFile<'_>) -> Paper {
    let circular = file.circular;
    let named = |scopes: &[GridId]| CircularFile::names(office, scopes);
    let title = format!(
        "关于{}消防安全网格化管理考核情况的通报（草稿，未经签发）",
        circular.period
    );
    let mut told = vec![
        body(format!("通报表扬：{}", named(&circular.praised))),
        body(format!("通报批评：{}", named(&circular.criticized))),
        body(format!("无考核结果：{}", named(&circular.without_result))),
    ];
    told.extend(failed_line(file.failed, |scope| named(&[scope])).map(body));
    let mut blocks = vec![
        facts(&[
            ("范围", file.place.clone()),
            ("考核期", circular.period.to_string()),
            ("参评单位", file.level_zh().to_owned()),
            ("定稿时间", moment(Some(file.frozen_at))),
        ]),
        Block::Heading("一、考核排名".to_owned()),
        Block::Table(ranking(file.lines(office))),
        Block::Heading("二、通报".to_owned()),
    ];
    blocks.extend(told);
    blocks.extend([
        Block::Heading("三、数据依据".to_owned()),
        body(format!("考核定稿 {}", file.rests_on())),
        Block::Signatures(vec![
            blank_box("签发人", ""),
            blank_box("签发单位（盖章）", ""),
        ]),
        small("本稿由考核定稿生成，未经签发不生效；扫描二维码可核验内容与定稿是否一致。"),
    ]);
    let form = Form {
        kind: "circular",
        record: file.id,
        issuer: "",
        grid: file.grid,
        title: &title,
        number: "",
        dated: file.frozen_at.china_date(),
        goes_out: false,
        foot: "草稿，未经签发",
    };
    form.paper(office, blocks)
}

fn ranking(lines: Vec<[String; 5]>) -> Table {
    let rows = lines
        .into_iter()
        .map(|line| TableRow::of(line.into_iter().map(Cell::center).collect()));
    Table {
        columns: vec![14, 36, 18, 16, 20],
        head: head(&RANK_HEAD),
        rows: rows.collect(),
    }
}
