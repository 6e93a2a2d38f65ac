use std::collections::{BTreeMap, BTreeSet};

use age::x25519::Identity;

use super::link::{FORMAT, LINKS, Link, Part, number_of, part_number};
use super::place::PartPlace;
use super::sealing::{hash, open};
use super::{Progress, Rebuilt};
use crate::error::RelayStartError;

/// The links that a point in time needs: a whole one and all that follow it（备份链）.
#[derive(Clone)]
pub(crate) struct Chain {
    pub(super) links: Vec<Link>,
    /// Hash of the last manifest.
    pub(super) newest: String,
}

impl Chain {
    /// Reads the chain up to a link, or to the newest. Gives nothing if there is no link at all.
    ///
    /// # Errors
    /// The first manifest that is missing, damaged or no successor of the one before.
    pub(crate) fn read(
        place: &PartPlace,
        until: Option<u64>,
    ) -> Result<Option<Self>, RelayStartError> {
        let names = manifests(place)?;
        let Some(newest) = names.keys().next_back().copied() else {
            return Ok(None);
        };
        let last = until.unwrap_or(newest);
        if !names.contains_key(&last) {
            return Err(place.problem(
                &format!("{LINKS}/{last:010}"),
                format!("没有这一环，最新为 {newest}（no such link; the newest is {newest}）"),
            ));
        }
        let wholes = names.range(..=last).filter(|(_, (whole, _))| *whole);
        let first = wholes.map(|(number, _)| *number).next_back();
        let first = first.ok_or_else(|| {
            place.problem(LINKS, "缺少完整的一环（no whole link comes before it）")
        })?;
        let mut chain = Self {
            links: Vec::new(),
            newest: String::new(),
        };
        for number in first..=last {
            let Some((_, name)) = names.get(&number) else {
                let missing = format!("{LINKS}/{number:010}-step.json");
                return Err(place.problem(&missing, "缺少这一环（this link is missing）"));
            };
            chain.append(place, name, number)?;
        }
        Ok(Some(chain))
    }

    /// The newest link alone, as far as it can be read by itself.
    pub(super) fn tip(place: &PartPlace) -> Result<Option<Self>, RelayStartError> {
        let names = place.list(LINKS)?.into_keys();
        let newest = names
            .filter_map(|name| Some((number_of(&name)?.0, name)))
            .max();
        let Some((number, name)) = newest else {
            return Ok(None);
        };
        let mut tip = Self {
            links: Vec::new(),
            newest: String::new(),
        };
        tip.append(place, &name, number)?;
        Ok(Some(tip))
    }

    fn append(
        &mut self,
        place: &PartPlace,
        name: &str,
        number: u64,
    ) -> Result<(), RelayStartError> {
        let bytes = place.read(name)?;
        let link = Link::from_bytes(&bytes)
            .map_err(|error| place.problem(name, format!("已损坏（damaged）: {error}")))?;
        if link.format != FORMAT || link.number != number || link.object() != name {
            return Err(place.problem(name, "与其名称不符（not what its name says）"));
        }
        let follows = self.links.last().is_none_or(|before| {
            link.previous.as_deref() == Some(self.newest.as_str()) && link.tenant == before.tenant
        });
        if !follows {
            return Err(place.problem(
                name,
                "不接续前一环：其中之一已改动，或属于另一备份（does not follow the link before: \
                 one of the two was changed or belongs to another backup）",
            ));
        }
        self.newest = hash(&bytes);
        self.links.push(link);
        Ok(())
    }

    pub(super) fn last(&self) -> Result<&Link, RelayStartError> {
        self.links
            .last()
            .ok_or_else(|| RelayStartError::invalid("备份中没有内容（an empty backup）"))
    }

    /// Reads every part that the chain needs and holds it against its hash; gives the photos by
    /// the hash of the picture if the key is there, since older ones stand in a sealed index.
    ///
    /// # Errors
    /// The first part that is missing, damaged or foreign, or the key that is not the right one.
    pub(crate) fn check(
        &self,
        place: &PartPlace,
        key: Option<&Identity>,
        progress: Progress<'_>,
    ) -> Result<BTreeMap<String, Part>, RelayStartError> {
        if let Some(key) = key {
            self.check_key(place, key)?;
        }
        let mut parts: Vec<&Part> = Vec::new();
        for link in &self.links {
            parts.extend(&link.parts);
            parts.push(&link.files);
            parts.extend(&link.index);
            parts.extend(link.blobs.values());
        }
        let total = parts.len() as u64;
        let mut seen = BTreeSet::new();
        for (part, done) in parts.into_iter().zip(1..) {
            if seen.insert(part.name.as_str()) {
                place.get(part)?;
            }
            progress("parts", done, total);
        }
        let Some(key) = key else {
            return Ok(BTreeMap::new());
        };
        let blobs = self.blobs(place, key)?;
        let older: Vec<&Part> = blobs
            .values()
            .filter(|part| !seen.contains(part.name.as_str()))
            .collect();
        let total = older.len() as u64;
        for (part, done) in older.into_iter().zip(1..) {
            place.get(part)?;
            progress("older photos", done, total);
        }
        Ok(blobs)
    }

    /// Whether a key opens every link, before anything else is asked.
    fn check_key(&self, place: &PartPlace, key: &Identity) -> Result<(), RelayStartError> {
        let own = key.to_public().to_string();
        for link in &self.links {
            if !link.recipients.contains(&own) {
                return Err(place.problem(
                    &link.object(),
                    format!(
                        "密钥不对：此备份的公钥是 {}，所给密钥的公钥是 {own}；未作任何改动\
                         （wrong key: the backup was made for others; nothing was touched）",
                        link.recipients.join("、")
                    ),
                ));
            }
        }
        Ok(())
    }

    /// All photos that the last link needs.
    pub(super) fn blobs(
        &self,
        place: &PartPlace,
        key: &Identity,
    ) -> Result<BTreeMap<String, Part>, RelayStartError> {
        let mut blobs = BTreeMap::new();
        for link in &self.links {
            if let Some(index) = &link.index {
                let problem = |error: String| place.problem(&index.name, error);
                let plain = open(&place.get(index)?, key).map_err(problem)?;
                let listed: BTreeMap<String, Part> = serde_json::from_slice(&plain)
                    .map_err(|error| place.problem(&index.name, error.to_string()))?;
                blobs.extend(listed);
            }
            blobs.extend(link.blobs.clone());
        }
        Ok(blobs)
    }

    /// What the last link says of itself, without a key.
    pub(crate) fn outline(&self, place: &PartPlace) -> Result<Rebuilt, RelayStartError> {
        let last = self.last()?;
        let mut unnamed = self.unnamed(place, &BTreeMap::new())?;
        // Those of earlier links stand in the sealed index.
        unnamed.retain(|name| !name.starts_with("blobs/"));
        let heads = last.covered_heads.iter();
        Ok(Rebuilt {
            name: last.name.clone(),
            begun: last.begun,
            link: last.number,
            rows: last.rows(),
            blobs: self.links.iter().map(|link| link.blobs.len()).sum(),
            lacking: last.lacking.clone(),
            unnamed,
            heads: heads
                .map(|(stream, head)| (stream.clone(), head.seq))
                .collect(),
        })
    }

    /// What lies in the store and is named by no link of this chain: rests of links that were
    /// never finished, older chains, or something that does not belong there.
    pub(crate) fn unnamed(
        &self,
        place: &PartPlace,
        blobs: &BTreeMap<String, Part>,
    ) -> Result<Vec<String>, RelayStartError> {
        let mut found: BTreeSet<String> = place.list("")?.into_keys().collect();
        let first = self.links.first().map_or(0, |link| link.number);
        let last = self.links.last().map_or(0, |link| link.number);
        let newest = found
            .iter()
            .filter_map(|name| Some(number_of(name)?.0))
            .max();
        // An earlier link was asked for: what later ones hold is theirs.
        let later = newest.filter(|newest| *newest > last);
        found.retain(|name| {
            // What older whole links and their steps hold is not looked at here.
            let number = number_of(name).map(|(number, _)| number);
            let number = number.or_else(|| part_number(name));
            match (number, later) {
                (Some(number), Some(newest)) => {
                    number >= first && !(last + 1..=newest).contains(&number)
                }
                (Some(number), None) => number >= first,
                (None, Some(_)) => !name.starts_with("blobs/"),
                (None, None) => true,
            }
        });
        for link in &self.links {
            found.remove(&link.object());
            for part in link.parts.iter().chain([&link.files]).chain(&link.index) {
                found.remove(&part.name);
            }
            for part in link.blobs.values() {
                found.remove(&part.name);
            }
        }
        for part in blobs.values() {
            found.remove(&part.name);
        }
        Ok(found.into_iter().collect())
    }
}

/// Every manifest of a place by its number: whether it is of a whole link, and its name.
///
/// # Errors
/// Something lies among them that is none, or two have one number.
pub(super) fn manifests(
    place: &PartPlace,
) -> Result<BTreeMap<u64, (bool, String)>, RelayStartError> {
    let mut names: BTreeMap<u64, (bool, String)> = BTreeMap::new();
    for name in place.list(LINKS)?.into_keys() {
        let (number, whole) = number_of(&name)
            .ok_or_else(|| place.problem(&name, "不属于此备份（no manifest of a backup）"))?;
        if names.insert(number, (whole, name.clone())).is_some() {
            return Err(place.problem(&name, "同一编号有两环（two links of one number）"));
        }
    }
    Ok(names)
}
