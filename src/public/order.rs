//! The sort orders of the public lists, and their paging parameters.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use crate::foundation::db::text_enum;
use crate::http::paging::{Paging, SortKey};

text_enum!(
    /// The sort keys of the public lists: id (order of creation), time it was last republished, and its own day.
    PublicSort {
        Id = "id",
        UpdatedAt = "updated_at",
        Day = "day",
    }
);

text_enum!(
    /// The sort orders of the public lists: id (order of creation), time it was last republished, or its own day; `-` is
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
    /// The sort keys of the list of published editions.
    PublicEditionSort {
        Id = "id",
        UpdatedAt = "updated_at",
    }
);

text_enum!(
    /// The sort orders of the list of published editions: id (order of creation), or time it was last published, superseded or
    /// withdrawn; `-` is descending.
    PublicEditionOrder {
        Id = "id",
        IdDescending = "-id",
        UpdatedAt = "updated_at",
        UpdatedAtDescending = "-updated_at",
    }
);

/// A sort order of a public list, and its paging parameters.
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

/// Paging parameters of a public list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicPaging {
    /// Opaque cursor from `links.next` or `links.prev`.
    pub cursor: Option<String>,
    /// Maximum number of rows on a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Sort order: `id`, `updated_at` (last republished) or `day`, prefixed with `-` for descending.
    #[param(example = "-updated_at")]
    pub sort: Option<PublicOrder>,
    /// `exact` adds `page.total` and `page.total_relation`. Counting stops at 10000.
    #[param(pattern = "^exact$")]
    pub count: Option<String>,
}

impl From<PublicPaging> for Paging {
    fn from(PublicPaging { cursor, limit, sort, count }: PublicPaging) -> Self {
        Self { cursor, limit, sort: sort.map(|order| order.to_string()), count, fields: None }
    }
}

/// Paging parameters of the list of published editions, which have no day of their own.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PublicEditionPaging {
    /// Opaque cursor from `links.next` or `links.prev`.
    pub cursor: Option<String>,
    /// Maximum number of rows on a page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<u16>,
    /// Sort order: `id` or `updated_at` (last published, superseded or withdrawn), prefixed with `-` for descending.
    #[param(example = "-updated_at")]
    pub sort: Option<PublicEditionOrder>,
    /// `exact` adds `page.total` and `page.total_relation`. Counting stops at 10000.
    #[param(pattern = "^exact$")]
    pub count: Option<String>,
}

impl From<PublicEditionPaging> for Paging {
    fn from(PublicEditionPaging { cursor, limit, sort, count }: PublicEditionPaging) -> Self {
        Self { cursor, limit, sort: sort.map(|order| order.to_string()), count, fields: None }
    }
}
