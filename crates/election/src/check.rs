//! A check made for one form: the expression compiled to field places.
//!
//! Evaluating cannot overflow: every coefficient, divisor and constant is at most 10^9 ([`Expression`]'s bound,
//! kept here after multiplying out), a side has fewer than 2^16 terms since equal fields are merged, a figure is
//! below 2^32, and a `ceil` holds no other; so every intermediate value is below
//! 2^16 * 10^9 * (2^16 * 10^9 * 2^32) < 2^127. It cannot fail either: a place outside the given cells counts as
//! an unread field.

use std::collections::BTreeMap;

use crate::expression::{Expression, ExpressionError, MAX_NUMBER, Node, Relation, matches};
use crate::figure::{Cell, Unread};
use crate::form::{Field, FieldIx};
use crate::text::Text;

/// What a check says about a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Every field is read and the relation holds.
    Holds,
    /// Every field is read and the relation does not hold.
    Fails,
    /// A field it needs is unread.
    Undecided,
    /// A field it needs is one the source never has.
    NotApplicable,
}

/// One check of one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Its word: the row's id, and for checks made per option `.` and the option's key.
    pub id: Text,
    /// The id of its row in the profile; exceptions name this one.
    pub rule: Text,
    /// Whether a failure makes the sheet a conflict.
    pub hard: bool,
    /// The expression with its sums written out.
    pub text: Text,
    /// The law it comes from.
    pub legal: Text,
    /// Message key of its explanation.
    pub message_key: Text,
    relation: Relation,
    left: Side,
    right: Side,
    fields: Box<[FieldIx]>,
}

/// A sum of multiples of fields, of rounded-up quotients, and a constant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Side {
    constant: i64,
    terms: Box<[(i64, FieldIx)]>,
    ceils: Box<[(i64, Side, i64)]>,
}

/// What a check row says about all checks it makes.
pub(crate) struct CheckTexts {
    pub(crate) id: Text,
    pub(crate) rule: Text,
    pub(crate) hard: bool,
    pub(crate) legal: Text,
    pub(crate) message_key: Text,
}

impl Check {
    /// Makes a check for the fields of a form.
    pub(crate) fn compile(
        expression: &Expression,
        texts: CheckTexts,
        fields: &[Field],
        find: &dyn Fn(&str) -> Option<FieldIx>,
        text: &mut dyn FnMut(&str) -> Text,
    ) -> Result<Self, ExpressionError> {
        let compiler = Compiler { fields, find };
        let left = compiler.side(&expression.left)?;
        let right = compiler.side(&expression.right)?;
        let mut used: Vec<FieldIx> = Vec::new();
        for side in [&left, &right] {
            used.extend(side.terms.iter().map(|(_, field)| *field));
            used.extend(
                side.ceils.iter().flat_map(|(_, inner, _)| inner.terms.iter().map(|(_, field)| *field)),
            );
        }
        used.sort_unstable();
        used.dedup();
        if used.is_empty() {
            return Err(ExpressionError::NoField);
        }
        let written = Expression {
            left: compiler.write_out(&expression.left),
            relation: expression.relation,
            right: compiler.write_out(&expression.right),
        };
        Ok(Self {
            id: texts.id,
            rule: texts.rule,
            hard: texts.hard,
            text: text(&written.to_string()),
            legal: texts.legal,
            message_key: texts.message_key,
            relation: expression.relation,
            left,
            right,
            fields: used.into_boxed_slice(),
        })
    }

    /// What the check says about these cells (one a field of the form).
    pub fn evaluate(&self, cells: &[Cell]) -> Outcome {
        let mut outcome = Outcome::Holds;
        for field in &self.fields {
            match cells.get(usize::from(field.0)) {
                Some(Cell::Read(_)) => {}
                Some(Cell::Unread(Unread::NoField)) => return Outcome::NotApplicable,
                Some(Cell::Unread(
                    Unread::Illegible | Unread::Empty | Unread::NotPublished | Unread::Withdrawn,
                ))
                | None => outcome = Outcome::Undecided,
            }
        }
        if outcome == Outcome::Holds && !self.relation.holds(self.left.value(cells), self.right.value(cells))
        {
            outcome = Outcome::Fails;
        }
        outcome
    }

    /// The values of the two sides, when every field is read.
    pub fn sides(&self, cells: &[Cell]) -> Option<(i128, i128)> {
        let read = |field: &FieldIx| matches!(cells.get(usize::from(field.0)), Some(Cell::Read(_)));
        self.fields.iter().all(read).then(|| (self.left.value(cells), self.right.value(cells)))
    }

    /// Of a check that sums be equal: multiples of fields, and a constant, that together are 0. `None` for bounds, and
    /// where a quotient is rounded.
    pub fn identity(&self) -> Option<(Vec<(i64, FieldIx)>, i64)> {
        if self.relation != Relation::Equal || !self.left.ceils.is_empty() || !self.right.ceils.is_empty() {
            return None;
        }
        let mut terms: BTreeMap<FieldIx, i64> = BTreeMap::new();
        let right = self.right.terms.iter().map(|(coefficient, field)| (-coefficient, *field));
        for (coefficient, field) in self.left.terms.iter().copied().chain(right) {
            // Coefficients are at most 10^9 each.
            *terms.entry(field).or_default() += coefficient;
        }
        let terms = terms.into_iter().filter(|(_, coefficient)| *coefficient != 0);
        Some((
            terms.map(|(field, coefficient)| (coefficient, field)).collect(),
            self.left.constant - self.right.constant,
        ))
    }

    /// How the sides must relate.
    pub fn relation(&self) -> Relation {
        self.relation
    }

    /// The fields it needs, ascending.
    pub fn fields(&self) -> &[FieldIx] {
        &self.fields
    }
}

impl Side {
    /// The value over cells whose needed fields are all read.
    fn value(&self, cells: &[Cell]) -> i128 {
        let mut sum = i128::from(self.constant);
        for (coefficient, field) in &self.terms {
            if let Some(Cell::Read(figure)) = cells.get(usize::from(field.0)) {
                sum += i128::from(*coefficient) * i128::from(figure.0);
            }
        }
        for (coefficient, inner, divisor) in &self.ceils {
            sum += i128::from(*coefficient) * ceil_quotient(inner.value(cells), i128::from(*divisor));
        }
        sum
    }
}

/// `dividend / divisor` rounded up, for a positive divisor.
fn ceil_quotient(dividend: i128, divisor: i128) -> i128 {
    -((-dividend).div_euclid(divisor))
}

struct Compiler<'a> {
    fields: &'a [Field],
    find: &'a dyn Fn(&str) -> Option<FieldIx>,
}

impl Compiler<'_> {
    fn side(&self, node: &Node) -> Result<Side, ExpressionError> {
        let mut parts = Parts::default();
        self.collect(node, 1, &mut parts)?;
        parts.terms.sort_unstable_by_key(|(_, field)| *field);
        let mut terms: Vec<(i64, FieldIx)> = Vec::new();
        for (coefficient, field) in parts.terms {
            match terms.last_mut().filter(|(_, last)| *last == field) {
                Some((sum, _)) => *sum = bounded(sum.checked_add(coefficient))?,
                None => terms.push((coefficient, field)),
            }
        }
        Ok(Side {
            constant: parts.constant,
            terms: terms.into_boxed_slice(),
            ceils: parts.ceils.into_boxed_slice(),
        })
    }

    fn collect(&self, node: &Node, factor: i64, parts: &mut Parts) -> Result<(), ExpressionError> {
        match node {
            Node::Number(number) => {
                let product = bounded(number.checked_mul(factor))?;
                parts.constant = bounded(parts.constant.checked_add(product))?;
            }
            Node::Field(name) => {
                let field = (self.find)(name).ok_or_else(|| ExpressionError::UnknownField(name.clone()))?;
                parts.terms.push((factor, field));
            }
            Node::Sum(pattern) => {
                let before = parts.terms.len();
                parts.terms.extend(self.matching(pattern).map(|(field, _)| (factor, field)));
                if parts.terms.len() == before {
                    return Err(ExpressionError::NoMatch(pattern.clone()));
                }
            }
            Node::Add(left, right) => {
                self.collect(left, factor, parts)?;
                self.collect(right, factor, parts)?;
            }
            Node::Subtract(left, right) => {
                self.collect(left, factor, parts)?;
                self.collect(right, -factor, parts)?;
            }
            Node::Times(inner, number) => {
                self.collect(inner, bounded(number.checked_mul(factor))?, parts)?;
            }
            Node::Ceil(inner, divisor) => {
                let inner = self.side(inner)?;
                if !inner.ceils.is_empty() {
                    return Err(ExpressionError::NestedCeil);
                }
                parts.ceils.push((factor, inner, *divisor));
            }
        }
        Ok(())
    }

    fn matching(&self, pattern: &str) -> impl Iterator<Item = (FieldIx, &Field)> {
        // Nearly every field differs before the first star, and a form has hundreds.
        let fixed = pattern.split('*').next().unwrap_or_default();
        (0..)
            .map(FieldIx)
            .zip(self.fields)
            .filter(move |(_, field)| field.name.starts_with(fixed) && matches(pattern, &field.name))
    }

    /// The node with every sum as an addition of fields.
    fn write_out(&self, node: &Node) -> Node {
        let boxed = |node: &Node| Box::new(self.write_out(node));
        match node {
            Node::Number(_) | Node::Field(_) => node.clone(),
            Node::Sum(pattern) => self
                .matching(pattern)
                .map(|(_, field)| Node::Field(field.name.as_str().to_owned()))
                .reduce(|left, right| Node::Add(Box::new(left), Box::new(right)))
                .unwrap_or(Node::Number(0)),
            Node::Add(left, right) => Node::Add(boxed(left), boxed(right)),
            Node::Subtract(left, right) => Node::Subtract(boxed(left), boxed(right)),
            Node::Times(inner, number) => Node::Times(boxed(inner), *number),
            Node::Ceil(inner, divisor) => Node::Ceil(boxed(inner), *divisor),
        }
    }
}

#[derive(Default)]
struct Parts {
    constant: i64,
    terms: Vec<(i64, FieldIx)>,
    ceils: Vec<(i64, Side, i64)>,
}

fn bounded(number: Option<i64>) -> Result<i64, ExpressionError> {
    number.filter(|number| number.abs() <= MAX_NUMBER).ok_or(ExpressionError::NumberTooLarge)
}
