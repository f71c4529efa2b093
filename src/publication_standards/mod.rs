//! The service standard of a body for what it must publish.
