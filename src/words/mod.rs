//! How answers read: each report laid out once as a [`View`], which every format can draw.

mod view;

pub use view::{Align, Block, Column, Table, View, Words, Wrap};
