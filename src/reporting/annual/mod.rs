//! The evidence for an annual report: activity in a financial year under each priority of the plan (s.12 of the Police Reform
//! and Social Responsibility Act 2011: progress against the plan, year by year).

pub mod api;
pub mod model;
pub mod rules;
pub mod store;
