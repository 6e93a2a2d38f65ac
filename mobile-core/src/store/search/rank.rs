use super::initials::initials;

/// How well plain lines answer one term, the smaller the better; `None`: not at all. An exact
/// part beats initials, an earlier line (the name) beats a later one, a beginning beats a middle.
pub(super) fn rank(text: &str, term: &str) -> Option<u32> {
    let mut best = None;
    for (place, line) in text.lines().enumerate() {
        let line_rank = u32::try_from(place)
            .unwrap_or(u32::MAX / 8)
            .saturating_mul(4);
        let found = if line == term {
            Some(line_rank)
        } else if line.starts_with(term) {
            Some(line_rank + 1)
        } else if line.contains(term) {
            Some(line_rank + 2)
        } else if is_initials(line, term) {
            Some(line_rank + 3)
        } else {
            None
        };
        best = match (best, found) {
            (Some(one), Some(other)) => Some(std::cmp::min(one, other)),
            (one, other) => one.or(other),
        };
    }
    best
}

/// Whether consecutive characters of the line have these initials.
fn is_initials(line: &str, term: &str) -> bool {
    if !term.chars().all(|c| c.is_ascii_alphanumeric()) {
        return false;
    }
    let letters: Vec<char> = term.chars().collect();
    initials(line).iter().any(|stretch| {
        stretch.windows(letters.len()).any(|window| {
            window
                .iter()
                .zip(&letters)
                .all(|(readings, letter)| readings.contains(letter))
        })
    })
}
