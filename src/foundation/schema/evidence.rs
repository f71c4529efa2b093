//! Measures, data points and attached files.

use super::action::actions;
use super::answer::exchanges;
use super::decision::decisions;
use super::finding::findings;
use super::meeting::meetings;
use super::paper::papers;
use super::plan::priorities;
use super::question::{questions, responses};
use super::recommendation::recommendation_sets;

diesel::table! {
    measures (id) {
        id -> Text,
        area -> Text,
        name -> Text,
        definition -> Text,
        unit -> Text,
        unit_kind -> Text,
        direction -> Text,
        numerator -> Nullable<Text>,
        denominator -> Nullable<Text>,
        topic_id -> Nullable<Text>,
        priority_ids -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    measure_priorities (measure_id, priority_id) {
        area -> Text,
        measure_id -> Text,
        priority_id -> Text,
    }
}

diesel::table! {
    data_points (id) {
        id -> Text,
        area -> Text,
        side -> Text,
        measure_id -> Nullable<Text>,
        label -> Text,
        unit -> Nullable<Text>,
        kind -> Text,
        value -> Text,
        conditional_on -> Nullable<Text>,
        period_from -> Nullable<Date>,
        period_to -> Nullable<Date>,
        period_text -> Nullable<Text>,
        as_of -> Nullable<Date>,
        collected -> Text,
        caveat -> Nullable<Text>,
        said_by -> Text,
        as_stated -> Nullable<Text>,
        question_id -> Nullable<Text>,
        response_id -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
        topic_id -> Nullable<Text>,
        priority_ids -> Text,
        supersedes -> Nullable<Text>,
        supersede_reason -> Nullable<Text>,
        superseded_by -> Nullable<Text>,
        status -> Text,
        submitted_at -> Nullable<Timestamp>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    data_point_priorities (data_point_id, priority_id) {
        area -> Text,
        data_point_id -> Text,
        priority_id -> Text,
    }
}

diesel::table! {
    data_point_conflicts (data_point_id, other_id) {
        area -> Text,
        data_point_id -> Text,
        other_id -> Text,
    }
}

diesel::table! {
    attachments (id) {
        id -> Text,
        area -> Text,
        side -> Text,
        name -> Text,
        media_type -> Text,
        bytes -> BigInt,
        sha256 -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    attachment_citations (id) {
        id -> Text,
        area -> Text,
        attachment_id -> Text,
        resource -> Text,
        resource_id -> Text,
        note -> Nullable<Text>,
        side -> Text,
        cited_by -> Text,
        created_at -> Timestamp,
        publish -> Bool,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    stray_files (id) {
        id -> Text,
        area -> Text,
        condemned -> Bool,
        noted_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(measures, measure_priorities, priorities);
diesel::allow_tables_to_appear_in_same_query!(data_points, data_point_priorities, priorities);
diesel::allow_tables_to_appear_in_same_query!(attachments, attachment_citations, data_points);
diesel::allow_tables_to_appear_in_same_query!(attachment_citations, questions);
diesel::allow_tables_to_appear_in_same_query!(attachment_citations, responses);
diesel::allow_tables_to_appear_in_same_query!(attachment_citations, actions);
diesel::allow_tables_to_appear_in_same_query!(attachment_citations, findings);
diesel::allow_tables_to_appear_in_same_query!(attachment_citations, meetings);
diesel::allow_tables_to_appear_in_same_query!(attachments, questions);
diesel::allow_tables_to_appear_in_same_query!(attachments, responses);
diesel::allow_tables_to_appear_in_same_query!(attachments, actions);
diesel::allow_tables_to_appear_in_same_query!(attachments, findings);
diesel::allow_tables_to_appear_in_same_query!(attachments, meetings);
diesel::allow_tables_to_appear_in_same_query!(attachment_citations, papers);
diesel::allow_tables_to_appear_in_same_query!(attachment_citations, decisions);
diesel::allow_tables_to_appear_in_same_query!(attachment_citations, exchanges);
diesel::allow_tables_to_appear_in_same_query!(attachment_citations, recommendation_sets);
diesel::allow_tables_to_appear_in_same_query!(attachments, papers);
diesel::allow_tables_to_appear_in_same_query!(attachments, decisions);
diesel::allow_tables_to_appear_in_same_query!(attachments, exchanges);
diesel::allow_tables_to_appear_in_same_query!(attachments, recommendation_sets);
