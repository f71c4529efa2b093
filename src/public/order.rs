//! The sort orders of the public lists, and their paging parameters.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use crate::foundation::db::text_enum;
use crate::http::paging::{Paging, SortKey};

/// Defines what a list is ordered by, and the orders that follow from it: each upwards and downwards.
macro_rules! orders {
    (
        $(#[$sort_doc:meta])* $sort:ident,
        $(#[$order_doc:meta])* $order:ident { $($up:ident = $up_text:tt, $down:ident = $down_text:tt;)+ }
    ) => {
        text_enum!($(#[$sort_doc])* $sort { $($up = $up_text),+ });
        text_enum!($(#[$order_doc])* $order { $($up = $up_text, $down = $down_text),+ });

        impl SortKey for $sort {
            const KEYS: &'static [Self] = Self::ALL;
        }
    };
}

orders!(
    /// Orders of the public lists: id (the order of creation), time of the last publication, the record's own day.
    PublicSort,
    /// The sort orders of the public lists: id (order of creation), time it was last republished, or its own day; `-` is
    /// descending.
    PublicOrder {
        Id = "id", IdDescending = "-id";
        UpdatedAt = "updated_at", UpdatedAtDescending = "-updated_at";
        Day = "day", DayDescending = "-day";
    }
);

orders!(
    /// The sort keys of the list of published editions.
    PublicEditionSort,
    /// The sort orders of the list of published editions: id (order of creation), or time it was last published, superseded or
    /// withdrawn; `-` is descending.
    PublicEditionOrder {
        Id = "id", IdDescending = "-id";
        UpdatedAt = "updated_at", UpdatedAtDescending = "-updated_at";
    }
);

/// A sort order of a public list, and its paging parameters.
pub trait PublicOrdered: SortKey {
    type Paging: DeserializeOwned + IntoParams + Into<Paging> + 'static;
}

impl PublicOrdered for PublicSort {
    type Paging = PublicPaging;
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
        Self { cursor, limit, sort: sort.map(|order| order.to_string()), count, fields: Vec::new() }
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
        Self { cursor, limit, sort: sort.map(|order| order.to_string()), count, fields: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The orders of a list are what it is ordered by, upwards and downwards.
    fn both_ways(sorts: &[&'static str]) -> Vec<String> {
        sorts.iter().flat_map(|sort| [(*sort).to_owned(), format!("-{sort}")]).collect()
    }

    #[test]
    fn every_order_is_one_of_a_sort() {
        let sorts: Vec<_> = PublicSort::ALL.iter().map(|sort| sort.as_str()).collect();
        assert_eq!(PublicOrder::ALL.iter().map(ToString::to_string).collect::<Vec<_>>(), both_ways(&sorts));
        let sorts: Vec<_> = PublicEditionSort::ALL.iter().map(|sort| sort.as_str()).collect();
        assert_eq!(PublicEditionOrder::ALL.iter().map(ToString::to_string).collect::<Vec<_>>(), both_ways(&sorts));
    }
}
