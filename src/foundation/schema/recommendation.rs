//! Reports from outside, their recommendations, progress claims, and the body's responses.

use super::publication::{editions, published_elsewhere};
use super::service::audit;

diesel::table! {
    recommendation_sets (id) {
        id -> Text,
        area -> Text,
        source -> Text,
        title -> Text,
        published_by -> Text,
        published_on -> Nullable<Date>,
        published_text -> Nullable<Text>,
        url -> Nullable<Text>,
        summary -> Nullable<Text>,
        topic_id -> Nullable<Text>,
        priority_ids -> Text,
        meeting_id -> Nullable<Text>,
        question_id -> Nullable<Text>,
        counts -> Text,
        stated_total -> Nullable<Integer>,
        discrepancy_note -> Nullable<Text>,
        comments_due_on -> Nullable<Date>,
        statutory_due_on -> Nullable<Date>,
        status -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        response_due_on -> Nullable<Date>,
        is_peel -> Bool,
    }
}

diesel::table! {
    recommendation_set_priorities (set_id, priority_id) {
        set_id -> Text,
        priority_id -> Text,
    }
}

diesel::table! {
    recommendation_set_due_days (set_id, due_on) {
        set_id -> Text,
        due_on -> Date,
    }
}

diesel::table! {
    recommendation_set_comments (id) {
        id -> Text,
        area -> Text,
        set_id -> Text,
        text -> Text,
        author -> Text,
        capacity -> Nullable<Text>,
        made_on -> Date,
        created_at -> Timestamp,
    }
}

diesel::table! {
    recommendations (id) {
        id -> Text,
        area -> Text,
        set_id -> Text,
        printed_number -> Nullable<Text>,
        text -> Text,
        addressed_to -> Text,
        due_on -> Nullable<Date>,
        due_text -> Nullable<Text>,
        status -> Text,
        status_reason -> Nullable<Text>,
        claimed_by -> Nullable<Text>,
        evidence -> Nullable<Text>,
        times_rejected -> Integer,
        force_answer -> Text,
        body_answer -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        extensions -> Text,
        escalations -> Text,
        escalated_on -> Nullable<Date>,
        hands -> Text,
        completed_on -> Nullable<Date>,
        ended_on -> Nullable<Date>,
    }
}

diesel::table! {
    progress_claims (id) {
        id -> Text,
        area -> Text,
        set_id -> Text,
        side -> Text,
        text -> Text,
        asserted_by -> Text,
        asserted_on -> Date,
        question_id -> Nullable<Text>,
        response_id -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
        figure -> Text,
        resolution -> Text,
        status -> Text,
        status_reason -> Nullable<Text>,
        recorded_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    report_responses (id) {
        id -> Text,
        area -> Text,
        set_id -> Text,
        text -> Text,
        sent_to -> Text,
        status -> Text,
        completed_on -> Nullable<Date>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        sent_to_panel_on -> Nullable<Date>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(recommendation_sets, recommendation_set_priorities);
diesel::allow_tables_to_appear_in_same_query!(recommendation_sets, recommendation_set_due_days);
diesel::allow_tables_to_appear_in_same_query!(recommendations, audit);
diesel::allow_tables_to_appear_in_same_query!(recommendation_sets, recommendations);
diesel::allow_tables_to_appear_in_same_query!(recommendation_set_priorities, recommendations);
diesel::allow_tables_to_appear_in_same_query!(recommendation_sets, progress_claims);
diesel::allow_tables_to_appear_in_same_query!(recommendation_sets, report_responses);
diesel::allow_tables_to_appear_in_same_query!(recommendation_sets, editions);
diesel::allow_tables_to_appear_in_same_query!(recommendation_sets, published_elsewhere);

// The columns that the year's recommendations are counted by.
diesel::allow_columns_to_appear_in_same_group_by_clause!(recommendation_set_priorities::priority_id, recommendations::status);

// The columns that the report on deadlines counts by.
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    recommendations::status,
    recommendations::due_on,
    recommendations::completed_on,
);
