//! Forms whose marks and tag stand alike: they are told apart by the tag alone, and looked for once.

use crate::layout::Layout;

/// Whether no layout before this one has marks and tag at the same places.
pub(super) fn first(layouts: &[Layout], at: usize) -> bool {
    let Some(layout) = layouts.get(at) else { return false };
    !layouts.get(..at).unwrap_or(&[]).iter().any(|other| alike(layout, other))
}

/// The layouts that are like one of them, itself among them, by their positions.
pub(super) fn like(layouts: &[Layout], at: usize) -> impl Iterator<Item = usize> + '_ {
    let layout = layouts.get(at);
    (0..)
        .zip(layouts)
        .filter(move |(_, other)| layout.is_some_and(|layout| alike(layout, other)))
        .map(|(at, _)| at)
}

/// The page that has this tag among the layouts like one of them: a layout's position, and the page's number.
pub(super) fn tagged(layouts: &[Layout], at: usize, tag: u16) -> Option<(usize, u8)> {
    like(layouts, at).find_map(|at| {
        let page = layouts.get(at)?.pages.iter().find(|page| page.tag == tag)?;
        Some((at, page.page))
    })
}

fn alike(one: &Layout, other: &Layout) -> bool {
    (&one.marks, &one.tag) == (&other.marks, &other.tag)
}
