//! The integration suite: one binary, the whole application over HTTP, on SQLite and on PostgreSQL.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it wants and falls over when it is not so"
)]

mod access;
mod actions;
mod answers;
mod answers_report;
mod architecture;
mod attachments;
mod calendar;
mod commands;
mod conventions;
mod data_points;
mod deadlines;
mod decisions;
mod editions;
mod exchanges;
mod feeds;
mod file_store;
mod findings;
mod import;
mod links;
mod machine;
mod matters;
mod measures;
mod meetings;
mod openapi;
mod outage;
mod paging;
mod public;
mod question_groups;
mod question_parts;
mod races;
mod recommendations;
mod report_actions;
mod schema;
mod sign_in;
mod story;
mod support;
mod third_party;
mod tokens;
mod visibility;
