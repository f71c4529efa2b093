//! The owners of an action.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::validate::{Faults, ITEMS};
use crate::record::model::OwnerSide;

/// An owner of an action: a capacity, a person, or a person in a capacity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"capacity": "CC", "name": null, "side": "force"}))]
pub struct Owner {
    #[schema(example = "CC")]
    pub capacity: Option<String>,
    pub name: Option<String>,
    /// Side of the owner; absent when unknown.
    pub side: Option<OwnerSide>,
}

/// The sides of the owners of an action, as far as they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    Force,
    Body,
    Both,
    Unknown,
}

impl Sides {
    /// Combines `sides`; unknown ones are ignored.
    pub fn of(sides: impl IntoIterator<Item = Option<OwnerSide>>) -> Self {
        sides.into_iter().flatten().fold(Self::Unknown, |so_far, side| match (so_far, side) {
            (Self::Unknown | Self::Force, OwnerSide::Force) => Self::Force,
            (Self::Unknown | Self::Body, OwnerSide::Body) => Self::Body,
            (Self::Both, _) | (Self::Force, OwnerSide::Body) | (Self::Body, OwnerSide::Force) => Self::Both,
        })
    }

    /// Returns the side, if there is only one.
    pub const fn only(self) -> Option<OwnerSide> {
        match self {
            Self::Force => Some(OwnerSide::Force),
            Self::Body => Some(OwnerSide::Body),
            Self::Both | Self::Unknown => None,
        }
    }
}

/// The owners of an action in both forms: the short one, and the list if one was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ownership {
    /// Owners as printed in the record.
    pub printed: Option<String>,
    /// Side of the single printed owner.
    pub side: Option<OwnerSide>,
    /// List of owners; empty when only the short form was given.
    pub listed: Vec<Owner>,
}

impl Ownership {
    /// Returns the owners: those listed, or the printed one, which the record names by capacity.
    pub fn owners(&self) -> Vec<Owner> {
        match (&self.listed[..], &self.printed) {
            ([], Some(printed)) => vec![Owner { capacity: Some(printed.clone()), name: None, side: self.side }],
            ([], None) => Vec::new(),
            (listed, _) => listed.to_vec(),
        }
    }

    /// Returns the sides of the owners.
    pub fn sides(&self) -> Sides {
        match &self.listed[..] {
            [] => Sides::of([self.side]),
            listed => Sides::of(listed.iter().map(|owner| owner.side)),
        }
    }
}

/// Returns the short form of a list: `CC, DPCC A. Deputy`.
pub fn in_print(owners: &[Owner]) -> Option<String> {
    let one = |owner: &Owner| [&owner.capacity, &owner.name].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    (!owners.is_empty()).then(|| owners.iter().map(one).collect::<Vec<_>>().join(", "))
}

/// Checks a list of owners from a caller.
pub fn check(faults: &mut Faults, owners: &mut [Owner]) {
    faults.at_most("/owners", owners.len(), ITEMS);
    for (index, owner) in owners.iter_mut().enumerate().take(ITEMS) {
        let at = format!("/owners/{index}");
        owner.capacity = faults.optional_line(&format!("{at}/capacity"), owner.capacity.as_deref());
        owner.name = faults.optional_line(&format!("{at}/name"), owner.name.as_deref());
        if owner.capacity.is_none() && owner.name.is_none() {
            faults.add(&at, "must have a capacity or a name");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_of_several() {
        let (force, body) = (Some(OwnerSide::Force), Some(OwnerSide::Body));
        for (sides, want) in [
            (vec![], Sides::Unknown),
            (vec![None, None], Sides::Unknown),
            (vec![force, None], Sides::Force),
            (vec![body, body], Sides::Body),
            (vec![force, body], Sides::Both),
            (vec![body, None, force, force], Sides::Both),
        ] {
            assert_eq!(Sides::of(sides.clone()), want, "{sides:?}");
        }
    }

    #[test]
    fn both_forms_say_the_same() {
        let owner = |capacity: Option<&str>, name: Option<&str>| Owner {
            capacity: capacity.map(str::to_owned),
            name: name.map(str::to_owned),
            side: None,
        };
        let short = Ownership { printed: Some("CC".into()), side: Some(OwnerSide::Force), listed: Vec::new() };
        assert_eq!(short.owners(), [Owner { side: Some(OwnerSide::Force), ..owner(Some("CC"), None) }]);
        let several = [owner(Some("CC"), None), owner(Some("DPCC"), Some("A. Deputy")), owner(None, Some("B. Officer"))];
        assert_eq!(in_print(&several).as_deref(), Some("CC, DPCC A. Deputy, B. Officer"));
        assert_eq!(in_print(&[]), None);
    }
}
