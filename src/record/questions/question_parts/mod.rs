//! Parts of a question: what it asks, point by point, with the numbers the paper prints.
//!
//! The body writes them while the question is a draft; putting the question fixes them with it. Who sees the question sees
//! its parts. What became of each is a judgement (`judgements`), of which the last one stands here as `fate`.

pub mod acts;
pub mod api;
pub mod model;
pub mod store;
