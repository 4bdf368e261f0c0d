//! How KPU's names of figures map to the fields of a form.
//!
//! In both of its notations `l` (laki-laki) is male, `p` (perempuan) female and `j` (jumlah) the total. `DPT` is the roll,
//! `DPTb` voters moved in, `DPK` (in the JSON `non_dpt`) voters on no list; `sah` valid, `tidak sah` invalid.

/// Lines of page 1: name in the tables, name in the JSON, beginning of the fields.
const LINES: [(&str, &str, &str); 5] = [
    ("dpt", "pemilih_dpt", "voters.roll"),
    ("pdpt", "pengguna_dpt", "voters.used-roll"),
    ("pdptb", "pengguna_dptb", "voters.used-moved"),
    ("pdpk", "pengguna_non_dpt", "voters.used-unlisted"),
    ("ptot", "pengguna_total", "voters.used"),
];

const PARTS: [(&str, &str); 3] = [("j", "total"), ("l", "male"), ("p", "female")];

/// Single figures: name in the tables, name in the JSON, field.
const SINGLES: [(&str, &str, &str); 3] = [
    ("sah", "suara_sah", "valid"),
    ("tidak_sah", "suara_tidak_sah", "invalid"),
    ("total", "suara_total", "cast"),
];

/// The 18 columns of a table beside the votes, with their fields.
pub(super) fn table_columns() -> Vec<(String, String)> {
    named(|line| line.0, |single| single.0)
}

/// The 18 members of `administrasi`, with their fields.
pub(super) fn json_members() -> Vec<(String, String)> {
    named(|line| line.1, |single| single.1)
}

fn named(
    line_name: impl Fn(&(&'static str, &'static str, &'static str)) -> &'static str,
    single_name: impl Fn(&(&'static str, &'static str, &'static str)) -> &'static str,
) -> Vec<(String, String)> {
    let lines = LINES.iter().flat_map(|line| {
        let name = line_name(line);
        PARTS.map(|(suffix, part)| (format!("{name}_{suffix}"), format!("{}.{part}", line.2)))
    });
    let singles = SINGLES.iter().map(|single| (single_name(single).to_owned(), single.2.to_owned()));
    lines.chain(singles).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_notations_name_the_same_eighteen_fields() {
        let (table, json) = (table_columns(), json_members());
        assert_eq!(table.len(), 18);
        let fields =
            |list: &[(String, String)]| list.iter().map(|(_, field)| field.clone()).collect::<Vec<_>>();
        assert_eq!(fields(&table), fields(&json));
        assert!(table.contains(&("pdpk_l".to_owned(), "voters.used-unlisted.male".to_owned())));
        assert!(json.contains(&("pengguna_non_dpt_l".to_owned(), "voters.used-unlisted.male".to_owned())));
    }
}
