//! Figures over many records. Each report says in its answer how every figure is defined.

pub mod actions;
