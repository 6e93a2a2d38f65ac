use serde_json::Value;

use super::{PolicyError, PolicyPack};

/// The files a pack is kept in（政策包分件）: lists and tables that change on their own stand apart.
#[derive(Clone, Copy, Debug)]
pub struct PackParts<'a> {
    /// Everything but the checklists and the holiday tables, as JSON.
    pub pack: &'a str,
    /// The [`super::CaseRules`] as JSON.
    pub cases: &'a str,
    /// The [`crate::sheet::SheetRules`] as JSON.
    pub sheets: &'a str,
    /// The [`crate::checklist::ChecklistLibrary`] as JSON.
    pub checklists: &'a str,
    /// The [`super::HolidayTables`] as JSON.
    pub holidays: &'a str,
}

impl PolicyPack {
    /// Puts the parts together into one checked pack; [`PolicyPack::to_json`] gives the bytes that
    /// the relay serves.
    ///
    /// # Errors
    /// [`PolicyError`], with the place of the first thing that is wrong.
    pub fn assemble(parts: PackParts<'_>) -> Result<Self, PolicyError> {
        let read = |name: &str, text: &str| {
            serde_json::from_str::<Value>(text).map_err(|error| PolicyError::Shape {
                path: name.to_owned(),
                message: error.to_string(),
            })
        };
        let mut whole = read("pack", parts.pack)?;
        let Some(object) = whole.as_object_mut() else {
            return Err(PolicyError::rule("pack", "is not an object"));
        };
        for (key, text) in [
            ("cases", parts.cases),
            ("sheets", parts.sheets),
            ("checklists", parts.checklists),
            ("holidays", parts.holidays),
        ] {
            if object.insert(key.to_owned(), read(key, text)?).is_some() {
                return Err(PolicyError::rule(
                    key,
                    "stands both in the pack and in its own file",
                ));
            }
        }
        Self::read(whole.to_string().as_bytes())
    }
}
