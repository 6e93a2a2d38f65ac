use serde::{Deserialize, Serialize};

use super::Only;
use crate::control::GridLevel;

/// A field（登记项）of a sheet, with what its value must be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SheetField {
    /// Its name.
    pub name: String,
    /// As people say it.
    pub zh: String,
    /// What it holds.
    pub kind: FieldKind,
    /// It may be left out.
    #[serde(skip_serializing_if = "is_not")]
    pub optional: bool,
    /// The list of codes: `departments`, `categories` or one of the pack's lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// The level of the grid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<GridLevel>,
    /// The sheet whose key it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// At least so many, of a field that holds several.
    #[serde(skip_serializing_if = "is_zero")]
    pub least: u32,
    /// Not earlier than the date of this field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<String>,
    /// Not later than the date of this field, or not more than its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<String>,
    /// One of those that this field holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub among: Option<String>,
    /// Somebody or something else than this field holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub differs: Option<String>,
    /// If it is set, these must be set too.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// It must be set in entries that are so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed_if: Option<Only>,
    /// It says something else than the row of the key before did: a version.
    #[serde(skip_serializing_if = "is_not")]
    pub fresh: bool,
    /// It says what the row of the key before said: it is not rewritten.
    #[serde(skip_serializing_if = "is_not")]
    pub keeps: bool,
    /// Its codes are stages in the order of the list: none is skipped, none gone back.
    #[serde(skip_serializing_if = "is_not")]
    pub ladder: bool,
    /// A person's name: masked where the sheet is published.
    #[serde(skip_serializing_if = "is_not")]
    pub masked: bool,
    /// Left out where the sheet is published.
    #[serde(skip_serializing_if = "is_not")]
    pub private: bool,
}

/// What a field holds（登记项类型）.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Text.
    #[default]
    Text,
    /// Text for everybody: without telephone or identity numbers.
    OpenText,
    /// A day, `2026-09-01`.
    Date,
    /// Days, each later than the one before.
    Dates,
    /// A whole number that is not negative.
    Count,
    /// Yes or no.
    Flag,
    /// A code of a list.
    Code,
    /// Codes of a list.
    Codes,
    /// Names.
    Names,
    /// A person of the control stream.
    Person,
    /// Several of them.
    People,
    /// A grid.
    Grid,
    /// Several of them.
    Grids,
    /// A record.
    Record,
    /// SHA-256 of a file, 64 hexadecimal digits.
    Digest,
    /// A telephone number.
    Phone,
    /// The key of an entry of another sheet.
    Entry,
}

impl FieldKind {
    /// Whether it holds several.
    #[must_use]
    pub fn is_many(self) -> bool {
        matches!(
            self,
            Self::Dates | Self::Codes | Self::Names | Self::People | Self::Grids
        )
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_not(flag: &bool) -> bool {
    !flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}
