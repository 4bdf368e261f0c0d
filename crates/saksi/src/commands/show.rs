//! `saksi show`: one station or region, as the record has it.

use serde_json::Value;

use crate::cli::Show;
use crate::error::Failure;
use crate::folder::Folder;
use crate::session::{Session, store};

/// Runs the command.
pub fn run(arguments: &Show) -> Result<(), Failure> {
    let folder = Folder::open(&arguments.folder)?;
    let session = Session::open_at(&folder, &store(&folder), arguments.at)?;
    let cut = session.cut();
    let view = session.view(&cut);
    let places = &session.replay.election().places;
    let mut found = serde_json::Map::new();
    for counted in session.replay.tally.contests().iter().filter(|counted| counted.rostered) {
        let id = session.replay.election().profile.contest_at(counted.contest).id.clone();
        let value = match (places.find_station(&arguments.place), places.find_region(&arguments.place)) {
            (Some(station), _) => {
                let bytes = record::sheets(&view, counted.contest, places.station(station).region)?;
                station_in(&serde_json::from_slice(&bytes)?, &arguments.place)
            }
            (None, Some(region)) => serde_json::from_slice(&record::totals(&view, counted.contest, region)?)?,
            (None, None) => return Err(Failure::NoPlace(arguments.place.clone())),
        };
        found.insert(id, value);
    }
    let found = Value::Object(found);
    if arguments.json {
        println!("{}", serde_json::to_string(&found)?);
    } else {
        print(&found, 0);
    }
    Ok(())
}

/// A station's part of a record, with its values named by their fields.
fn station_in(record: &Value, code: &str) -> Value {
    let stations = record.get("stations").and_then(Value::as_array);
    let mut fields = Value::Null;
    for station in stations.into_iter().flatten() {
        if let Some(names) = station.get("fields") {
            fields = names.clone();
        }
        if station.get("station").and_then(Value::as_str) == Some(code) {
            let mut station = station.clone();
            name_values(&mut station, &fields);
            return station;
        }
    }
    Value::Null
}

fn name_values(value: &mut Value, fields: &Value) {
    match value {
        Value::Object(members) => {
            members.remove("fields");
            for (name, member) in members.iter_mut() {
                if let ("values", Some(values), Some(names)) =
                    (name.as_str(), member.as_array(), fields.as_array())
                {
                    let named: serde_json::Map<String, Value> = names
                        .iter()
                        .zip(values)
                        .filter_map(|(field, value)| Some((field.as_str()?.to_owned(), value.clone())))
                        .collect();
                    *member = Value::Object(named);
                } else {
                    name_values(member, fields);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| name_values(item, fields)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn print(value: &Value, depth: usize) {
    let indent = "  ".repeat(depth);
    let plain = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) | Value::Null => Some(value.to_string()),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "))
        }
        Value::Array(_) | Value::Object(_) => None,
    };
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, member)| (name.clone(), member)).collect(),
        Value::Array(items) => {
            (1..).zip(items).map(|(number, item): (u32, _)| (format!("{number}."), item)).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (name, member) in members {
        if let Some(text) = plain(member) {
            println!("{indent}{name:<28} {text}");
        } else {
            println!("{indent}{name}");
            print(member, depth + 1);
        }
    }
}
