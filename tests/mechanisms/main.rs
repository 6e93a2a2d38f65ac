//! One acceptance test per mechanism of the source documents, named by its id, driving the public
//! facade of the phone and the API of the relay.

#[path = "../world/mod.rs"]
mod world;

mod support;

mod s0_05_four_responsible_parties;
mod s0_14_enterprise_officer;
mod s0_15_patrol_plan_and_no_skipped_state;
mod s0_17_one_ledger_for_all_channels;
mod s0_18_regrade_with_history;
mod s0_19_frequency_by_grade_and_type;
mod s0_21_numbered_dispatch_and_close_out;
mod s0_22_five_stage_log;
mod s0_23_census_sweep;
mod s0_24_four_grades;
mod s0_25_responsibility_before_notice;
mod s0_26_general_hazards_stay_in_the_township;
mod s0_28_suspected_major_is_flagged;
mod s2_07_both_agencies_on_one_timeline;
mod s2_15_three_mandatory_fields;
mod s2_22_measures_for_rental_housing;
mod s2_27_grade_and_credit_decide;
