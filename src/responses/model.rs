//! Responses as data.

use crate::db::id_type;

id_type!(
    /// The id of a response.
    ResponseId
);
