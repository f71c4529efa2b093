//! Follow-up intentions: subjects the body said it is likely to return to.

diesel::table! {
    follow_ups (id) {
        id -> Text,
        area -> Text,
        text -> Text,
        how -> Text,
        stated_by -> Nullable<Text>,
        topic_id -> Nullable<Text>,
        question_id -> Nullable<Text>,
        meeting_id -> Nullable<Text>,
        expected_on -> Nullable<Date>,
        expected_text -> Nullable<Text>,
        status -> Text,
        status_reason -> Nullable<Text>,
        taken_up_meeting_id -> Nullable<Text>,
        taken_up_question_id -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}
