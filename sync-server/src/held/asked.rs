use std::collections::BTreeSet;

use wangge_domain::public_report::ReportDraft;

use super::AccessRefusal;
use crate::mask::masked;

/// Characters of a name at least: one stands in every other text.
const SHORTEST_NAME: usize = 2;
/// Digits of a telephone number at least.
const SHORTEST_PHONE: usize = 7;
/// So many digits in a row are somebody's number, in whatever text they stand.
const PERSONAL_DIGITS: usize = 11;
/// Digits that an area code adds to a number.
const AREA_DIGITS: usize = 4;
/// What ends a part of a text: only the parts that are about the person are told.
const PARTS_END_AT: [char; 10] = ['、', '，', ',', '；', ';', '。', '！', '？', '\n', '\r'];

/// Found by the name.
pub(super) const BY_NAME: &str = "name";
/// Found by the telephone number.
pub(super) const BY_PHONE: &str = "phone";
/// Found by the id of somebody of the directory.
pub(super) const BY_ID: &str = "id";

/// Whom a request asks about（查阅对象）.
pub(super) struct Asked {
    name: String,
    digits: String,
    /// Ids of the people of the directory that the request is about.
    pub(super) ids: BTreeSet<String>,
}

impl Asked {
    pub(super) fn new(name: &str, phone: &str) -> Result<Self, AccessRefusal> {
        let (name, digits) = (name.trim(), ReportDraft::phone_digits(phone));
        let named = name.chars().count();
        let is_short = (named > 0 && named < SHORTEST_NAME)
            || (!phone.trim().is_empty() && digits.len() < SHORTEST_PHONE);
        if is_short || (named == 0 && digits.is_empty()) {
            return Err(AccessRefusal::NobodyNamed);
        }
        Ok(Self {
            name: name.to_owned(),
            digits,
            ids: BTreeSet::new(),
        })
    }

    /// Whether a whole name is theirs.
    pub(super) fn is_named(&self, name: &str) -> bool {
        !self.name.is_empty() && name.trim() == self.name
    }

    /// Whether a telephone number is theirs, with or without an area code before it.
    pub(super) fn is_phone(&self, phone: &str) -> bool {
        let digits = ReportDraft::phone_digits(phone);
        !self.digits.is_empty()
            && digits.ends_with(&self.digits)
            && digits.len() <= self.digits.len() + AREA_DIGITS
    }

    /// A telephone number as the person is told it: theirs whole, another's with its middle hidden.
    pub(super) fn phone(&self, phone: &str) -> String {
        if self.is_phone(phone) {
            phone.to_owned()
        } else {
            masked(phone)
        }
    }

    /// The parts of a text that are about the person, and by what they are known; the numbers of others
    /// are hidden. `None`: nothing of it is.
    pub(super) fn told(
        &self,
        is_phone: bool,
        text: &str,
    ) -> Option<(BTreeSet<&'static str>, String)> {
        let (mut signs, mut kept) = (BTreeSet::new(), Vec::new());
        let parts = text.split(PARTS_END_AT).map(str::trim);
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        for part in &parts {
            let found = self.signs(part);
            if !found.is_empty() {
                signs.extend(found);
                kept.push(if is_phone {
                    self.phone(part)
                } else {
                    self.hidden(part)
                });
            }
        }
        if kept.is_empty() {
            return None;
        }
        if kept.len() < parts.len() {
            kept.push("（其余略）".to_owned());
        }
        Some((signs, kept.join("、")))
    }

    fn signs(&self, part: &str) -> Vec<&'static str> {
        let mut signs = Vec::new();
        if !self.name.is_empty() && part.contains(&self.name) {
            signs.push(BY_NAME);
        }
        if self.holds_phone(part) {
            signs.push(BY_PHONE);
        }
        if self.ids.contains(part) {
            signs.push(BY_ID);
        }
        signs
    }

    fn holds_phone(&self, part: &str) -> bool {
        let own = |text: &str| digits_of(text).contains(&self.digits);
        !self.digits.is_empty()
            && own(part)
            && pieces(part)
                .iter()
                .any(|piece| piece.is_run && own(&piece.text))
    }

    /// A text without the numbers of others.
    pub(super) fn hidden(&self, text: &str) -> String {
        let shown = pieces(text).into_iter().map(|piece| {
            let is_number = piece.is_run && digits_of(&piece.text).len() >= PERSONAL_DIGITS;
            if !is_number || self.is_phone(&piece.text) {
                return piece.text;
            }
            // Several numbers with blanks between: each by itself.
            let each = piece.text.split(' ').map(|one| self.phone(one));
            each.collect::<Vec<_>>().join(" ")
        });
        shown.collect()
    }
}

/// Digits with what may stand between those of one number, or what stands between such runs.
struct Piece {
    is_run: bool,
    text: String,
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for letter in text.chars() {
        let goes_on = pieces.last().is_some_and(|last| last.is_run);
        let is_run = letter.is_ascii_digit() || (goes_on && matches!(letter, ' ' | '-'));
        match pieces.last_mut() {
            Some(last) if last.is_run == is_run => last.text.push(letter),
            _ => pieces.push(Piece {
                is_run,
                text: letter.to_string(),
            }),
        }
    }
    pieces
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
