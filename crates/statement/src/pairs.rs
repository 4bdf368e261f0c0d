//! A JSON object kept as a list of pairs, in the order it was written.
//!
//! Names are borrowed from the signed bytes, so a name written with escapes is refused; a name written twice is refused.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// Names with values, unique, in written order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs<'a, V>(Vec<(&'a str, V)>);

impl<V> Default for Pairs<'_, V> {
    fn default() -> Self {
        Pairs(Vec::new())
    }
}

impl<'a, V> Pairs<'a, V> {
    /// The pairs, or the first name that stands twice.
    pub fn new(pairs: Vec<(&'a str, V)>) -> Result<Self, &'a str> {
        match first_duplicate(&pairs) {
            Some(name) => Err(name),
            None => Ok(Pairs(pairs)),
        }
    }

    /// The pairs in written order.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &V)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn first_duplicate<'a, V>(pairs: &[(&'a str, V)]) -> Option<&'a str> {
    let mut names: Vec<&str> = pairs.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.iter().zip(names.iter().skip(1)).find(|(a, b)| a == b).map(|(a, _)| *a)
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Pairs<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor<'a, V>(PhantomData<(&'a (), V)>);
        impl<'de: 'a, 'a, V: Deserialize<'de>> Visitor<'de> for PairsVisitor<'a, V> {
            type Value = Pairs<'a, V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with unescaped, unique names")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut pairs = Vec::with_capacity(map.size_hint().unwrap_or(24));
                while let Some(pair) = map.next_entry::<&'de str, V>()? {
                    pairs.push(pair);
                }
                Pairs::new(pairs).map_err(|name| M::Error::custom(format!("the name `{name}` stands twice")))
            }
        }
        deserializer.deserialize_map(PairsVisitor(PhantomData))
    }
}

impl<V: Serialize> Serialize for Pairs<'_, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
