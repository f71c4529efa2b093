//! The closed lists of words a record file may use, the same as in the API.

use crate::db::text_enum;

text_enum!(
    /// How the texts of a file are written.
    #[derive(Default)]
    TextFormat {
        /// As they are read.
        #[default]
        Plain = "plain",
        /// As HTML, from which the text is taken.
        Html = "html",
    }
);

text_enum!(
    /// Who holds the force to account.
    BodyKind {
        Pcc = "pcc",
        Pfcc = "pfcc",
        Mayor = "mayor",
        CommonCouncil = "common_council",
        Board = "board",
    }
);

text_enum!(
    /// What kind of meeting it is.
    MeetingKind {
        /// The regular, monthly one.
        Assurance = "assurance",
        Thematic = "thematic",
        Performance = "performance",
        Public = "public",
        /// Holding to account outside the timetable, by correspondence.
        Virtual = "virtual",
        GovernanceBoard = "governance_board",
    }
);

text_enum!(
    /// How far a meeting of the file has come.
    Stage {
        Scheduled = "scheduled",
        Held = "held",
        /// Held, and its record agreed.
        Agreed = "agreed",
    }
);

text_enum!(
    /// Whether somebody was there.
    Attended {
        Present = "present",
        Apologies = "apologies",
    }
);

text_enum!(
    /// What an agenda item is for.
    AgendaItemKind {
        BroughtForward = "brought_forward",
        HoldingToAccount = "holding_to_account",
        Inspection = "inspection",
        Aob = "aob",
        NextMeeting = "next_meeting",
        Other = "other",
    }
);

text_enum!(
    /// To whom the record attributes an answer.
    Attribution {
        /// One speaker.
        Single = "single",
        /// Several, together.
        Joint = "joint",
        /// Several, each a part of it.
        Split = "split",
        /// The record names nobody.
        Unattributed = "unattributed",
    }
);

text_enum!(
    /// How an answer was given.
    Mode {
        Oral = "oral",
        Written = "written",
    }
);

text_enum!(
    /// Whose action it is.
    OwnerSide {
        Force = "force",
        Body = "body",
    }
);
