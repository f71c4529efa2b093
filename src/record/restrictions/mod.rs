//! Drafts that only named people of their own side read, with the reason: a case of misconduct, a death in custody.
//!
//! Every slice that has such drafts asks [`store::hidden`] in its `visible`, so that what a reader is not named in does not exist for
//! it. A restriction ends by itself when the draft stops being one; the acts that do so call [`store::end`].

pub mod acts;
pub mod model;
pub mod rules;
pub mod store;
pub mod view;
