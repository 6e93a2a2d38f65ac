use super::chars::{is_invisible, is_word, never_first, never_last};
use super::fonts::FontSet;
use super::model::Span;

/// A character with its style and its width in ems.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) character: char,
    pub(super) bold: bool,
    pub(super) underlined: bool,
    /// Font and glyph; `None`: boxed code point.
    pub(super) glyph: Option<(usize, u16)>,
    pub(super) advance: f32,
}

/// A line of items.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) items: Vec<Item>,
    /// Ends its paragraph: not stretched to the edge.
    pub(super) is_last: bool,
}

impl Line {
    /// Width in ems.
    pub(super) fn width(&self) -> f32 {
        self.items.iter().map(|it| it.advance).sum()
    }
}

/// Breaks spans into lines of at most `width` ems, the first one `indent` ems shorter.
pub(super) fn break_lines(fonts: &FontSet, spans: &[Span], width: f32, indent: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    for paragraph in paragraphs(fonts, spans) {
        let room = if lines.is_empty() {
            width - indent
        } else {
            width
        };
        break_paragraph(&paragraph, room, width, &mut lines);
    }
    lines
}

/// Breaks a title: what it says in brackets at its end（草稿，未经签发）stands on one line, if a line holds
/// it. Only a title that would be torn there is broken otherwise, so every other one looks as it did.
pub(super) fn break_title(fonts: &FontSet, title: &str, width: f32) -> Vec<Line> {
    let broken = |text: &str| break_lines(fonts, &[Span::bold(text)], width, 0.0);
    let lines = broken(title);
    let start = title.rfind('（').filter(|_| title.ends_with('）'));
    let (name, remark) = title.split_at(start.unwrap_or(title.len()));
    let letters = remark.chars().count();
    let is_whole = lines.last().is_none_or(|it| it.items.len() >= letters);
    if is_whole || name.is_empty() {
        return lines;
    }
    let remark = broken(remark);
    if remark.len() > 1 {
        return lines;
    }
    broken(name).into_iter().chain(remark).collect()
}

fn paragraphs(fonts: &FontSet, spans: &[Span]) -> Vec<Vec<Item>> {
    let mut paragraphs = vec![Vec::new()];
    for span in spans {
        for character in span.text.chars() {
            if character == '\n' {
                paragraphs.push(Vec::new());
                continue;
            }
            let character = if character == '\t' { ' ' } else { character };
            if is_invisible(character) {
                continue;
            }
            let found = fonts.glyph(character);
            let item = Item {
                character,
                bold: span.bold,
                underlined: span.underlined,
                glyph: found.map(|it| (it.font, it.id)),
                advance: found.map_or(1.0, |it| it.advance),
            };
            if let Some(last) = paragraphs.last_mut() {
                last.push(item);
            }
        }
    }
    paragraphs
}

fn break_paragraph(items: &[Item], first_room: f32, width: f32, lines: &mut Vec<Line>) {
    let mut start = 0;
    let mut room = first_room;
    loop {
        let rest = items.get(start..).unwrap_or_default();
        let fitting = fitting(rest, room);
        if fitting == rest.len() {
            lines.push(Line {
                items: rest.to_vec(),
                is_last: true,
            });
            return;
        }
        let taken = break_before(rest, fitting);
        let mut line = rest.get(..taken).unwrap_or_default().to_vec();
        // A blank where the line was broken is not shown.
        while line.last().is_some_and(|it| it.character == ' ') {
            line.pop();
        }
        lines.push(Line {
            items: line,
            is_last: false,
        });
        start += taken;
        while items.get(start).is_some_and(|it| it.character == ' ') {
            start += 1;
        }
        room = width;
    }
}

/// How many items fit, at least one.
fn fitting(items: &[Item], room: f32) -> usize {
    let mut used = 0.0;
    for (place, item) in items.iter().enumerate() {
        used += item.advance;
        // Rounding must not push the last character of a full line out.
        if used > room + 0.001 {
            return place.max(1);
        }
    }
    items.len()
}

/// The best place at or before `limit` where a line may end; `limit` itself if there is none.
fn break_before(items: &[Item], limit: usize) -> usize {
    let allowed = |place: usize| {
        let (Some(before), Some(after)) = (items.get(place - 1), items.get(place)) else {
            return false;
        };
        let (first, second) = (before.character, after.character);
        // 暂-检-22822585 stays whole: a hyphen holds what stands on both sides of it.
        let hyphened = (first == '-' && second.is_alphanumeric())
            || (second == '-' && first.is_alphanumeric());
        let inside_word = hyphened || (is_word(first) && is_word(second));
        !inside_word && !never_first(after.character) && !never_last(before.character)
    };
    // A name of a hundred letters is cut rather than leave a line nearly empty.
    let floor = limit.saturating_sub(40).max(1);
    (floor..=limit)
        .rev()
        .find(|place| allowed(*place))
        .unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_title_says_in_brackets_at_its_end_is_not_torn() {
        let fonts = FontSet::built_in();
        let broken = |title: &str, width: f32| -> Vec<String> {
            let lines = break_title(&fonts, title, width);
            let said =
                |line: &Line| -> String { line.items.iter().map(|it| it.character).collect() };
            lines.iter().map(said).collect()
        };
        let (name, remark) = ("关于消防安全考核情况的通报", "（草稿，未经签发）");
        let title = format!("{name}{remark}");
        assert_eq!(broken(&title, 16.0), [name, remark]);
        assert_eq!(broken(&title, 30.0), [title.as_str()], "it fits one line");
        assert_eq!(
            broken(&title, 13.0),
            [name, remark],
            "it was whole by itself"
        );
        // A line that is too short for it tears it as before, and other titles are as they were.
        assert_eq!(broken(&title, 5.0).concat(), title);
        assert_eq!(
            broken("关于（草稿）的通报", 6.0).concat(),
            "关于（草稿）的通报"
        );
        assert_eq!(broken(remark, 4.0).concat(), remark);
    }

    #[test]
    fn a_provisional_number_is_not_broken() {
        let fonts = FontSet::built_in();
        for number in ["暂-检-22822585", "暂-K7-12"] {
            let span = Span::plain(format!("通知书文号{number}"));
            let room = if number.contains("K7") { 6.5 } else { 8.5 };
            let lines = break_lines(&fonts, &[span], room, 0.0);
            let said: Vec<String> = lines
                .iter()
                .map(|line| line.items.iter().map(|it| it.character).collect())
                .collect();
            assert_eq!(said, ["通知书文号", number]);
        }
    }
}
