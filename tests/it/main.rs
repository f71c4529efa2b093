//! The integration suite: one binary, the whole application over HTTP, on SQLite and on PostgreSQL.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it wants and falls over when it is not so"
)]

mod access;
mod accounts;
mod actions;
mod addresses;
mod annual_report;
mod answers;
mod answers_migrated;
mod answers_report;
mod architecture;
mod attachments;
mod calendar;
mod citations;
mod commands;
mod commit_lost;
mod conventions;
mod coverage_report;
mod data_points;
mod deadlines;
mod decisions;
mod dependencies;
mod documents;
mod editions;
mod exchanges;
mod exports;
mod feeds;
#[cfg(feature = "s3")]
mod file_store;
mod findings;
mod given_days;
mod handover;
mod handover_files;
mod heads;
mod hostile;
mod import;
mod import_checks;
mod january;
mod kept;
mod knots;
mod large_numbers;
mod links;
mod machine;
mod matters;
mod measures;
mod meetings;
mod merkle;
mod mirror;
mod newer_database;
mod nodes;
mod openapi;
mod openapi_bodies;
mod openapi_limits;
mod openapi_rules;
mod openapi_words;
mod origins;
mod outage;
mod overload;
mod owed;
mod paging;
mod parameters;
mod plain_english;
mod pre_election;
mod public;
mod public_files;
mod public_pages;
mod public_surface;
mod publication;
mod publication_log;
mod published_lists;
mod question_groups;
mod question_parts;
mod races;
mod recommendations;
mod replies;
mod report_actions;
mod report_plans;
mod report_publication;
mod schema;
mod searches;
mod sentences;
mod sessions;
mod sign_in;
mod snapshots;
mod stopping;
mod story;
mod support;
mod third_party;
mod thread;
mod tokens;
mod upgrades;
mod verify;
mod verify_served;
mod visibility;
mod webhooks;
mod webhooks_killed;
mod wings;
