//! The table of the 125 negative tests: every number stands in it once, every test it names
//! exists, and every test with a number stands in it.

use std::collections::BTreeSet;

use crate::file_sizes::{root, rust_files};

const NEGATIVES: u32 = 125;

/// Names of all test functions with a number.
fn numbered_tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in rust_files() {
        let text = std::fs::read_to_string(&path).expect("a source file is UTF-8");
        for after in text.split("fn neg_").skip(1) {
            let name: String = after
                .chars()
                .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
                .collect();
            // This file speaks of them.
            if name.starts_with(|digit: char| digit.is_ascii_digit()) {
                names.insert(format!("neg_{name}"));
            }
        }
    }
    names
}

/// The rows of the table: number and the cells behind what is tried.
fn rows() -> Vec<(u32, String)> {
    let page = std::fs::read_to_string(root().join("docs/RELIABILITY.md")).expect("the page");
    let section = page.split_once("## Negative tests").expect("the table").1;
    let section = section
        .split_once("\n## ")
        .map_or(section, |(table, _)| table);
    section
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| ")?.splitn(3, " | ");
            let number = cells.next()?.parse().ok()?;
            let _tried = cells.next()?;
            Some((number, cells.next()?.trim_end_matches(" |").to_owned()))
        })
        .collect()
}

#[test]
fn the_table_of_negative_tests_is_whole_and_true() {
    let tests = numbered_tests();
    let rows = rows();
    let numbers: Vec<u32> = rows.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=NEGATIVES).collect::<Vec<_>>());
    let mut named = BTreeSet::new();
    for (number, answer) in &rows {
        let prefix = format!("neg_{number:03}_");
        let here: Vec<&str> = answer
            .split('`')
            .filter(|word| word.starts_with("neg_"))
            .collect();
        assert!(
            !here.is_empty() || answer.len() > 20,
            "{number}: neither a test nor a reason"
        );
        for name in here {
            assert!(name.starts_with(&prefix), "{number}: {name}");
            assert!(tests.contains(name), "{name} does not exist");
            named.insert(name.to_owned());
        }
    }
    let missing: Vec<_> = tests.difference(&named).collect();
    assert!(missing.is_empty(), "not in the table: {missing:?}");
}
