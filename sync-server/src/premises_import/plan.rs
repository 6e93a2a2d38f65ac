use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::{ControlState, GridLevel};
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::{Premises, changed_mark, check_place, check_premises, keys};
use wangge_domain::record::{Content, Scalar};
use wangge_domain::{Finding, GridId, RecordId, StreamId, TenantId};
use wangge_protocol::sha256;
use wangge_sync_engine::store::StoreError;

use super::PremisesImportError;
use super::cell::value;
use super::columns::{Column, columns};
use super::known::{Known, names};
use super::report::{ImportFinding, ImportPlan, RowFindings, VillageCount};
use super::stated::{Stated, is_summary, stated};
use super::workbook::{Sheet, read_workbook};
use crate::premises_table::code;
use crate::store::Reach;
use crate::tenant::Tenant;

/// Where rows are counted whose grid nobody knows, and those whose grid is not the person's.
const GRID_UNKNOWN: &str = "网格不明";
const GRID_BEYOND: &str = "网格不在管辖范围";
/// The operation of the permission table: to set what plans and draws follow.
pub(crate) const SET_MARKS: &str = "premises_marks";

/// What a list is checked against.
pub(crate) struct Planning<'a> {
    pub(crate) tenant: &'a Tenant,
    pub(crate) control: &'a ControlState,
    pub(crate) policy: &'a PolicyPack,
    /// Where the person may put premises on file.
    pub(crate) reach: &'a Reach,
    /// Where the person may set what plans and draws follow: credit grade, mark of the police.
    pub(crate) marks: &'a Reach,
    /// Grid of rows that name none.
    pub(crate) grid: Option<GridId>,
}

/// A row that can be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewRow {
    pub(crate) line: u32,
    pub(crate) stream: StreamId,
    pub(crate) record: RecordId,
    pub(crate) fields: BTreeMap<String, Scalar>,
}

/// A checked list.
pub(crate) struct Planned {
    pub(crate) report: ImportPlan,
    pub(crate) rows: Vec<NewRow>,
}

/// Why a list cannot be checked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PlanError {
    #[error(transparent)]
    File(#[from] PremisesImportError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

struct ReadRow {
    line: u32,
    content: Content,
    premises: Premises,
    stream: Option<StreamId>,
    findings: Vec<Finding>,
}

/// Checks a list（导入核对）: every row's problems, and the counts per village (S3-12). Nothing is changed.
pub(crate) fn plan(planning: &Planning<'_>, bytes: &[u8]) -> Result<Planned, PlanError> {
    let sheets = read_workbook(bytes)?;
    let (sheet, columns, unknown) = list_of(&sheets)?;
    let mut read: Vec<ReadRow> = Vec::new();
    for (line, cells) in sheet.rows.iter().skip(1) {
        read.push(planning.row(*line, cells, &columns));
    }
    // The counts on file are those of whole villages, whatever grids the list names.
    let known = Known::read(planning.tenant, &planning.reach.streams)?;
    let mut report = ImportPlan {
        import: sha256(bytes).to_string(),
        sheet: sheet.name.clone(),
        unknown_headings: unknown,
        rows: read.len(),
        ..ImportPlan::default()
    };
    let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
    let mut tally = Tally::default();
    for mut row in read {
        let place = row.stream.map(|stream| {
            let record = record_of(planning.tenant.id(), stream, &row.premises);
            (stream, record)
        });
        let mut is_already = false;
        if let Some((stream, record)) = place {
            if !seen.insert(record) {
                row.findings.push(Finding::blocking("listed_twice", ""));
            } else if known.same(stream, record, &row.premises).is_some() {
                is_already = true;
            } else {
                row.findings.extend(likeness(&known, stream, &row.premises));
            }
        }
        // What stands on file is not judged again by this list.
        let is_bad = !is_already && row.findings.iter().any(Finding::is_blocking);
        let village = planning.village_of(&row);
        tally.count(village, (is_bad, is_already));
        if is_already {
            report.already += 1;
            continue;
        }
        if is_bad {
            report.bad += 1;
        } else if let Some((stream, record)) = place {
            report.new += 1;
            rows.push(NewRow {
                line: row.line,
                stream,
                record,
                fields: row.content.fields.clone(),
            });
        }
        if !row.findings.is_empty() {
            report.findings.push(RowFindings {
                line: row.line,
                name: row.premises.name.clone(),
                is_bad,
                findings: row.findings.iter().map(ImportFinding::of).collect(),
            });
        }
    }
    let in_file = tally.of.values().map(|count| count.in_file).sum();
    let stated = stated(&sheets, &|name| planning.village_named(name), in_file);
    report.villages = tally.villages(planning, &known, &stated);
    report.summary_findings = stated.findings;
    Ok(Planned { report, rows })
}

type Columns = BTreeMap<u32, Column>;

/// The sheet that holds the list: the first with a column for the name.
fn list_of(sheets: &[Sheet]) -> Result<(&Sheet, Columns, Vec<String>), PremisesImportError> {
    for sheet in sheets.iter().filter(|sheet| !is_summary(sheet)) {
        let Some(headings) = sheet.rows.values().next() else {
            continue;
        };
        let (known, unknown) = columns(headings);
        let is_name = |column: &Column| matches!(column, Column::Key(keys::NAME, _));
        if known.values().any(is_name) {
            return Ok((sheet, known, unknown));
        }
    }
    Err(PremisesImportError::NoHeadings)
}

fn likeness(known: &Known, stream: StreamId, premises: &Premises) -> Vec<Finding> {
    let (name, address) = known.alike(stream, premises);
    let name =
        name.map(|record| Finding::advice("same_name_on_file", keys::NAME).with_detail(record));
    let address = address
        .map(|record| Finding::advice("same_address_on_file", keys::ADDRESS).with_detail(record));
    name.into_iter().chain(address).collect()
}

/// The record follows from grid, name and address: the same list twice is entered once.
fn record_of(tenant: TenantId, stream: StreamId, premises: &Premises) -> RecordId {
    let (name, address) = names(premises);
    let text = format!("premises-import/{tenant}/{stream}/{name}/{address}");
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&sha256(text.as_bytes()).0[..16]);
    RecordId::from_bytes(bytes)
}

impl Planning<'_> {
    fn row(&self, line: u32, cells: &BTreeMap<u32, String>, columns: &Columns) -> ReadRow {
        let (mut content, mut findings) = (Content::default(), Vec::new());
        let mut named = None;
        for (place, column) in columns {
            let Some(text) = cells.get(place) else {
                continue;
            };
            match column {
                Column::Grid => named = Some(text.as_str()),
                Column::AreaWithoutUnit => {
                    let key = keys::AREA_SQUARE_DECIMETERS;
                    findings.push(Finding::blocking("unit_missing", key).with_detail(text));
                }
                Column::Key(key, kind) => match value(*kind, text) {
                    Some(value) => content.set(*key, self.code_of(key, value)),
                    None => {
                        let finding = Finding::blocking("value_wrong_type", *key);
                        findings.push(finding.with_detail(text));
                    }
                },
            }
        }
        let today = self.tenant.now().china_date();
        let stream = match self.grid_of(named) {
            Ok(grid) => Some(StreamId::of_grid(grid)),
            Err(code) => {
                let finding = Finding::blocking(code, "");
                findings.push(finding.with_detail(named.unwrap_or_default()));
                None
            }
        };
        findings.extend(check_premises(&content, self.policy, today));
        findings.extend(self.mark_of_others(&content, stream));
        let premises = Premises::from_content(&content);
        let boundary = stream.and_then(|stream| self.control.grids.get(&stream.grid()));
        let boundary = boundary.map_or(&[][..], |grid| grid.boundary.as_slice());
        findings.extend(check_place(&premises, boundary, &self.policy.premises));
        ReadRow {
            line,
            content,
            premises,
            stream,
            findings,
        }
    }

    /// A mark that is not this person's to set; under a pack from before nobody is asked.
    fn mark_of_others(&self, content: &Content, stream: Option<StreamId>) -> Option<Finding> {
        let mark = changed_mark(&Content::default(), &content.fields)?;
        let theirs = stream.is_some_and(|stream| self.marks.streams.contains(&stream));
        let asked = self.policy.permissions.names(SET_MARKS);
        (asked && !theirs).then(|| Finding::blocking("mark_not_yours", mark))
    }

    /// People write a category by its name, and what has a code by its words.
    fn code_of(&self, key: &str, value: Scalar) -> Scalar {
        let found = value
            .as_text()
            .and_then(|text| code(self.policy, key, text));
        found.map_or(value, Into::into)
    }

    /// The small grid meant by a cell.
    fn grid_of(&self, named: Option<&str>) -> Result<GridId, &'static str> {
        let today = self.tenant.now().china_date();
        let small = |grid: &&wangge_domain::control::Grid| {
            grid.level == GridLevel::Small
                && grid.valid_from <= today
                && grid.valid_until.is_none_or(|until| today <= until)
        };
        let found = match named {
            None => self.grid.and_then(|grid| self.control.grids.get(&grid)),
            Some(text) => {
                let mut named = self.control.grids.values().filter(small).filter(|grid| {
                    grid.code == text || grid.name == text || grid.grid.to_string() == text
                });
                named.next().filter(|_| named.next().is_none())
            }
        };
        let missing = if named.is_some() {
            "grid_unknown"
        } else {
            "grid_missing"
        };
        let grid = found.filter(small).ok_or(missing)?;
        if self.reach.streams.contains(&StreamId::of_grid(grid.grid)) {
            Ok(grid.grid)
        } else {
            Err("grid_out_of_reach")
        }
    }

    /// The village of a row: of its grid, or as it is written. Rows without a grid stand together: a village
    /// that has a line of its own would have a second one.
    fn village_of(&self, row: &ReadRow) -> Result<GridId, String> {
        let Some(stream) = row.stream else {
            let mut codes = row.findings.iter().map(|finding| finding.code.as_str());
            let is_beyond = codes.any(|code| code == "grid_out_of_reach");
            return Err(if is_beyond { GRID_BEYOND } else { GRID_UNKNOWN }.to_owned());
        };
        let above = self.village_above(stream);
        above.ok_or_else(|| row.premises.village.clone())
    }

    /// The village of this name or code, or the name as it is written.
    fn village_named(&self, name: &str) -> Result<GridId, String> {
        let grids = self.control.grids.values();
        let mut named = grids
            .filter(|grid| grid.level == GridLevel::Medium)
            .filter(|grid| grid.name == name || grid.code == name);
        let village = named.next().filter(|_| named.next().is_none());
        village.map(|grid| grid.grid).ok_or_else(|| name.to_owned())
    }

    fn village_above(&self, stream: StreamId) -> Option<GridId> {
        let mut next = self.control.grids.get(&stream.grid());
        // No tree is deeper than three; a ring ends here too.
        for _ in 0..4 {
            let grid = next?;
            if grid.level == GridLevel::Medium {
                return Some(grid.grid);
            }
            next = self.control.grids.get(&grid.parent?);
        }
        None
    }
}

#[derive(Default)]
struct Count {
    in_file: u64,
    bad: u64,
    new: u64,
}

#[derive(Default)]
struct Tally {
    of: BTreeMap<Result<GridId, String>, Count>,
}

impl Tally {
    fn count(&mut self, village: Result<GridId, String>, (is_bad, is_already): (bool, bool)) {
        let count = self.of.entry(village).or_default();
        if is_bad {
            count.bad += 1;
        } else {
            count.in_file += 1;
            count.new += u64::from(!is_already);
        }
    }

    fn villages(
        mut self,
        planning: &Planning<'_>,
        known: &Known,
        stated: &Stated,
    ) -> Vec<VillageCount> {
        let grids = &planning.control.grids;
        for village in stated.numbers.keys() {
            self.of.entry(village.clone()).or_default();
        }
        let mut on_file: BTreeMap<GridId, u64> = BTreeMap::new();
        for stream in &planning.reach.streams {
            if let Some(village) = planning.village_above(*stream) {
                *on_file.entry(village).or_default() += known.count(*stream);
            }
        }
        let count_of = |(village, count): (Result<GridId, String>, Count)| {
            let stated = stated.numbers.get(&village).copied();
            let (grid, name, before) = match &village {
                Ok(grid) => (
                    grid.to_string(),
                    grids
                        .get(grid)
                        .map(|it| it.name.clone())
                        .unwrap_or_default(),
                    on_file.get(grid).copied().unwrap_or(0),
                ),
                Err(written) => (String::new(), written.clone(), 0),
            };
            VillageCount {
                grid,
                name,
                agrees: stated.map(|stated| stated == count.in_file),
                stated,
                in_file: count.in_file,
                bad: count.bad,
                on_file: before,
                after: before + count.new,
            }
        };
        self.of.into_iter().map(count_of).collect()
    }
}
