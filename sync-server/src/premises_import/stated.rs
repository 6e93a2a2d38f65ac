use std::collections::BTreeMap;

use super::workbook::Sheet;

/// Names of the sheet that says how many there are in each village.
const SHEETS: &[&str] = &["汇总", "核对", "totals"];

/// How many premises the list says each village has（列管单位数）, by the village's name as written; from
/// the sheet 汇总, whose first column is the village and whose second the number.
pub(super) fn stated(sheets: &[Sheet]) -> BTreeMap<String, u64> {
    let mut numbers = BTreeMap::new();
    let Some(sheet) = sheets
        .iter()
        .find(|sheet| SHEETS.contains(&sheet.name.trim()))
    else {
        return numbers;
    };
    for cells in sheet.rows.values() {
        let mut cells = cells.values();
        let (Some(village), Some(number)) = (cells.next(), cells.next()) else {
            continue;
        };
        // The heading row has no number, and a row 合计 is no village.
        if let Ok(number) = number.parse::<u64>()
            && !matches!(village.as_str(), "合计" | "总计")
        {
            numbers.insert(village.clone(), number);
        }
    }
    numbers
}

/// Whether this sheet is the list of villages, not of premises.
pub(super) fn is_summary(sheet: &Sheet) -> bool {
    SHEETS.contains(&sheet.name.trim())
}
