//! Questions and the responses to them.

use super::plan::priorities;

diesel::table! {
    questions (id) {
        id -> Text,
        area -> Text,
        reference -> Nullable<Text>,
        form -> Text,
        text -> Text,
        context -> Nullable<Text>,
        revision -> Integer,
        priority_ids -> Text,
        topic_id -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
        agenda_item_id -> Nullable<Text>,
        printed_number -> Nullable<Text>,
        asked_by -> Nullable<Text>,
        put_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
        status -> Text,
        outcome -> Nullable<Text>,
        status_reason -> Nullable<Text>,
        brought_forward_from -> Nullable<Text>,
        carried_forward_to -> Nullable<Text>,
        group_id -> Nullable<Text>,
        received_on -> Nullable<Date>,
        part_count -> Integer,
        first_response_on -> Nullable<Date>,
        final_response_on -> Nullable<Date>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        heads -> Text,
        returned_on -> Nullable<Date>,
        replied_since -> Nullable<Date>,
        due_text -> Nullable<Text>,
        due_rule -> Text,
        needs_review -> Bool,
        urgent -> Bool,
        urgent_reason -> Nullable<Text>,
        escalations -> Text,
        escalated_on -> Nullable<Date>,
    }
}

diesel::table! {
    question_heads (question_id, head) {
        area -> Text,
        question_id -> Text,
        head -> Text,
    }
}

diesel::table! {
    question_priorities (question_id, priority_id) {
        question_id -> Text,
        priority_id -> Text,
    }
}

diesel::table! {
    question_revisions (question_id, revision) {
        question_id -> Text,
        revision -> Integer,
        text -> Text,
        context -> Nullable<Text>,
        reason -> Text,
        replaced_by -> Text,
        replaced_at -> Timestamp,
    }
}

diesel::table! {
    responses (id) {
        id -> Text,
        area -> Text,
        question_id -> Text,
        question_revision -> Integer,
        side -> Text,
        text -> Text,
        points -> Text,
        revision -> Integer,
        speakers -> Text,
        attribution -> Text,
        mode -> Text,
        holding -> Bool,
        status -> Text,
        status_reason -> Nullable<Text>,
        submitted_at -> Nullable<Timestamp>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        given_on -> Nullable<Date>,
    }
}

diesel::table! {
    response_revisions (response_id, revision) {
        response_id -> Text,
        revision -> Integer,
        text -> Text,
        points -> Text,
        reason -> Text,
        replaced_by -> Text,
        replaced_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(questions, question_priorities, priorities);
diesel::allow_tables_to_appear_in_same_query!(questions, question_heads);
diesel::allow_tables_to_appear_in_same_query!(questions, responses);
