use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

use super::PremisesImportError;
use super::workbook::read_workbook;

/// A workbook of texts.
pub(crate) fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    // The same list gives the same bytes, whatever the clock says.
    let made = ExcelDateTime::from_ymd(2026, 9, 1).unwrap();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (line, row) in (0_u32..).zip(*rows) {
            for (column, text) in (0_u16..).zip(*row) {
                sheet.write_string(line, column, *text).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

#[test]
fn numbers_days_and_texts_read_as_they_show() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_number(0, 0, 13_800_000_001.0).unwrap();
    sheet.write_number(0, 1, 300.01).unwrap();
    sheet.write_boolean(0, 2, true).unwrap();
    let date = ExcelDateTime::from_ymd(2026, 12, 31).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet
        .write_datetime_with_format(0, 3, &date, &format)
        .unwrap();
    let moment = date.and_hms(10, 30, 5).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d h:mm");
    sheet
        .write_datetime_with_format(0, 4, &moment, &format)
        .unwrap();
    sheet.write_formula(0, 5, "=1+1").unwrap();
    let sheets = read_workbook(&workbook.save_to_buffer().unwrap()).unwrap();
    let cells: Vec<&str> = sheets[0].rows[&1].values().map(String::as_str).collect();
    assert_eq!(cells[..4], ["13800000001", "300.01", "是", "2026-12-31"]);
    // Cells that show minutes keep their seconds.
    assert_eq!(cells[4], "2026-12-31 10:30:05");
}

#[test]
fn a_cell_in_the_far_corner_takes_no_memory() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "名称").unwrap();
    sheet.write_string(0, 16_383, "远").unwrap();
    let read = read_workbook(&workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(read[0].rows[&1].len(), 1);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(1_048_575, 0, "远").unwrap();
    let read = read_workbook(&workbook.save_to_buffer().unwrap());
    assert_eq!(read, Err(PremisesImportError::TooLarge("rows")));
}

#[test]
fn other_files_and_damaged_ones_are_refused() {
    for bytes in [b"".as_slice(), b"PK\x03\x04", b"%PDF-1.4", &[0; 4096]] {
        let read = read_workbook(bytes);
        assert!(matches!(read, Err(PremisesImportError::NotAWorkbook(_))));
    }
    let whole = workbook(&[("名单", &[&["名称"], &["张记"]])]);
    for length in (0..whole.len()).step_by(97) {
        assert!(read_workbook(&whole[..length]).is_err(), "{length}");
    }
    // Damage of single bytes is refused or read; it never panics.
    for place in (0..whole.len()).step_by(13) {
        let mut damaged = whole.clone();
        damaged[place] ^= 0xFF;
        let _read = read_workbook(&damaged);
    }
}

#[test]
fn neg_051_a_bomb_is_not_unpacked() {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(
        "xl/worksheets/sheet1.xml",
        zip::write::SimpleFileOptions::default(),
    )
    .unwrap();
    let block = vec![b' '; 1024 * 1024];
    for _ in 0..64 {
        zip.write_all(&block).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 256 * 1024);
    assert_eq!(
        read_workbook(&bytes),
        Err(PremisesImportError::TooLarge("unpacked"))
    );
}

/// Entries that name places outside of the archive: nothing is ever written, and nothing but the parts of a
/// workbook is read.
#[test]
fn neg_051_entries_that_climb() {
    use std::io::{Read as _, Write as _};
    let whole = workbook(&[("名单", &[&["名称"], &["张记"]])]);
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(&whole)).unwrap();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    let mark = format!("wangge-climbed-{}", std::process::id());
    for name in [
        format!("../{mark}"),
        format!("../../{mark}"),
        format!("/tmp/{mark}"),
        format!("xl/worksheets/../../../{mark}"),
        format!("..\\..\\{mark}"),
    ] {
        zip.start_file(name, plain).unwrap();
        zip.write_all(b"somebody else's").unwrap();
    }
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let (name, mut bytes) = (part.name().unwrap().into_owned(), Vec::new());
        part.read_to_end(&mut bytes).unwrap();
        zip.start_file(name, plain).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    let climbing = zip.finish().unwrap().into_inner();
    let read = read_workbook(&climbing).unwrap();
    assert_eq!(
        read,
        read_workbook(&whole).unwrap(),
        "they are no part of it"
    );
    for folder in ["..", "../..", "../../..", "/tmp", "."] {
        assert!(
            !std::path::Path::new(folder).join(&mark).exists(),
            "{folder}"
        );
    }
}

/// Many parts, each of them nothing: told before any of them is read.
#[test]
fn neg_051_parts_without_end() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    for number in 0..600 {
        zip.start_file(format!("xl/{number}.xml"), plain).unwrap();
    }
    let many = zip.finish().unwrap().into_inner();
    assert_eq!(
        read_workbook(&many),
        Err(PremisesImportError::TooLarge("parts"))
    );
}
