//! The framework for holding to account: areas, Police and Crime Plans with their priorities, and topics.

pub mod areas;
pub mod plans;
pub mod priorities;
pub mod references;
pub mod topics;
