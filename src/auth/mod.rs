//! Police areas and oversight bodies.
