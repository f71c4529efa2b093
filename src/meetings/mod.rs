//! Meetings, who was there, and their agendas.
//!
//! ```text
//! scheduled -> held -> agreed
//! scheduled -> cancelled
//! ```

pub mod model;
