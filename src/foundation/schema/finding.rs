//! Findings, the comments on them, their ratings, and the rating scales.

use super::plan::priorities;
use super::question::question_priorities;

diesel::table! {
    rating_scales (id) {
        id -> Text,
        area -> Text,
        body_id -> Text,
        name -> Text,
        grades -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    findings (id) {
        id -> Text,
        area -> Text,
        reference -> Nullable<Text>,
        kind -> Text,
        text -> Text,
        acknowledged_by -> Nullable<Text>,
        revision -> Integer,
        priority_ids -> Text,
        topic_id -> Nullable<Text>,
        question_id -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
        agenda_item_id -> Nullable<Text>,
        status -> Text,
        shared_on -> Nullable<Date>,
        comment_due_on -> Nullable<Date>,
        force_replied -> Bool,
        confirmed_on -> Nullable<Date>,
        performance_code -> Nullable<Text>,
        performance_label -> Nullable<Text>,
        plan_code -> Nullable<Text>,
        plan_label -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        comment_due_text -> Nullable<Text>,
        needs_review -> Bool,
    }
}

diesel::table! {
    finding_priorities (finding_id, priority_id) {
        finding_id -> Text,
        priority_id -> Text,
    }
}

diesel::table! {
    finding_revisions (finding_id, revision) {
        finding_id -> Text,
        revision -> Integer,
        text -> Text,
        acknowledged_by -> Nullable<Text>,
        comment_due_on -> Nullable<Date>,
        reason -> Text,
        replaced_by -> Text,
        replaced_at -> Timestamp,
    }
}

diesel::table! {
    finding_ratings (id) {
        id -> Text,
        area -> Text,
        finding_id -> Text,
        performance_scale_id -> Nullable<Text>,
        performance_code -> Nullable<Text>,
        performance_label -> Nullable<Text>,
        plan_scale_id -> Nullable<Text>,
        plan_code -> Nullable<Text>,
        plan_label -> Nullable<Text>,
        reason -> Text,
        given_while -> Text,
        rated_by -> Text,
        rated_at -> Timestamp,
        capacity -> Nullable<Text>,
        rated_on -> Nullable<Date>,
    }
}

diesel::table! {
    finding_comments (id) {
        id -> Text,
        area -> Text,
        finding_id -> Text,
        finding_revision -> Integer,
        text -> Nullable<Text>,
        no_comment -> Bool,
        late -> Bool,
        author -> Text,
        created_at -> Timestamp,
        capacity -> Nullable<Text>,
        agrees -> Nullable<Text>,
        made_on -> Nullable<Date>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(findings, finding_priorities, priorities);
diesel::allow_tables_to_appear_in_same_query!(findings, question_priorities);
