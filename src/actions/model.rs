//! Actions as data.

use crate::db::id_type;

id_type!(
    /// The id of an action.
    ActionId
);
