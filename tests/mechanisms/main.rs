//! One acceptance test per mechanism of the source documents, named by its id, driving the public
//! facade of the phone and the API of the relay.

#[path = "../world/mod.rs"]
mod world;

mod support;

mod quick_hazard;
mod s0_05_four_responsible_parties;
mod s0_06_type_to_department;
mod s0_14_enterprise_officer;
mod s0_15_patrol_plan_and_no_skipped_state;
mod s0_17_one_ledger_for_all_channels;
mod s0_18_regrade_with_history;
mod s0_19_frequency_by_grade_and_type;
mod s0_20_fifteen_day_close_out;
mod s0_21_numbered_dispatch_and_close_out;
mod s0_22_five_stage_log;
mod s0_23_census_sweep;
mod s0_24_four_grades;
mod s0_25_responsibility_before_notice;
mod s0_26_general_hazards_stay_in_the_township;
mod s0_28_suspected_major_is_flagged;
mod s0_29_picture_guides;
mod s0_41_who_knew_what_when;
mod s1_14_every_risk_point_has_a_name;
mod s2_07_both_agencies_on_one_timeline;
mod s2_10_quick_report;
mod s2_15_three_mandatory_fields;
mod s2_21_coded_check_items;
mod s2_22_measures_for_rental_housing;
mod s2_27_grade_and_credit_decide;
mod s2_41_days_without_a_relay;
mod s3_09_one_state_machine;
mod s3_11_police_listed_monthly;
mod s3_12_listed_units_reconcile;
mod s3_14_credential_register;
mod s3_15_no_certificate_no_inspection;
mod s3_20_checklists_by_type;
mod s3_22_self_built_key_control;
mod s4_02_grid_tree;
mod s4_04_named_person;
mod s4_05_check_day;
mod s4_06_notice_on_paper;
mod s4_07_recheck_window;
mod s4_08_escalation_to_police;
mod s4_09_weekly_round;
mod s4_10_roll_up_by_village;
mod s4_16_coverage_and_gaps;
mod s4_17_dossier;
mod s4_20_load_of_a_township;
mod s4_22_ledger;
mod s4_23_no_gap_in_the_net;
mod s4_25_zone_card;
