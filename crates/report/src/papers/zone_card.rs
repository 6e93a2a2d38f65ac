use wangge_domain::control::GridLevel;
use wangge_domain::people::{Role, RoleGrant, Scope};
use wangge_domain::premises::Position;
use wangge_domain::{GridId, RecordId, UserId};

use super::form::{Form, facts, head, small};
use super::words::word;
use crate::case_file::Office;
use crate::paper::{Block, Cell, Paper, PaperError, Sketch, Span, Table, TableRow, TextStyle};

/// A premises on a zone card（监管单位）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZonePremises {
    /// Name.
    pub name: String,
    /// Category id.
    pub category: String,
    /// Address.
    pub address: String,
    /// Where it is, if that is known.
    pub position: Option<Position>,
}

/// What a zone card needs beside the control stream（责任区公示牌, S4-25）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneCard {
    /// The grid.
    pub grid: GridId,
    /// What is looked after there.
    pub premises: Vec<ZonePremises>,
    /// Telephones are shown: the people named have agreed to it.
    pub show_phones: bool,
}

/// Listed by name at most; more than these are counted.
const LISTED: usize = 60;

/// The public card of a zone（责任区公示牌, S4-25）: where it is, who is answerable, what is looked
/// after. It names no owner.
///
/// # Errors
/// [`PaperError::Missing`]: there is no such grid, or nobody is answerable for it.
pub fn zone_card_paper(office: &Office<'_>, card: &ZoneCard) -> Result<Paper, PaperError> {
    let missing = |what: &str| PaperError::Missing(what.to_owned());
    let grid = office.grid(card.grid).ok_or_else(|| missing("网格"))?;
    let people = people(office, card.grid);
    let head_name = grid.head.or_else(|| people.first().map(|(user, _)| *user));
    let head_name = head_name.ok_or_else(|| missing("责任区责任人（S4-25）"))?;
    let level = match grid.level {
        GridLevel::Large => "大网格",
        GridLevel::Medium => "中网格",
        GridLevel::Small => "小网格",
    };
    let path: Vec<String> = office
        .control
        .path(card.grid)
        .iter()
        .rev()
        .filter_map(|one| office.grid(*one).map(|it| it.name.clone()))
        .collect();
    let mut blocks = vec![
        Block::Text(vec![Span::bold(grid.name.as_str())], TextStyle::Display),
        facts(&[
            ("责任区编码", grid.code.clone()),
            ("网格层级", level.to_owned()),
            ("所　　属", path.join(" › ")),
            ("责 任 人", named(office, head_name, card.show_phones)),
            ("监管单位数", card.premises.len().to_string()),
        ]),
        members(office, &people, card.show_phones),
        Block::Heading("监管区域".to_owned()),
        Block::Sketch(sketch(&grid.boundary, &card.premises)),
        Block::Heading("监管单位".to_owned()),
        premises_table(office, card),
    ];
    if card.premises.len() > LISTED {
        blocks.push(small(format!(
            "另有{}家，详见台账。",
            card.premises.len() - LISTED
        )));
    }
    let form = Form {
        kind: "zone",
        record: RecordId(card.grid.0),
        issuer: "station",
        grid: card.grid,
        title: "消防安全责任区公示牌",
        number: "",
        dated: office.now.china_date(),
        goes_out: true,
        foot: "发现火灾隐患请向责任人或者应急消防管理站反映；火警电话119。",
    };
    let mut paper = form.paper(office, blocks);
    paper.made_at = Some(office.now);
    Ok(paper)
}

/// Who holds a role over exactly this grid now, heads first, then in the order of grants.
fn people(office: &Office<'_>, grid: GridId) -> Vec<(UserId, Role)> {
    let here =
        |grant: &&RoleGrant| grant.scope == Scope::Subtree(grid) && grant.holds_at(office.now);
    let mut people: Vec<(UserId, Role)> = Vec::new();
    for grant in office.control.grants.iter().filter(here) {
        if !people.contains(&(grant.user, grant.role)) {
            people.push((grant.user, grant.role));
        }
    }
    people
}

fn named(office: &Office<'_>, user: UserId, show_phones: bool) -> String {
    let name = office.name(user);
    let phone = office.control.people.get(&user).map(|it| it.phone.clone());
    match phone.filter(|phone| show_phones && !phone.is_empty()) {
        Some(phone) => format!("{name}　{phone}"),
        None => name,
    }
}

fn members(office: &Office<'_>, people: &[(UserId, Role)], show_phones: bool) -> Block {
    let rows = people.iter().map(|(user, role)| {
        let organization = office.control.people.get(user);
        TableRow::of(vec![
            Cell::center(word("role", role.as_str())),
            Cell::center(named(office, *user, show_phones)),
            Cell::value(
                organization
                    .map(|it| it.organization.clone())
                    .unwrap_or_default(),
            ),
        ])
    });
    Block::Table(Table {
        columns: vec![50, 60, 60],
        head: head(&["岗位", "姓名", "单位"]),
        rows: rows.collect(),
    })
}

fn premises_table(office: &Office<'_>, card: &ZoneCard) -> Block {
    let categories = &office.policy.categories.list;
    let rows = card
        .premises
        .iter()
        .take(LISTED)
        .enumerate()
        .map(|(place, one)| {
            let category = categories.iter().find(|it| it.id == one.category);
            TableRow::of(vec![
                Cell::center((place + 1).to_string()),
                Cell::value(one.name.as_str()),
                Cell::center(category.map_or(one.category.as_str(), |it| it.zh.as_str())),
                Cell::value(one.address.as_str()),
            ])
        });
    Block::Table(Table {
        columns: vec![12, 62, 34, 62],
        head: head(&["序号", "名称", "类别", "地址"]),
        rows: rows.collect(),
    })
}

fn sketch(boundary: &[(i64, i64)], premises: &[ZonePremises]) -> Sketch {
    let places = premises
        .iter()
        .take(LISTED)
        .enumerate()
        .filter_map(|(place, one)| {
            let at = one.position?;
            Some(((at.longitude, at.latitude), (place + 1).to_string()))
        });
    Sketch {
        boundary: boundary.to_vec(),
        places: places.collect(),
        tall_mm: 90,
    }
}
