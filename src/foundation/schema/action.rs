//! Actions, their owners and sources, and their history.

use super::meeting::meetings;
use super::plan::priorities;
use super::question::question_priorities;

diesel::table! {
    actions (id) {
        id -> Text,
        area -> Text,
        reference -> Text,
        text -> Nullable<Text>,
        condition -> Nullable<Text>,
        owner -> Nullable<Text>,
        owner_side -> Nullable<Text>,
        due_on -> Nullable<Date>,
        due_text -> Nullable<Text>,
        priority_ids -> Text,
        question_id -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
        needs_review -> Bool,
        status -> Text,
        status_reason -> Nullable<Text>,
        claimed_by -> Nullable<Text>,
        evidence -> Nullable<Text>,
        times_rejected -> Integer,
        times_reopened -> Integer,
        outcome_check -> Nullable<Text>,
        superseded_by -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        particulars -> Text,
        hands -> Text,
        times_extended -> Integer,
        set_on -> Date,
        voided_on -> Nullable<Date>,
        void_reason -> Nullable<Text>,
        agenda_item_id -> Nullable<Text>,
        escalations -> Text,
        escalated_on -> Nullable<Date>,
        completed_on -> Nullable<Date>,
        completed_in -> Nullable<Text>,
        ended_on -> Nullable<Date>,
        own_reference -> Nullable<Text>,
    }
}

diesel::table! {
    action_owners (action_id, position) {
        action_id -> Text,
        position -> Integer,
        area -> Text,
        capacity -> Nullable<Text>,
        name -> Nullable<Text>,
        side -> Nullable<Text>,
        capacity_key -> Nullable<Text>,
        name_key -> Nullable<Text>,
    }
}

diesel::table! {
    action_sources (action_id, position) {
        action_id -> Text,
        position -> Integer,
        area -> Text,
        kind -> Text,
        source_id -> Text,
    }
}

diesel::table! {
    action_claims (id) {
        id -> Text,
        area -> Text,
        action_id -> Text,
        claimed_by -> Text,
        side -> Text,
        claimed_at -> Timestamp,
        evidence -> Text,
        verdict -> Nullable<Text>,
        verdict_reason -> Nullable<Text>,
        judged_by -> Nullable<Text>,
        judged_at -> Nullable<Timestamp>,
        capacity -> Nullable<Text>,
        judged_capacity -> Nullable<Text>,
        taken_back_on -> Nullable<Date>,
        taken_back_reason -> Nullable<Text>,
        claimed_on -> Nullable<Date>,
        judged_on -> Nullable<Date>,
    }
}

diesel::table! {
    action_reopenings (id) {
        id -> Text,
        area -> Text,
        action_id -> Text,
        from_status -> Text,
        reason -> Text,
        reopened_by -> Text,
        capacity -> Nullable<Text>,
        reopened_on -> Date,
        created_at -> Timestamp,
    }
}

diesel::table! {
    action_checks (id) {
        id -> Text,
        area -> Text,
        action_id -> Text,
        result -> Text,
        reason -> Text,
        checked_by -> Text,
        checked_at -> Timestamp,
        capacity -> Nullable<Text>,
        taken_back_on -> Nullable<Date>,
        taken_back_reason -> Nullable<Text>,
        checked_on -> Nullable<Date>,
    }
}

diesel::table! {
    action_meetings (action_id, meeting_id) {
        action_id -> Text,
        meeting_id -> Text,
        area -> Text,
        note -> Nullable<Text>,
        recorded_by -> Text,
        recorded_at -> Timestamp,
    }
}

diesel::table! {
    action_priorities (action_id, priority_id) {
        action_id -> Text,
        priority_id -> Text,
    }
}

diesel::table! {
    action_updates (id) {
        id -> Text,
        area -> Text,
        action_id -> Text,
        text -> Text,
        author -> Text,
        side -> Text,
        created_at -> Timestamp,
        said_on -> Nullable<Date>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(actions, action_priorities, priorities);
diesel::allow_tables_to_appear_in_same_query!(actions, question_priorities);
diesel::allow_tables_to_appear_in_same_query!(actions, action_claims);
diesel::allow_tables_to_appear_in_same_query!(actions, action_owners);
diesel::allow_tables_to_appear_in_same_query!(actions, action_meetings);
diesel::allow_tables_to_appear_in_same_query!(actions, action_sources);
diesel::allow_tables_to_appear_in_same_query!(action_sources, question_priorities);
diesel::allow_tables_to_appear_in_same_query!(action_claims, action_priorities);
diesel::allow_tables_to_appear_in_same_query!(action_meetings, meetings);

// The columns that the counts of the report are grouped by.
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    actions::set_on,
    actions::status,
    actions::due_on,
    actions::needs_review,
    actions::times_reopened,
    actions::owner,
    actions::particulars,
    actions::priority_ids,
    actions::completed_on,
);
