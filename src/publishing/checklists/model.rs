//! Check lists as data. No I/O.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::foundation::dates::optional_day;
use crate::foundation::db::{JsonText, text_enum};
use crate::foundation::validate::{Check, Faults};
use crate::http::merge_patch::merge_patch;

text_enum!(
    /// The acts on a check list; `allowed_acts` lists them in this order.
    PublicationChecklistAct {
        Edit = "edit",
    }
);

text_enum!(
    /// The requirements of the check list: each is that something stands in a prominent place on the website of the body.
    ChecklistRequirement {
        /// The statement on the national priorities for policing (paragraph 7A).
        NationalPriorities = "national_priorities",
        /// The inspectors' most recent PEEL report and summary (paragraph 7B).
        Inspections = "inspections",
        /// Information about complaints (paragraph 7C).
        Complaints = "complaints",
    }
);

impl ChecklistRequirement {
    /// Returns the requirement in words.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NationalPriorities => {
                "The statement on the national priorities for policing (paragraph 7A) stands in a prominent place on the website."
            }
            Self::Inspections => {
                "The inspectors' most recent PEEL report and summary (paragraph 7B) stand in a prominent place on the website."
            }
            Self::Complaints => "What is published about complaints (paragraph 7C) stands in a prominent place on the website.",
        }
    }
}

/// Result of a check of a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    pub met: bool,
    pub note: Option<String>,
    pub checked_on: NaiveDate,
    pub checked_by: String,
}

/// The check list of an area as stored.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = crate::foundation::schema::publication_checklists, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct PublicationChecklist {
    /// The slug of the area.
    pub id: String,
    pub area: String,
    pub national_priorities: JsonText<Option<Checked>>,
    pub inspections: JsonText<Option<Checked>>,
    pub complaints: JsonText<Option<Checked>>,
    pub created_at: NaiveDateTime,
    pub updated_at: NaiveDateTime,
    /// 0 while nobody has checked anything.
    pub version: i32,
}

impl PublicationChecklist {
    /// Returns the list of a body that has checked nothing.
    pub fn blank(area: &str) -> Result<Self, serde_json::Error> {
        let nothing = JsonText::new(&None)?;
        Ok(Self {
            id: area.to_owned(),
            area: area.to_owned(),
            national_priorities: nothing.clone(),
            inspections: nothing.clone(),
            complaints: nothing,
            created_at: NaiveDateTime::default(),
            updated_at: NaiveDateTime::default(),
            version: 0,
        })
    }

    /// Returns what was found about a requirement.
    pub fn found(&self, requirement: ChecklistRequirement) -> Result<Option<Checked>, serde_json::Error> {
        match requirement {
            ChecklistRequirement::NationalPriorities => self.national_priorities.get(),
            ChecklistRequirement::Inspections => self.inspections.get(),
            ChecklistRequirement::Complaints => self.complaints.get(),
        }
    }

    /// Returns what the list would be as it is sent.
    pub fn given(&self) -> Result<PublicationChecks, serde_json::Error> {
        let given = |found: Option<Checked>| {
            found.map(|one| GivenCheck { met: one.met, note: one.note, checked_on: Some(one.checked_on) })
        };
        Ok(PublicationChecks {
            national_priorities: given(self.national_priorities.get()?),
            inspections: given(self.inspections.get()?),
            complaints: given(self.complaints.get()?),
        })
    }
}

/// Result for a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenCheck {
    /// True when the requirement is met.
    pub met: bool,
    pub note: Option<String>,
    /// Day of the check; the default is today.
    #[serde(default, deserialize_with = "optional_day")]
    pub checked_on: Option<NaiveDate>,
}

/// Result for each requirement; `null` where nobody has checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PublicationChecks {
    /// The statement on the national priorities (paragraph 7A) stands in a prominent place on the website of the body.
    pub national_priorities: Option<GivenCheck>,
    /// The inspectors' most recent PEEL report and summary (paragraph 7B) stand there.
    pub inspections: Option<GivenCheck>,
    /// What is published about complaints (paragraph 7C) stands there.
    pub complaints: Option<GivenCheck>,
}

merge_patch!(
    /// Changes to the check list (JSON Merge Patch): absent requirements stay, `null` says that nobody has checked.
    EditPublicationChecklist of PublicationChecks, such as {"inspections": {"met": true, "note": "On the first page.", "checked_on": "2021-06-01"}};
);

impl Check for PublicationChecks {
    fn check(mut self, faults: &mut Faults) -> Self {
        let given = [
            ("/national_priorities/note", &mut self.national_priorities),
            ("/inspections/note", &mut self.inspections),
            ("/complaints/note", &mut self.complaints),
        ];
        for (pointer, check) in given {
            if let Some(check) = check {
                check.note = faults.optional_prose(pointer, check.note.as_deref());
            }
        }
        self
    }
}
