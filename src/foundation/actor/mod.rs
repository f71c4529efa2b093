//! The caller: role, area, and scope of the token.

pub mod keys;
pub mod matrix;
pub mod reader;
pub mod sessions;
pub mod token;

use crate::foundation::db::{TextEnum, id_type, text_enum};
use crate::foundation::error::Refusal;

id_type!(
    /// The id of a user: a person or a machine that signs in.
    UserId
);

text_enum!(
    /// The three roles of staff tokens. A caller without a token has no role and no access to `/v1`.
    Role {
        /// The head of the oversight body, and the deputy.
        Pcc = "pcc",
        /// Staff of the body's office.
        Opcc = "opcc",
        /// The chief constable and staff.
        Force = "force",
    }
);

text_enum!(
    /// The side of the table that a record comes from.
    Side {
        /// The force, in its own words.
        Force = "force",
        /// The body's office, recording what was said.
        Office = "office",
    }
);

text_enum!(
    /// The scope of a token, which limits what its role may do.
    TokenScope {
        Read = "read",
        Write = "write",
    }
);

impl Role {
    /// True for the roles of the oversight body.
    pub const fn is_body(self) -> bool {
        match self {
            Self::Pcc | Self::Opcc => true,
            Self::Force => false,
        }
    }

    /// Returns the side of the table that the role sits on.
    pub const fn side(self) -> Side {
        if self.is_body() { Side::Office } else { Side::Force }
    }
}

/// An authenticated caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Absent for an import run by the operator, which acts for the body but is no user.
    pub user_id: Option<UserId>,
    pub role: Role,
    /// The slug of the only area this caller can reach.
    pub area: String,
    pub scope: TokenScope,
    pub capacity: Option<String>,
    pub name: String,
}

impl Actor {
    /// Refuses read-only tokens, then every role not in `roles`, with `sentence` for the user.
    pub fn must_be(&self, roles: &[Role], sentence: &'static str) -> Result<(), Refusal> {
        match self.scope {
            TokenScope::Read => Err(Refusal::NotYours("this token is read-only: sign in with scope write")),
            TokenScope::Write if roles.contains(&self.role) => Ok(()),
            TokenScope::Write => Err(Refusal::NotYours(sentence)),
        }
    }
}

/// Returns the acts that `decide` does not refuse, in the order in which they are declared.
pub fn allowed<A: TextEnum, T>(decide: impl Fn(A) -> Result<T, Refusal>) -> Vec<A> {
    A::ALL.iter().copied().filter(|act| decide(*act).is_ok()).collect()
}
