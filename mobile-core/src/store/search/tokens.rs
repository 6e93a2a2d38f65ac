use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;

use super::initials::initials;

/// Characters of a window of digits, letters or initials.
pub(super) const WINDOW: usize = 6;

/// Spellings of one window of initials that are indexed, where characters have several readings.
const MOST_SPELLINGS: usize = 12;

/// Text as it is compared: full-width forms made narrow, letters small, white space single.
pub(crate) fn plain(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A stretch of text that is searched in one way.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// Han and all other letters beyond ASCII.
    Wide(Vec<char>),
    /// ASCII letters and digits.
    Narrow(Vec<char>),
}

/// Cuts plain text into runs; punctuation and blanks separate.
pub(super) fn runs(text: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut joined = false;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            joined = false;
            continue;
        }
        match (runs.last_mut(), c.is_ascii()) {
            (Some(Run::Wide(run)), false) if joined => run.push(c),
            (Some(Run::Narrow(run)), true) if joined => run.push(c),
            (_, true) => runs.push(Run::Narrow(vec![c])),
            (_, false) => runs.push(Run::Wide(vec![c])),
        }
        joined = true;
    }
    runs
}

/// The token of one or two wide characters. ASCII only: no tokenizer table decides over it.
pub(super) fn wide_token(chars: &[char]) -> String {
    let mut token = String::with_capacity(chars.len() * 6);
    for c in chars {
        // Writing to a text cannot fail.
        let _written = write!(token, "h{:x}", u32::from(*c));
    }
    token
}

/// The token of a window of digits and letters.
pub(super) fn narrow_token(window: &[char]) -> String {
    std::iter::once('d').chain(window.iter().copied()).collect()
}

/// The token of a window of initials.
pub(super) fn initials_token(window: &[char]) -> String {
    std::iter::once('p').chain(window.iter().copied()).collect()
}

/// All tokens of some plain lines, separated by blanks.
pub(super) fn index_tokens(text: &str) -> String {
    let mut tokens: Vec<String> = Vec::new();
    for line in text.lines() {
        for run in runs(line) {
            match run {
                Run::Wide(chars) => {
                    tokens.extend(chars.iter().map(|c| wide_token(&[*c])));
                    tokens.extend(chars.windows(2).map(wide_token));
                }
                Run::Narrow(chars) => {
                    tokens.extend(tails(&chars).map(narrow_token));
                }
            }
        }
        for letters in initials(line) {
            for start in 0..letters.len() {
                let window = &letters[start..letters.len().min(start + WINDOW)];
                tokens.append(&mut spellings(window));
            }
        }
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens.join(" ")
}

/// The window that begins at each place.
fn tails(chars: &[char]) -> impl Iterator<Item = &[char]> {
    (0..chars.len()).map(|start| &chars[start..chars.len().min(start + WINDOW)])
}

/// The tokens of every way to spell a window, up to a bound: main readings come first.
fn spellings(window: &[Vec<char>]) -> Vec<String> {
    let mut all = vec![initials_token(&[])];
    for readings in window {
        if let [reading] = readings.as_slice() {
            all.iter_mut().for_each(|spelling| spelling.push(*reading));
            continue;
        }
        let mut longer = Vec::new();
        for reading in readings {
            for spelling in &all {
                if longer.len() < MOST_SPELLINGS {
                    let mut next = spelling.clone();
                    next.push(*reading);
                    longer.push(next);
                }
            }
        }
        all = longer;
    }
    all
}
