use crate::lifecycle::SeriesKey;
use crate::policy::NumberingRules;

/// A final document number（正式文号）read back into its series and place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FinalNumber {
    /// Issuer, document type and year.
    pub series: SeriesKey,
    /// Place in the series, from 1.
    pub seq: u64,
}

/// The series or the text does not fit the numbering rules of the pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseNumberError {
    /// The pack names no such issuer.
    #[error("issuer `{0}` is not known")]
    Issuer(String),
    /// The pack names no such type of paper.
    #[error("document type `{0}` is not known")]
    Document(String),
    /// No template of the pack gives this text.
    #[error("`{0}` is not a document number of this pack")]
    Text(String),
}

/// The number of a series at a place, e.g. `青消改字〔2026〕第0001号`.
///
/// # Errors
/// [`ParseNumberError`] if the pack does not know the issuer or the type of paper.
pub fn render_number(
    rules: &NumberingRules,
    series: &SeriesKey,
    seq: u64,
) -> Result<String, ParseNumberError> {
    let issuer = rules
        .issuers
        .get(&series.issuer)
        .ok_or_else(|| ParseNumberError::Issuer(series.issuer.clone()))?;
    let document = rules
        .documents
        .get(&series.document)
        .ok_or_else(|| ParseNumberError::Document(series.document.clone()))?;
    let text = pieces(&document.template)
        .into_iter()
        .map(|piece| match piece {
            Piece::Literal(text) => text.to_owned(),
            Piece::Issuer => issuer.word.clone(),
            Piece::Type => document.word.clone(),
            Piece::Year => series.year.to_string(),
            Piece::Seq { width } => format!("{seq:0width$}"),
            Piece::Unknown(token) => format!("{{{token}}}"),
        })
        .collect();
    Ok(text)
}

/// Reads a number back. The answer is always one that renders to exactly this text.
///
/// # Errors
/// [`ParseNumberError::Text`] if no issuer and type of the pack give it.
pub fn parse_number(rules: &NumberingRules, text: &str) -> Result<FinalNumber, ParseNumberError> {
    for (document_code, document) in &rules.documents {
        for (issuer_code, issuer) in &rules.issuers {
            let found = match_pieces(&document.template, text, &issuer.word, &document.word);
            let Some((year, seq)) = found else { continue };
            let series = SeriesKey {
                issuer: issuer_code.clone(),
                document: document_code.clone(),
                year,
            };
            if render_number(rules, &series, seq).as_deref() == Ok(text) {
                return Ok(FinalNumber { series, seq });
            }
        }
    }
    Err(ParseNumberError::Text(text.to_owned()))
}

/// The numbers that somebody may mean who typed this（手工输入的文号）: as it stands; with the brackets, digits and
/// blanks that papers have; and with the noughts in front that they print.
#[must_use]
pub fn meant_numbers(rules: &NumberingRules, typed: &str) -> Vec<String> {
    let tidy: String = typed
        .chars()
        .filter(|it| !it.is_whitespace())
        .map(as_printed)
        .collect();
    let mut meant = vec![typed.trim().to_owned()];
    let mut add = |text: String| {
        if !meant.contains(&text) {
            meant.push(text);
        }
    };
    for (document_code, document) in &rules.documents {
        for (issuer_code, issuer) in &rules.issuers {
            let found = match_pieces(&document.template, &tidy, &issuer.word, &document.word);
            let Some((year, seq)) = found else { continue };
            let series = SeriesKey {
                issuer: issuer_code.clone(),
                document: document_code.clone(),
                year,
            };
            if let Ok(text) = render_number(rules, &series, seq) {
                add(text);
            }
        }
    }
    add(tidy);
    meant
}

/// A character of a number as papers print it: a keyboard has other brackets, and digits of full width.
fn as_printed(typed: char) -> char {
    match typed {
        '[' | '［' | '(' | '（' | '【' | '{' | '｛' => '〔',
        ']' | '］' | ')' | '）' | '】' | '}' | '｝' => '〕',
        '－' => '-',
        '０'..='９' => {
            let place = u32::from(typed) - u32::from('０');
            char::from_digit(place, 10).unwrap_or(typed)
        }
        other => other,
    }
}

/// What is wrong with a template, if anything: it must hold the issuer, the year in 〔〕 and the
/// sequence number, each once.
pub(crate) fn check_template(template: &str) -> Result<(), String> {
    let pieces = pieces(template);
    let count = |wanted: fn(&Piece<'_>) -> bool| pieces.iter().filter(|p| wanted(p)).count();
    for piece in &pieces {
        if let Piece::Unknown(token) = piece {
            return Err(format!("`{{{token}}}` is not a placeholder"));
        }
    }
    if count(|p| matches!(p, Piece::Issuer)) != 1 {
        return Err("must hold {issuer} once".to_owned());
    }
    if count(|p| matches!(p, Piece::Seq { .. })) != 1 {
        return Err("must hold {seq} once".to_owned());
    }
    if count(|p| matches!(p, Piece::Type)) > 1 {
        return Err("may hold {type} once only".to_owned());
    }
    if !template.contains("〔{year}〕") || count(|p| matches!(p, Piece::Year)) != 1 {
        return Err("must hold 〔{year}〕 once, with the brackets U+3014 and U+3015".to_owned());
    }
    Ok(())
}

enum Piece<'a> {
    Literal(&'a str),
    Issuer,
    Type,
    Year,
    Seq { width: usize },
    Unknown(&'a str),
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            pieces.push(Piece::Literal(before));
        }
        let (token, next) = after.split_once('}').unwrap_or((after, ""));
        pieces.push(piece(token));
        rest = next;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest));
    }
    pieces
}

fn piece(token: &str) -> Piece<'_> {
    match token {
        "issuer" => Piece::Issuer,
        "type" => Piece::Type,
        "year" => Piece::Year,
        "seq" => Piece::Seq { width: 1 },
        _ => {
            let width = token
                .strip_prefix("seq:0")
                .and_then(|width| width.parse().ok());
            match width {
                Some(width @ 1..=9) => Piece::Seq { width },
                _ => Piece::Unknown(token),
            }
        }
    }
}

/// Year and sequence number if the text matches the template with these words.
fn match_pieces(template: &str, text: &str, issuer: &str, word: &str) -> Option<(i32, u64)> {
    let (mut year, mut seq) = (None, None);
    let mut rest = text;
    for piece in pieces(template) {
        match piece {
            Piece::Literal(literal) => rest = rest.strip_prefix(literal)?,
            Piece::Issuer => rest = rest.strip_prefix(issuer)?,
            Piece::Type => rest = rest.strip_prefix(word)?,
            Piece::Year => {
                let (digits, after) = split_digits(rest);
                year = digits.parse().ok();
                rest = after;
            }
            Piece::Seq { .. } => {
                let (digits, after) = split_digits(rest);
                seq = digits.parse().ok();
                rest = after;
            }
            Piece::Unknown(_) => return None,
        }
    }
    if rest.is_empty() { year.zip(seq) } else { None }
}

fn split_digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::default_pack;

    fn series(issuer: &str, document: &str) -> SeriesKey {
        SeriesKey {
            issuer: issuer.to_owned(),
            document: document.to_owned(),
            year: 2026,
        }
    }

    #[test]
    fn a_number_is_known_as_people_type_it() {
        let rules = default_pack().numbering;
        let printed = "青消改字〔2026〕第0065号";
        for typed in [
            printed,
            "青消改字[2026]第65号",
            "青消改字［２０２６］第６５号",
            " 青消改字（2026） 第 0065 号 ",
            "青消改字【2026】第065号",
        ] {
            let meant = meant_numbers(&rules, typed);
            assert!(meant.iter().any(|it| it == printed), "{typed}: {meant:?}");
        }
        let meant = meant_numbers(&rules, "青消改字[2026]第66号");
        assert!(!meant.iter().any(|it| it == printed), "{meant:?}");
        // What is of no template is looked for as it stands.
        assert_eq!(meant_numbers(&rules, "暂-K7-1"), ["暂-K7-1"]);
        assert_eq!(meant_numbers(&rules, "暂－K7－１")[1], "暂-K7-1");
    }

    #[test]
    fn a_number_renders_and_reads_back() {
        let rules = default_pack().numbering;
        let text = render_number(&rules, &series("station", "notice"), 1).unwrap();
        assert_eq!(text, "青消改字〔2026〕第0001号");
        for issuer in rules.issuers.keys() {
            for document in rules.documents.keys() {
                for seq in [1, 42, 9_999, 10_000] {
                    let series = series(issuer, document);
                    let text = render_number(&rules, &series, seq).unwrap();
                    assert_eq!(parse_number(&rules, &text), Ok(FinalNumber { series, seq }));
                }
            }
        }
    }

    #[test]
    fn what_does_not_render_to_itself_is_not_a_number() {
        let rules = default_pack().numbering;
        for text in [
            "",
            "青消改字[2026]第0001号",
            "青消改字〔2026〕第1号",
            "青消改字〔2026〕第0001号 ",
            "青消改字〔〕第0001号",
            "外消改字〔2026〕第0001号",
            "暂-K7-1",
        ] {
            assert!(parse_number(&rules, text).is_err(), "{text}");
        }
        let unknown = render_number(&rules, &series("nobody", "notice"), 1);
        assert_eq!(unknown, Err(ParseNumberError::Issuer("nobody".to_owned())));
    }

    #[test]
    fn templates_are_checked() {
        assert_eq!(check_template("{issuer}{type}〔{year}〕{seq}号"), Ok(()));
        for bad in [
            "{issuer}{type}字[{year}]第{seq:04}号",
            "{issuer}{type}字〔{year}〕号",
            "{type}字〔{year}〕第{seq}号",
            "{issuer}〔{year}〕第{seq:04x}号",
            "{issuer}〔{year}〕{seq}{seq}号",
        ] {
            assert!(check_template(bad).is_err(), "{bad}");
        }
    }
}
