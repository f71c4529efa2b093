//! Webhooks, their secrets, their deliveries, and the overdue actions already notified.

use super::action::actions;

diesel::table! {
    webhooks (id) {
        id -> Text,
        area -> Text,
        side -> Text,
        url -> Text,
        description -> Nullable<Text>,
        events -> Text,
        status -> Text,
        status_reason -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    webhook_secrets (id) {
        id -> Text,
        area -> Text,
        webhook_id -> Text,
        secret -> Text,
        expires_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    webhook_deliveries (id) {
        id -> Text,
        area -> Text,
        webhook_id -> Text,
        message_id -> Text,
        event -> Text,
        payload -> Text,
        status -> Text,
        attempts -> Integer,
        next_attempt_at -> Nullable<Timestamp>,
        first_attempt_at -> Nullable<Timestamp>,
        last_attempt_at -> Nullable<Timestamp>,
        response_status -> Nullable<Integer>,
        response_excerpt -> Nullable<Text>,
        error -> Nullable<Text>,
        duration_ms -> Nullable<Integer>,
        delivered_at -> Nullable<Timestamp>,
        replay_of -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    overdue_notices (action_id, due_on) {
        action_id -> Text,
        due_on -> Date,
        area -> Text,
        noticed_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(overdue_notices, actions);
