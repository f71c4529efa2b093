//! Parts of a question: its points, with their printed numbers.
//!
//! The body edits them while the question is a draft; they are final once it is put. Everybody who sees the question sees its
//! parts. The outcome of each is a judgement (`judgements`), of which the latest is kept here as `fate`.

pub mod acts;
pub mod api;
pub mod model;
pub mod store;
