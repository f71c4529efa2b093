//! Groups and parts of questions, the judgements of answers, and the exchanges at meetings.

use super::meeting::meetings;

diesel::table! {
    question_groups (id) {
        id -> Text,
        area -> Text,
        title -> Text,
        context -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
        agenda_item_id -> Nullable<Text>,
        position -> Integer,
        first_put_on -> Nullable<Date>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    question_parts (id) {
        id -> Text,
        area -> Text,
        question_id -> Text,
        position -> Integer,
        printed_number -> Nullable<Text>,
        text -> Text,
        fate -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    answer_judgements (id) {
        id -> Text,
        area -> Text,
        question_id -> Text,
        part_id -> Nullable<Text>,
        question_revision -> Integer,
        fate -> Text,
        reason -> Text,
        judged_by -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        judged_on -> Nullable<Date>,
        judged_capacity -> Nullable<Text>,
        fate_before -> Nullable<Text>,
    }
}

diesel::table! {
    judgements_taken_back (id) {
        id -> Text,
        area -> Text,
        question_id -> Text,
        reason -> Text,
        taken_back_by -> Text,
        taken_back_on -> Date,
        created_at -> Timestamp,
    }
}

diesel::table! {
    exchanges (id) {
        id -> Text,
        area -> Text,
        meeting_id -> Text,
        agenda_item_id -> Nullable<Text>,
        position -> Integer,
        topic_id -> Nullable<Text>,
        question_id -> Nullable<Text>,
        challenge -> Nullable<Text>,
        challenged_by -> Nullable<Text>,
        reply -> Nullable<Text>,
        points -> Text,
        point_speakers -> Text,
        speakers -> Text,
        attribution -> Nullable<Text>,
        revision -> Integer,
        status -> Text,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        returned_on -> Nullable<Date>,
        returned_reason -> Nullable<Text>,
        voided_on -> Nullable<Date>,
        void_reason -> Nullable<Text>,
    }
}

diesel::table! {
    exchange_revisions (exchange_id, revision) {
        exchange_id -> Text,
        revision -> Integer,
        challenge -> Nullable<Text>,
        challenged_by -> Nullable<Text>,
        reply -> Nullable<Text>,
        points -> Text,
        point_speakers -> Text,
        speakers -> Text,
        attribution -> Nullable<Text>,
        reason -> Text,
        replaced_by -> Text,
        replaced_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(exchanges, meetings);
diesel::allow_tables_to_appear_in_same_query!(answer_judgements, judgements_taken_back);
