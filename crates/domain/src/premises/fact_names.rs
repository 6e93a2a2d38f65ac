//! The names that conditions of a policy pack may use.

/// Facts of the premises file itself.
pub const PREMISES_FACTS: &[&str] = &[
    // Counts.
    "area_square_meters",
    "beds",
    "diners",
    "dormitory_persons",
    "ebike_count",
    "exits",
    "floor_level",
    "floors",
    "persons",
    "pupils",
    "rooms",
    "staff",
    "stairs",
    // Yes or no.
    "basement_used",
    "bottled_gas",
    "dust",
    "fire_in_24m",
    "has_private_rooms",
    "networked_smoke_alarm",
    "over_threshold",
    "police_listed",
    "self_built",
    "simple_sprinkler",
    "single_exit",
    "solvent",
    "three_in_one",
    "three_in_one_unseparated",
    "training_ok_12m",
    "vulnerable_people",
    "wood_or_sandwich_panel",
    // Minutes.
    "dist_fire_station_min",
];

/// Facts counted from the records of a premises, for risk and frequency.
pub const RECORD_FACTS: &[&str] = &[
    "open_general",
    "open_life_threat",
    "overdue",
    "repeat_hazard_12m",
    "verified_report_6m",
    "no_check_over_2_cycles",
    "no_hazard_2_cycles",
    "suspected_major",
    "major_confirmed",
];

/// True if a condition may speak of this fact.
#[must_use]
pub fn is_fact_name(name: &str) -> bool {
    PREMISES_FACTS.contains(&name) || RECORD_FACTS.contains(&name)
}
