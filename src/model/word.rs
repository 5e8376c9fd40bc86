//! Words: the values of which a file can say only one out of a fixed list.

/// One word out of a fixed list.
pub trait Word: Copy + Eq + 'static {
    /// Every value, in order.
    const VALUES: &'static [Self];

    /// Every word as it is written in files, in the same order.
    const WORDS: &'static [&'static str];

    /// Returns the word as it is written in files.
    fn word(self) -> &'static str;

    /// Returns the value that a word names.
    #[must_use]
    fn from_word(word: &str) -> Option<Self> {
        Self::VALUES.iter().copied().find(|value| value.word() == word)
    }
}

/// Declares a list of words: the enum, how it is written in files, and its JSON Schema.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $($(#[$value_meta:meta])* $value:ident = $word:literal,)+ }
    ) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, serde::Deserialize, Eq, Hash, schemars::JsonSchema, Ord, PartialEq, PartialOrd,
            serde::Serialize,
        )]
        pub enum $name {
            $($(#[$value_meta])* #[serde(rename = $word)] $value,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$value),+];

            /// Returns the word as it is written in files.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$value => $word,)+ }
            }
        }

        impl $crate::model::Word for $name {
            const VALUES: &'static [Self] = &Self::ALL;
            const WORDS: &'static [&'static str] = &[$($word),+];

            fn word(self) -> &'static str {
                self.word()
            }
        }
    };
}

pub(super) use words;
