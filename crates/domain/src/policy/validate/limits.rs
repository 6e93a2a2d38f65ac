use super::{PolicyError, PolicyPack, Unique, demand};

pub(super) fn check(pack: &PolicyPack) -> Result<(), PolicyError> {
    let photos = &pack.photos;
    demand(
        (1..=100).contains(&photos.view_quality),
        "photos.view_quality",
        "must be 1-100",
    )?;
    let edges =
        photos.thumbnail_long_edge > 0 && photos.thumbnail_long_edge < photos.view_long_edge;
    demand(
        edges,
        "photos.thumbnail_long_edge",
        "must be above 0 and below view_long_edge",
    )?;
    demand(pack.lease.days > 0, "lease.days", "must be above 0")?;
    demand(
        pack.lease.warn_days < pack.lease.days,
        "lease.warn_days",
        "must be below days",
    )?;
    let offline = &pack.offline;
    let floor = offline.free_space_floor_mib <= offline.free_space_warning_mib;
    demand(
        floor,
        "offline.free_space_floor_mib",
        "is above free_space_warning_mib",
    )?;
    let near = pack.duplicates.near_meters < pack.duplicates.far_meters;
    demand(near, "duplicates.near_meters", "must be below far_meters")?;
    demand(
        pack.duplicates.min_score <= 100,
        "duplicates.min_score",
        "must be 0-100",
    )?;
    let mut slots = Unique::new();
    for (index, slot) in pack.roster.team.iter().enumerate() {
        slots.add(&slot.id, &format!("roster.team[{index}].id"))?;
    }
    Ok(())
}
