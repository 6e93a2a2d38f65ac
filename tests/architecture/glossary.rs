//! Every type of the domain whose first doc line carries a Chinese term stands in GLOSSARY.md.

use super::file_sizes::{root, rust_files};

/// Chinese terms in full-width brackets in the first doc line of a public type of the domain.
fn terms() -> Vec<(String, String)> {
    let domain = root().join("crates/domain/src");
    let mut terms = Vec::new();
    for path in rust_files()
        .into_iter()
        .filter(|path| path.starts_with(&domain))
    {
        let text = std::fs::read_to_string(&path).expect("a source file is UTF-8");
        let mut first_doc: Option<String> = None;
        for line in text.lines().map(str::trim) {
            if let Some(doc) = line.strip_prefix("///") {
                first_doc.get_or_insert_with(|| doc.trim().to_owned());
            } else if line.starts_with("#[") || line.starts_with("//") {
                continue;
            } else {
                let doc = first_doc.take();
                let name = ["pub struct ", "pub enum "]
                    .iter()
                    .find_map(|prefix| line.strip_prefix(prefix))
                    .map(|rest| {
                        rest.chars()
                            .take_while(|it| it.is_alphanumeric())
                            .collect::<String>()
                    });
                let term = doc.as_deref().and_then(|doc| {
                    let (_, rest) = doc.split_once('（')?;
                    rest.split_once('）').map(|(term, _)| term.to_owned())
                });
                if let (Some(name), Some(term)) = (name, term) {
                    terms.push((name, term));
                }
            }
        }
    }
    terms
}

#[test]
fn every_chinese_term_of_the_domain_stands_in_the_glossary() {
    let glossary =
        std::fs::read_to_string(root().join("GLOSSARY.md")).expect("GLOSSARY.md can be read");
    let missing: Vec<_> = terms()
        .into_iter()
        .filter(|(name, term)| {
            !glossary
                .lines()
                .any(|line| line.contains(&format!("`{name}`")) && line.contains(term))
        })
        .collect();
    assert!(
        missing.is_empty(),
        "GLOSSARY.md lacks rows for: {missing:?}"
    );
}

#[test]
fn the_scan_finds_terms() {
    assert!(
        terms().len() > 10,
        "the scan of the domain found almost nothing: it is broken"
    );
}
