//! Answerable: the record of how a police force is held to account, as linked, dated, role-guarded data.
//!
//! Read in this order: the words of the domain are in the slices (`plans`, `topics`, `meetings`, `questions`, `responses`,
//! `findings`, `actions`), each with its data, its rules, its SQL and its HTTP; `http` holds every convention they share; `actor` says
//! who is asking; `db` is the only way to the database; `routes` mounts it all. docs/ARCHITECTURE.md is the map.

pub mod cli;
pub mod config;

pub mod app;
pub mod routes;
pub mod server;

pub mod actor;
pub mod auth;

pub mod actions;
pub mod agenda;
pub mod archive;
pub mod areas;
pub mod assurance;
pub mod attachments;
pub mod attendance;
pub mod audit;
pub mod calendar;
pub mod data_points;
pub mod deadlines;
pub mod decisions;
pub mod editions;
pub mod exchanges;
pub mod findings;
pub mod follow_ups;
pub mod handover;
pub mod import;
pub mod judgements;
pub mod links;
pub mod matters;
pub mod measures;
pub mod meetings;
pub mod papers;
pub mod plans;
pub mod priorities;
pub mod progress_claims;
pub mod public;
pub mod publication;
pub mod publication_delegations;
pub mod publication_holds;
pub mod publication_standards;
pub mod question_groups;
pub mod question_parts;
pub mod questions;
pub mod rating_scales;
pub mod recommendation_sets;
pub mod recommendations;
pub mod redactions;
pub mod report_responses;
pub mod reports;
pub mod responses;
pub mod thread;
pub mod topics;
pub mod transparency;
pub mod users;
pub mod verify;
pub mod webhooks;

pub mod clock;
pub mod day;
pub mod db;
pub mod digest;
pub mod error;
pub mod feeds;
pub mod files;
pub mod http;
pub mod input;
pub mod schema;
pub mod signing;
