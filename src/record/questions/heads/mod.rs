//! The heads of accountability: the matters for which the chief constable must in particular be held to account, each with its
//! provision for the kind of body, and the day from which it counts. [docs/LAW.md](../../../../docs/LAW.md) says where they stand and
//! what could not be confirmed.

pub mod api;
pub mod model;
pub mod references;
pub mod rules;
