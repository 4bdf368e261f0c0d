//! The language of checks against a plain twin that walks the written tree.

use election::expression::{Expression, ExpressionError, Node, Relation, matches};
use election::{Cell, Form, Outcome, Profile};
use proptest::prelude::*;

use crate::support::{mini_bundle, mini_election};

/// The plain twin: evaluates what is written, nothing compiled.
fn plain(node: &Node, form: &Form, cells: &[Cell]) -> i128 {
    let figure = |name: &str| -> i128 {
        let field = form.fields.iter().position(|field| field.name == name).unwrap();
        i128::from(cells[field].figure().unwrap().0)
    };
    match node {
        Node::Number(number) => i128::from(*number),
        Node::Field(name) => figure(name),
        Node::Sum(pattern) => form
            .fields
            .iter()
            .filter(|field| matches(pattern, &field.name))
            .map(|field| figure(&field.name))
            .sum(),
        Node::Add(left, right) => plain(left, form, cells) + plain(right, form, cells),
        Node::Subtract(left, right) => plain(left, form, cells) - plain(right, form, cells),
        Node::Times(inner, number) => plain(inner, form, cells) * i128::from(*number),
        Node::Ceil(inner, divisor) => {
            let (dividend, divisor) = (plain(inner, form, cells), i128::from(*divisor));
            let down = dividend.div_euclid(divisor);
            if dividend.rem_euclid(divisor) == 0 { down } else { down + 1 }
        }
    }
}

fn linear() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        (0_i64..2_000).prop_map(Node::Number),
        prop::sample::select(vec!["register", "turnout", "votes.1", "votes.2", "blank", "counted"])
            .prop_map(|name| Node::Field(name.to_owned())),
        prop::sample::select(vec!["votes.*", "blank", "votes.1"]).prop_map(|text| Node::Sum(text.to_owned())),
    ];
    leaf.prop_recursive(4, 16, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Node::Add(Box::new(a), Box::new(b))),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Node::Subtract(Box::new(a), Box::new(b))),
            (inner, 0_i64..50).prop_map(|(a, number)| Node::Times(Box::new(a), number)),
        ]
    })
}

fn side() -> impl Strategy<Value = Node> {
    prop_oneof![
        linear(),
        (linear(), linear(), 1_i64..500).prop_map(|(a, b, divisor)| {
            Node::Add(Box::new(a), Box::new(Node::Ceil(Box::new(b), divisor)))
        }),
        (linear(), linear(), 1_i64..500).prop_map(|(a, b, divisor)| {
            Node::Subtract(Box::new(a), Box::new(Node::Ceil(Box::new(b), divisor)))
        }),
    ]
}

fn expression() -> impl Strategy<Value = Expression> {
    let relation = prop::sample::select(vec![Relation::Equal, Relation::AtMost, Relation::AtLeast]);
    (side(), relation, side()).prop_map(|(left, relation, right)| Expression { left, relation, right })
}

/// The form of the small profile's first contest with one check of this text.
fn form_with(text: &str) -> Result<Form, election::ProfileError> {
    let mut bundle = mini_bundle();
    let checks = format!(
        "[[checks]]\nid = \"all-papers\"\ngroup = \"papers\"\nexpression = \"{text}\"\nhard = true\nlegal = \"-\"\n\
         [[checks]]\nid = \"lists\"\ngroup = \"lists\"\nexpression = \"counted = counted\"\nhard = true\nlegal = \"-\"\n"
    );
    bundle.files.insert("checks.toml".to_owned(), checks);
    let profile = Profile::from_bundle(&bundle)?;
    let places = mini_election().places;
    let election = election::Election::new(profile, places, None, None).unwrap();
    let (contest, station) =
        (election.profile.contest("chair").unwrap(), election.places.find_station("01001").unwrap());
    Ok(election.form_by_ix(election.form(contest, station).unwrap()).clone())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_printed_reads_back_equal(written in expression()) {
        prop_assert_eq!(Expression::parse(&written.to_string()), Ok(written));
    }

    #[test]
    fn compiled_and_plain_agree(written in expression(), figures in prop::collection::vec(any::<u32>(), 7)) {
        // Coefficients that multiply up beyond the bound are refused, and so is a check over no field.
        let Ok(form) = form_with(&written.to_string()) else { return Ok(()) };
        let cells: Vec<Cell> = figures.into_iter().map(Cell::from).collect();
        let check = form.check("all-papers").unwrap();
        let (left, right) = (plain(&written.left, &form, &cells), plain(&written.right, &form, &cells));
        // Fields that cancel out are still needed and still in `sides`.
        prop_assert_eq!(check.sides(&cells), Some((left, right)));
        let outcome = if written.relation.holds(left, right) { Outcome::Holds } else { Outcome::Fails };
        prop_assert_eq!(check.evaluate(&cells), outcome);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[a-c.*() +<>=/0-9-]{0,60}") {
        let _ = Expression::parse(&text);
    }
}

#[test]
fn names_keep_their_hyphens_and_a_minus_wants_spaces() {
    let field = |name: &str| Node::Field(name.to_owned());
    let expression = Expression::parse("a-b - c = 0").unwrap();
    assert_eq!(expression.left, Node::Subtract(Box::new(field("a-b")), Box::new(field("c"))));
    assert_eq!(expression.relation, Relation::Equal);
}

#[test]
fn one_star_is_one_segment() {
    assert!(matches("votes.*", "votes.3"));
    assert!(!matches("votes.*", "votes.3.list"));
    assert!(!matches("votes.*", "votes"));
    assert!(matches("voters.*.total", "voters.roll.total"));
}

#[test]
fn ceil_rounds_up_also_below_zero() {
    let form = form_with("register = ceil((turnout - 7) / 2)").unwrap();
    let check = form.check("all-papers").unwrap();
    let cells = |turnout: u32| {
        let mut cells = vec![Cell::from(0); form.fields.len()];
        cells[usize::from(form.field("turnout").unwrap().0)] = Cell::from(turnout);
        cells
    };
    assert_eq!(check.sides(&cells(0)), Some((0, -3)));
    assert_eq!(check.sides(&cells(10)), Some((0, 2)));
    assert_eq!(check.evaluate(&cells(7)), Outcome::Holds);
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place() {
    let refused = |text: &str| Expression::parse(text).unwrap_err();
    assert!(matches!(refused("a + = b"), ExpressionError::Expected { at: 4, .. }));
    assert!(matches!(refused("a = b c"), ExpressionError::Expected { expected: "the end", at: 6, .. }));
    assert!(matches!(refused("a ! b"), ExpressionError::Character { character: '!', at: 2 }));
    assert!(matches!(refused("a.* = b"), ExpressionError::Expected { .. }));
    assert!(matches!(refused("mean(a.*) = b"), ExpressionError::Expected { .. }));
    assert!(matches!(refused("ceil(a / 0) = b"), ExpressionError::Expected { .. }));
    assert_eq!(refused("a = 1000000001"), ExpressionError::NumberTooLarge);
    assert_eq!(refused(&"(".repeat(40)), ExpressionError::TooDeep);
    assert_eq!(refused(&"a".repeat(5000)), ExpressionError::TooLong);
}

#[test]
fn a_check_that_could_overflow_is_refused_when_it_is_made() {
    for text in ["turnout * 1000000000 * 2 = 0", "ceil(ceil(turnout / 2) / 2) = 0", "1 = 1"] {
        assert!(matches!(form_with(text), Err(election::ProfileError::Check { .. })), "{text}");
    }
    let form = form_with("turnout * 1000000000 = register * 1000000000").unwrap();
    let top = vec![Cell::from(u32::MAX); form.fields.len()];
    assert_eq!(form.check("all-papers").unwrap().evaluate(&top), Outcome::Holds);
}
