use pinyin::ToPinyinMulti as _;

/// Pinyin initials（拼音首字母）of a line: per stretch, per character every initial it may have, the
/// usual one first; ASCII letters and digits stand for themselves. Stretches without any Chinese
/// character are left out: they are found by their letters.
pub(super) fn initials(line: &str) -> Vec<Vec<Vec<char>>> {
    let mut stretches: Vec<Vec<Vec<char>>> = vec![Vec::new()];
    let mut has_reading = vec![false];
    for c in line.chars() {
        let letters = of(c);
        if letters.is_empty() {
            stretches.push(Vec::new());
            has_reading.push(false);
        } else if let (Some(stretch), Some(has)) = (stretches.last_mut(), has_reading.last_mut()) {
            *has |= !c.is_ascii();
            stretch.push(letters);
        }
    }
    stretches
        .into_iter()
        .zip(has_reading)
        .filter(|(_, has)| *has)
        .map(|(one, _)| one)
        .collect()
}

fn of(c: char) -> Vec<char> {
    if c.is_ascii_alphanumeric() {
        return vec![c.to_ascii_lowercase()];
    }
    let mut letters = Vec::new();
    let readings = c.to_pinyin_multi();
    for reading in readings.into_iter().flatten() {
        if let Some(letter) = reading
            .plain()
            .chars()
            .next()
            .filter(char::is_ascii_lowercase)
            && !letters.contains(&letter)
        {
            letters.push(letter);
        }
    }
    letters
}
