use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use wangge_domain::{Finding, GridId};

use super::report::{ImportFinding, RowFindings};
use super::workbook::Sheet;

/// Names of the sheet that says how many there are in each village.
const SHEETS: &[&str] = &["汇总", "核对", "totals"];
/// What a line that adds up the others is called.
const TOTALS: &[&str] = &["合计", "总计", "共计"];

/// How many premises the list says each village has（列管单位数）: from the sheet 汇总, whose first column is the
/// village and whose second the number.
#[derive(Debug, Default)]
pub(super) struct Stated {
    /// By village, as it is known or as it is written. Of a village that stands twice the first number.
    pub(super) numbers: BTreeMap<Result<GridId, String>, u64>,
    /// What cannot be compared: a number that nobody can read, a village twice, a total that is none.
    pub(super) findings: Vec<RowFindings>,
}

/// Reads the sheet 汇总. `village` is the village of a name; `in_file` is the number of rows, with which
/// a total agrees where no village stands beside it.
pub(super) fn stated(
    sheets: &[Sheet],
    village: &dyn Fn(&str) -> Result<GridId, String>,
    in_file: u64,
) -> Stated {
    let mut stated = Stated::default();
    let Some(sheet) = sheets.iter().find(|sheet| is_summary(sheet)) else {
        return stated;
    };
    let (mut totals, mut lines, mut unread, mut sum) = (Vec::new(), 0_u32, false, 0_u64);
    for (line, cells) in &sheet.rows {
        let mut texts = cells.values();
        let Some(name) = texts.next() else {
            continue;
        };
        let is_total = TOTALS.contains(&joined(name).as_str());
        let named = village(name);
        let Some(text) = texts.next() else {
            // A title or a signature; of a village its number is missing.
            if is_total || named.is_ok() {
                stated.say(*line, name, "summary_number_unreadable", "");
                unread = true;
            }
            continue;
        };
        let Some(number) = read_number(text) else {
            // Headings stand above the first number, and hold none.
            let is_heading = lines == 0 && totals.is_empty() && !unread;
            let says_number = text.chars().any(char::is_numeric);
            if !is_heading || says_number || is_total || named.is_ok() {
                stated.say(*line, name, "summary_number_unreadable", text);
                unread = true;
            }
            continue;
        };
        if is_total {
            totals.push((*line, name, number));
            continue;
        }
        lines += 1;
        sum = sum.saturating_add(number);
        match stated.numbers.entry(named) {
            Entry::Vacant(first) => {
                first.insert(number);
            }
            Entry::Occupied(_) => stated.say(*line, name, "summary_village_twice", text),
        }
    }
    // What cannot be read cannot be added up either, and is said already.
    let found = if lines == 0 { in_file } else { sum };
    for (line, name, total) in totals.iter().filter(|_| !unread) {
        if *total != found {
            let detail = format!("{total} ≠ {found}");
            stated.say(*line, name, "summary_total_differs", &detail);
        }
    }
    stated
}

impl Stated {
    fn say(&mut self, line: u32, name: &str, code: &str, detail: &str) {
        let finding = Finding::blocking(code, "").with_detail(detail);
        self.findings.push(RowFindings {
            line,
            name: name.to_owned(),
            is_bad: true,
            findings: vec![ImportFinding::of(&finding)],
        });
    }
}

/// A whole number as people write it: with full-width digits, and with commas between thousands.
fn read_number(text: &str) -> Option<u64> {
    let plain: String = joined(text)
        .chars()
        .map(|letter| match letter {
            '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0'))
                .unwrap_or(letter),
            '，' => ',',
            _ => letter,
        })
        .collect();
    let mut groups = plain.split(',');
    let first = groups.next()?;
    let is_digits = |group: &str| group.chars().all(|letter| letter.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.is_empty() || (1..=3).contains(&first.len());
    let is_whole = rest
        .iter()
        .all(|group| group.len() == 3 && is_digits(group));
    if first.is_empty() || !is_digits(first) || !is_grouped || !is_whole {
        return None;
    }
    plain.replace(',', "").parse().ok()
}

/// Without the spaces that people put between letters for looks.
fn joined(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}

/// Whether this sheet is the list of villages, not of premises.
pub(super) fn is_summary(sheet: &Sheet) -> bool {
    SHEETS.contains(&sheet.name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(lines: &[&[&str]]) -> Vec<Sheet> {
        let cells = |line: &&[&str]| {
            let texts = line.iter().map(|text| (*text).to_owned());
            (0_u32..).zip(texts).collect::<BTreeMap<u32, String>>()
        };
        vec![Sheet {
            name: "汇总".to_owned(),
            rows: (1_u32..).zip(lines.iter().map(cells)).collect(),
        }]
    }

    /// 一村 is known, by name and by code; no other one.
    fn known(name: &str) -> Result<GridId, String> {
        if matches!(name, "一村" | "001") {
            Ok(GridId::mint(0, [1; 10]))
        } else {
            Err(name.to_owned())
        }
    }

    fn found(lines: &[&[&str]]) -> Vec<(u32, String)> {
        let stated = stated(&sheet(lines), &known, 5);
        let rows = stated.findings.iter();
        rows.map(|row| (row.line, row.findings[0].code.clone()))
            .collect()
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [
            ("70", Some(70)),
            ("0", Some(0)),
            ("1,070", Some(1_070)),
            ("１，０７０", Some(1_070)),
            ("1 070", Some(1_070)),
            ("1,234,567", Some(1_234_567)),
            ("-1", None),
            ("很多", None),
            ("1.5", None),
            ("1e30", None),
            ("70户", None),
            ("1,07", None),
            ("1070,070", None),
            (",070", None),
            ("99999999999999999999", None),
            ("", None),
        ] {
            assert_eq!(read_number(text), number, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_a_finding() {
        for text in ["-1", "很多", "1.5", "1e30", "70户"] {
            let unreadable = vec![(1, "summary_number_unreadable".to_owned())];
            assert_eq!(found(&[&["一村", text]]), unreadable, "{text}");
            let behind = found(&[&["村", "数量"], &["二村", "3"], &["四村", text]]);
            assert_eq!(behind, [(3, "summary_number_unreadable".to_owned())]);
        }
        let blank = found(&[&["列管单位"], &["村", "数量"], &["一村"]]);
        assert_eq!(blank, [(3, "summary_number_unreadable".to_owned())]);
        let titled = found(&[&["列管单位"], &["村", "数量"], &["一村", "3"], &["制表"]]);
        assert!(titled.is_empty(), "{titled:?}");
    }

    #[test]
    fn a_village_stands_once() {
        let twice = vec![(2, "summary_village_twice".to_owned())];
        assert_eq!(found(&[&["一村", "3"], &["001", "3"]]), twice);
        assert_eq!(found(&[&["四村", "3"], &["四村", "2"]]), twice);
        let both = stated(&sheet(&[&["一村", "3"], &["一村", "2"]]), &known, 5);
        assert_eq!(both.numbers.get(&known("一村")), Some(&3), "the first one");
    }

    #[test]
    fn a_total_adds_up() {
        let wrong = vec![(3, "summary_total_differs".to_owned())];
        assert_eq!(
            found(&[&["一村", "3"], &["四村", "2"], &["合 计", "6"]]),
            wrong
        );
        assert!(found(&[&["一村", "3"], &["四村", "2"], &["合计", "5"]]).is_empty());
        assert!(found(&[&["合计", "5"]]).is_empty());
        assert_eq!(found(&[&["合计", "4"]]).len(), 1);
        let unread = found(&[&["一村", "3"], &["合计", "三"]]);
        assert_eq!(unread, [(2, "summary_number_unreadable".to_owned())]);
    }
}
