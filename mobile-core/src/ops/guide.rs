use wangge_domain::checklist::guide;

use crate::error::CoreError;
use crate::facade::Core;

/// What helps to answer one check item（图文指南, S0-29）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideView {
    /// The item.
    pub item: String,
    /// Its question.
    pub question: String,
    /// Title of the guide; the heading of the item if nothing was drawn for it.
    pub title: String,
    /// What to look at.
    pub look: String,
    /// How to check it, in the words of the item.
    pub how_to_check: String,
    /// The usual remedy, as a notice would quote it.
    pub remedy: String,
    /// A drawing of what is right, SVG; `None` if nothing was drawn for it.
    pub pass: Option<&'static str>,
    /// A drawing of what is wrong, SVG.
    pub fail: Option<&'static str>,
    /// Version of the guides; empty without drawings.
    pub version: String,
}

impl Core {
    /// The guide of a check item（图文指南）, without network.
    ///
    /// # Errors
    /// [`CoreError::UnknownItem`]: no checklist of the pack in force has this item.
    pub fn guide(&self, item: &str) -> Result<GuideView, CoreError> {
        let session = self.session()?;
        let found = session.policy.checklists.item(item);
        let found = found.ok_or_else(|| CoreError::UnknownItem {
            item: item.chars().take(64).collect(),
        })?;
        let drawn = guide(&found.common_key);
        Ok(GuideView {
            item: found.id.clone(),
            question: found.question.clone(),
            title: drawn.map_or_else(|| found.group.clone(), |guide| guide.title.clone()),
            look: drawn.map_or_else(|| found.how_to_check.clone(), |guide| guide.look.clone()),
            how_to_check: found.how_to_check.clone(),
            remedy: found.rectification.clone(),
            pass: drawn.map(|guide| guide.pass),
            fail: drawn.map(|guide| guide.fail),
            version: drawn.map(|guide| guide.version.clone()).unwrap_or_default(),
        })
    }
}
