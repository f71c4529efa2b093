//! Meetings, their attendance and their agenda.

diesel::table! {
    meetings (id) {
        id -> Text,
        area -> Text,
        body_id -> Text,
        kind -> Text,
        title -> Text,
        held_on -> Date,
        starts_at -> Nullable<Text>,
        ends_at -> Nullable<Text>,
        venue -> Nullable<Text>,
        is_public -> Bool,
        significant_public_interest -> Bool,
        significant_public_interest_reason -> Nullable<Text>,
        chair -> Nullable<Text>,
        minute_taker -> Nullable<Text>,
        next_meeting_id -> Nullable<Text>,
        status -> Text,
        cancelled_reason -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        agreed_on -> Nullable<Date>,
        agreed_by -> Nullable<Text>,
        agreed_capacity -> Nullable<Text>,
        reinstated_reason -> Nullable<Text>,
        held_in -> Nullable<Text>,
    }
}

diesel::table! {
    attendance (id) {
        id -> Text,
        area -> Text,
        meeting_id -> Text,
        name -> Text,
        capacity -> Text,
        attended -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
        publish_name -> Nullable<Bool>,
    }
}

diesel::table! {
    agenda_items (id) {
        id -> Text,
        area -> Text,
        meeting_id -> Text,
        parent_id -> Nullable<Text>,
        position -> Integer,
        printed_number -> Nullable<Text>,
        kind -> Text,
        title -> Text,
        note -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}
