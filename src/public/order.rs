//! The orders of the public lists, and the parameters of their pages.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use crate::foundation::db::text_enum;
use crate::http::paging::{Paging, SortKey};

text_enum!(
    /// What the public lists are ordered by: id (the order of creation), when it was last published anew, its own day.
    PublicSort {
        Id = "id",
        UpdatedAt = "updated_at",
        Day = "day",
    }
);

text_enum!(
    /// The orders of the public lists: by id (the order of creation), by when it was last published anew, by its own day; `-` is
    /// descending.
    PublicOrder {
        Id = "id",
        IdDescending = "-id",
        UpdatedAt = "updated_at",
        UpdatedAtDescending = "-updated_at",
        Day = "day",
        DayDescending = "-day",
    }
);

text_enum!(
    /// What the list of published editions is ordered by.
    PublicEditionSort {
        Id = "id",
        UpdatedAt = "updated_at",
    }
);

text_enum!(
    /// The orders of the list of published editions: by id (the order of creation), by when it was last published, superseded or
    /// withdrawn; `-` is descending.
    PublicEditionOrder {
        Id = "id",
        IdDescending = "-id",
        UpdatedAt = "updated_at",
        UpdatedAtDescending = "-updated_at",
    }
);

/// The order of a public list, and the parameters of its pages.
pub trait PublicOrdered: SortKey {
    type Paging: DeserializeOwned + IntoParams + Into<Paging> + 'static;
}

impl SortKey for PublicSort {
    const KEYS: &'static [Self] = Self::ALL;
}

impl PublicOrdered for PublicSort {
    type Paging = PublicPaging;
}

impl SortKey for PublicEditionSort {
    const KEYS: &'static [Self] = Self::ALL;
}

impl PublicOrdered for PublicEditionSort {
    type Paging = PublicEditionPaging;
}

/// The page of a public list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicPaging {
    /// Where to go on: from `links.next` or `links.prev`, not made by hand.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// The order: `id`, `updated_at` (when it was last published anew) or `day`, `-` before it for descending.
    #[param(example = "-updated_at")]
    pub sort: Option<PublicOrder>,
    /// `exact` adds `page.total` and `page.total_relation`; counting stops at 10000.
    #[param(pattern = "^exact$")]
    pub count: Option<String>,
}

impl From<PublicPaging> for Paging {
    fn from(PublicPaging { cursor, limit, sort, count }: PublicPaging) -> Self {
        Self { cursor, limit, sort: sort.map(|order| order.to_string()), count, fields: None }
    }
}

/// The page of the list of published editions, which have no day of their own.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicEditionPaging {
    /// Where to go on: from `links.next` or `links.prev`, not made by hand.
    pub cursor: Option<String>,
    /// Rows a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// The order: `id` or `updated_at` (when it was last published, superseded or withdrawn), `-` before it for descending.
    #[param(example = "-updated_at")]
    pub sort: Option<PublicEditionOrder>,
    /// `exact` adds `page.total` and `page.total_relation`; counting stops at 10000.
    #[param(pattern = "^exact$")]
    pub count: Option<String>,
}

impl From<PublicEditionPaging> for Paging {
    fn from(PublicEditionPaging { cursor, limit, sort, count }: PublicEditionPaging) -> Self {
        Self { cursor, limit, sort: sort.map(|order| order.to_string()), count, fields: None }
    }
}
