//! Questions: what the owners still ask.

use super::record::record;
use super::word::words;

words! {
    /// Whether the owners have answered a question.
    #[derive(Default)]
    pub enum QuestionStatus {
        /// They have not.
        #[default]
        Open = "open",
        /// They have: see the answer.
        Answered = "answered",
    }
}

record! {
    /// Something that the owners still ask.
    pub struct Question<'t> {
        usual {
            /// Whether it has been answered.
            status: QuestionStatus,
        }
        may {
            /// The answer that the owners gave.
            answer: Box<str>,
        }
        about {
            /// What it is about, such as `tool:etl`.
            about
        }
    }
}
