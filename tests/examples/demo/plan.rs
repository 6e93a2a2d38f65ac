//! What the workers will meet: decided beforehand from a seed, so that every run is alike.

use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::checklist::{Checklist, Item, ItemSeverity, PhotoRule, applicable_items};
use wangge_domain::premises::PremisesFacts;
use wangge_tests::seeded::{Draw as _, seeded};

/// The seed of the story.
const SEED: u64 = 20_260_908;

/// What happens at one premises on check day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Visit {
    /// It ends at the door, with an outcome of the census and a remark.
    AtTheDoor(&'static str, &'static str),
    /// It goes through the checklist.
    Inspection {
        /// Items that fail.
        hazards: usize,
        /// Prefer hazards that can be put right at once.
        at_once: bool,
        /// The worker forgets the signatures, and the record will be returned.
        unsigned: bool,
        /// The owner refuses to sign the notice.
        refuses: bool,
    },
}

/// The visits of one worker, in the order of the premises.
pub(crate) fn visits(worker: usize, premises: usize) -> Vec<Visit> {
    let doors = [
        ("locked", "敲门无人应答，电话未接通"),
        ("paused", "业主称装修后再开业"),
        ("locked", "白天上班，约定晚上再来"),
        ("vacant", "房屋空置，水电已停"),
        ("refused", "业主拒绝入内，已告知法律责任"),
    ];
    let mut rng = seeded(SEED, &format!("visits/{worker}"));
    let mut order: Vec<usize> = (0..premises).collect();
    rng.shuffle(&mut order);
    // One record in each grid is returned, one visit ends at the door, a fifth have hazards.
    let with_hazards = premises.div_ceil(5);
    (0..premises)
        .map(|place| {
            let rank = order[place];
            let hazards = match rank {
                rank if rank < with_hazards => 1 + usize::from(rng.happens(200)),
                _ => 0,
            };
            if rank + 1 == premises {
                let (outcome, note) = doors[worker % doors.len()];
                return Visit::AtTheDoor(outcome, note);
            }
            Visit::Inspection {
                hazards,
                at_once: rank % 3 == 1,
                unsigned: rank + 2 == premises,
                refuses: rank == 0 && worker == 3,
            }
        })
        .collect()
}

/// Which items fail: general ones whose photo is demanded, put right at once or by notice.
pub(crate) fn failing<'a>(
    list: &'a Checklist,
    facts: &PremisesFacts,
    hazards: usize,
    at_once: bool,
    key: &str,
) -> Vec<&'a Item> {
    let mut fit: Vec<&Item> = applicable_items(list, facts)
        .into_iter()
        .filter(|item| item.severity_on_fail == ItemSeverity::General)
        .filter(|item| item.photo != PhotoRule::Optional)
        .filter(|item| is_immediate(item) == at_once)
        .collect();
    seeded(SEED, &format!("failing/{key}")).shuffle(&mut fit);
    fit.truncate(hazards);
    fit
}

/// Put right before the worker leaves.
pub(crate) fn is_immediate(item: &Item) -> bool {
    item.default_deadline == DeadlineSpec::Immediate
}
