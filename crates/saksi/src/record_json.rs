//! One station's part of a record.

use serde_json::Value;

/// A station's part of a record, with its values named by their fields.
pub fn station_in(record: &Value, code: &str) -> Value {
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
