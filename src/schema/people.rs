//! The areas, their offices and the people of them, and the tokens they sign in with.

diesel::table! {
    areas (id) {
        id -> Text,
        slug -> Text,
        code -> Text,
        name -> Text,
        force_name -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    bodies (id) {
        id -> Text,
        area -> Text,
        kind -> Text,
        name -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        succeeded_by -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        area -> Text,
        kind -> Text,
        login -> Text,
        name -> Text,
        role -> Text,
        capacity -> Nullable<Text>,
        scope -> Text,
        status -> Text,
        secret_hash -> Nullable<Text>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    refresh_tokens (hash) {
        hash -> Text,
        family -> Text,
        user_id -> Text,
        scope -> Text,
        issued_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    revoked_tokens (jti) {
        jti -> Text,
        expires_at -> Timestamp,
    }
}

diesel::allow_tables_to_appear_in_same_query!(users, revoked_tokens);
