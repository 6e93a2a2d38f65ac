/// Characters of a line that a loudspeaker's reader takes in one breath.
const LINE: usize = 40;

/// The text for the village loudspeaker（村村响、应急广播）of S1-10: the warning twice, in short lines, as the
/// broadcasting platform reads it out. The platform itself is another's.
#[must_use]
pub fn broadcast_text(level: &str, title: &str, text: &str, area: &str, number: &str) -> String {
    let whole = format!("{area}的居民请注意。现在播送{level}预警：{title}。{text}");
    let mut lines = Vec::new();
    let mut line = String::new();
    for letter in whole.chars() {
        line.push(letter);
        let pause = matches!(letter, '。' | '！' | '；' | '，' | '：');
        if (pause && line.chars().count() >= LINE / 2) || line.chars().count() >= LINE {
            lines.push(std::mem::take(&mut line));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    let once = lines.join("\n");
    format!("{once}\n下面重播一遍。\n{once}\n播送完毕。（{number}）\n")
}
