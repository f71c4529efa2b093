//! Actions as data: the stored records and the parsed inputs. No I/O.

pub mod history;
pub mod inputs;
pub mod owners;
pub mod record;

pub use history::{ActionCheck, ActionClaim, ActionUpdate, CheckId, ClaimId, ClaimVerdict, UpdateId};
pub use inputs::{
    AddUpdate, CarryActionForward, CheckOutcome, ClaimAction, Condition, EditAction, ExtendAction, SetAction, SupersedeAction,
    TakeBackCarryForward,
};
pub use owners::{Owner, Ownership, Sides};
pub use record::{Action, ActionAct, ActionId, ActionStatus, Hands, OutcomeCheck, Particulars, Source, SourceId, SourceKind};
