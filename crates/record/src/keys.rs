//! Keys by the place that they act for.

use statement::KeyRecord;

/// The order of keys by place: asked once for every page, of which there are many.
#[derive(Clone, Debug, Default)]
pub struct KeysByPlace {
    /// Positions of keys, by the codes of their places, and of one place in the order in which they were registered.
    positions: Vec<u32>,
}

impl KeysByPlace {
    /// The order of these keys.
    pub fn of(keys: &[KeyRecord]) -> KeysByPlace {
        let mut positions: Vec<u32> = (0u32..).zip(keys).map(|(position, _)| position).collect();
        positions.sort_by_key(|position| scope(keys, *position));
        KeysByPlace { positions }
    }

    /// Goes on to these keys, which began with those that it knows: the order of keys that are there never changes, whatever becomes
    /// of them.
    pub fn follow(&mut self, keys: &[KeyRecord]) {
        if keys.len() != self.positions.len() {
            *self = KeysByPlace::of(keys);
        }
    }

    /// The keys of the place with this code; `keys` are those that the order was made of.
    pub fn at<'k>(&self, keys: &'k [KeyRecord], code: &str) -> Vec<&'k KeyRecord> {
        let from = self.positions.partition_point(|position| scope(keys, *position) < code);
        let here = self.positions.get(from..).unwrap_or_default().iter();
        let records = here.filter_map(|position| keys.get(usize::try_from(*position).ok()?));
        records.take_while(|record| record.scope.as_str() == code).collect()
    }
}

fn scope(keys: &[KeyRecord], position: u32) -> &str {
    let record = usize::try_from(position).ok().and_then(|position| keys.get(position));
    record.map_or("", |record| record.scope.as_str())
}
