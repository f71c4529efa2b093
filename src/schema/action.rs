//! Actions and the updates on them.

use super::plan::priorities;

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
    }
}

diesel::allow_tables_to_appear_in_same_query!(actions, action_priorities, priorities);
