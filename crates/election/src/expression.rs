//! The language of checks: two sums of whole numbers and a relation between them.
//!
//! ```text
//! check  = side ("=" | "<=" | ">=") side
//! side   = term { ("+" | "-") term }
//! term   = factor { "*" number }
//! factor = number | field | "sum(" pattern ")" | "ceil(" side "/" number ")" | "(" side ")"
//! ```
//!
//! A field is its name (`voters.roll.total`); a hyphen between letters belongs to the name, so a minus wants
//! spaces. A pattern is a name in which a later segment may be `*`, which stands for exactly one segment. There are no
//! fractions: a percentage is `ceil(field * 2 / 100)`. A text is at most 4,096 bytes and 32 levels deep, so
//! reading one can exhaust neither stack nor time.

use std::fmt;

/// The longest text of a check, in bytes.
const MAX_TEXT: usize = 4096;
/// The deepest nesting of parentheses.
const MAX_DEPTH: usize = 32;
/// The largest number a check may state; the bound on coefficients in [`crate::check`] rests on it.
pub(crate) const MAX_NUMBER: i64 = 1_000_000_000;

/// A check as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// Left side.
    pub left: Node,
    /// How the sides must relate.
    pub relation: Relation,
    /// Right side.
    pub right: Node,
}

/// A side of a check, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// A whole number.
    Number(i64),
    /// The figure of a field.
    Field(String),
    /// The sum of the fields a pattern matches.
    Sum(String),
    /// A sum of two parts.
    Add(Box<Node>, Box<Node>),
    /// A difference of two parts.
    Subtract(Box<Node>, Box<Node>),
    /// A multiple of a part.
    Times(Box<Node>, i64),
    /// A part divided by a positive number, rounded up.
    Ceil(Box<Node>, i64),
}

/// How two sides must relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// `=`
    Equal,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
}

impl Relation {
    /// Whether two numbers relate so.
    pub fn holds(self, left: i128, right: i128) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtMost => left <= right,
            Self::AtLeast => left >= right,
        }
    }

    /// The sign.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
        }
    }
}

/// Why a check cannot be read or made for a form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// The text is longer than 4,096 bytes.
    #[error("the expression is longer than {MAX_TEXT} bytes")]
    TooLong,
    /// More than 32 parentheses are open.
    #[error("the expression is nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// A character that belongs to nothing.
    #[error("unexpected character {character:?} at byte {at}")]
    Character {
        /// The character.
        character: char,
        /// Where it stands.
        at: usize,
    },
    /// Something else was expected.
    #[error("expected {expected} at byte {at}, found {found:?}")]
    Expected {
        /// What would fit.
        expected: &'static str,
        /// What stands there.
        found: String,
        /// Where.
        at: usize,
    },
    /// A number above 1,000,000,000, or a coefficient that multiplies up to more.
    #[error("a number in the expression exceeds {MAX_NUMBER}")]
    NumberTooLarge,
    /// A `ceil` within a `ceil`.
    #[error("ceil(...) may not contain another ceil(...)")]
    NestedCeil,
    /// The form has no such field.
    #[error("the form has no field {0:?}")]
    UnknownField(String),
    /// The pattern matches no field of the form.
    #[error("no field of the form matches {0:?}")]
    NoMatch(String),
    /// The check names no field.
    #[error("the check names no field")]
    NoField,
}

impl Expression {
    /// Reads a check.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        if text.len() > MAX_TEXT {
            return Err(ExpressionError::TooLong);
        }
        let mut parser = Parser { tokens: lex(text)?, at: 0, depth: 0, end: text.len() };
        let left = parser.side()?;
        let relation = parser.relation()?;
        let right = parser.side()?;
        match parser.peek() {
            None => Ok(Self { left, relation, right }),
            Some(_) => Err(parser.expected("the end")),
        }
    }
}

/// Whether a field's name matches a pattern, segment by segment.
pub fn matches(pattern: &str, name: &str) -> bool {
    let (mut left, mut right) = (pattern.split('.'), name.split('.'));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(a), Some(b)) if a == b => {}
            (Some(_), Some(_) | None) | (None, Some(_)) => return false,
        }
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.left, self.relation.sign(), self.right)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Field(name) => f.write_str(name),
            Self::Sum(pattern) => write!(f, "sum({pattern})"),
            Self::Add(left, right) => write!(f, "{left} + {}", Tight(right)),
            Self::Subtract(left, right) => write!(f, "{left} - {}", Tight(right)),
            Self::Times(node, number) => write!(f, "{} * {number}", Tight(node)),
            Self::Ceil(node, divisor) => write!(f, "ceil({node} / {divisor})"),
        }
    }
}

/// Prints sums in parentheses.
struct Tight<'a>(&'a Node);

impl fmt::Display for Tight<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Node::Add(..) | Node::Subtract(..) => write!(f, "({})", self.0),
            Node::Number(_) | Node::Field(_) | Node::Sum(_) | Node::Times(..) | Node::Ceil(..) => {
                write!(f, "{}", self.0)
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(i64),
    Name(String),
    Sign(&'static str),
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    at: usize,
    depth: usize,
    end: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn take_sign(&mut self, sign: &'static str) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        if found {
            self.at += 1;
        }
        found
    }

    fn expect_sign(&mut self, sign: &'static str) -> Result<(), ExpressionError> {
        if self.take_sign(sign) { Ok(()) } else { Err(self.expected(sign)) }
    }

    fn expected(&self, expected: &'static str) -> ExpressionError {
        let (at, found) = match self.tokens.get(self.at) {
            Some((at, Token::Number(number))) => (*at, number.to_string()),
            Some((at, Token::Name(name))) => (*at, name.clone()),
            Some((at, Token::Sign(sign))) => (*at, (*sign).to_owned()),
            None => (self.end, "the end".to_owned()),
        };
        ExpressionError::Expected { expected, found, at }
    }

    fn relation(&mut self) -> Result<Relation, ExpressionError> {
        for relation in [Relation::Equal, Relation::AtMost, Relation::AtLeast] {
            if self.take_sign(relation.sign()) {
                return Ok(relation);
            }
        }
        Err(self.expected("=, <= or >="))
    }

    fn side(&mut self) -> Result<Node, ExpressionError> {
        let mut node = self.term()?;
        loop {
            if self.take_sign("+") {
                node = Node::Add(Box::new(node), Box::new(self.term()?));
            } else if self.take_sign("-") {
                node = Node::Subtract(Box::new(node), Box::new(self.term()?));
            } else {
                return Ok(node);
            }
        }
    }

    fn term(&mut self) -> Result<Node, ExpressionError> {
        let mut node = self.factor()?;
        while self.take_sign("*") {
            node = Node::Times(Box::new(node), self.number()?);
        }
        Ok(node)
    }

    fn number(&mut self) -> Result<i64, ExpressionError> {
        match self.peek() {
            Some(Token::Number(number)) => {
                let number = *number;
                self.at += 1;
                Ok(number)
            }
            Some(Token::Name(_) | Token::Sign(_)) | None => Err(self.expected("a number")),
        }
    }

    fn factor(&mut self) -> Result<Node, ExpressionError> {
        if self.take_sign("(") {
            let node = self.nested()?;
            self.expect_sign(")")?;
            return Ok(node);
        }
        match self.peek().cloned() {
            Some(Token::Number(number)) => {
                self.at += 1;
                Ok(Node::Number(number))
            }
            Some(Token::Name(name)) => {
                self.at += 1;
                if !self.take_sign("(") {
                    return if name.contains('*') {
                        self.at -= 1;
                        Err(self.expected("a field without *, or sum(...)"))
                    } else {
                        Ok(Node::Field(name))
                    };
                }
                self.function(&name)
            }
            Some(Token::Sign(_)) | None => Err(self.expected("a number, a field, sum(...), ceil(...) or (")),
        }
    }

    fn function(&mut self, name: &str) -> Result<Node, ExpressionError> {
        let node = if name == "sum" {
            match self.peek().cloned() {
                Some(Token::Name(pattern)) => {
                    self.at += 1;
                    Node::Sum(pattern)
                }
                Some(Token::Number(_) | Token::Sign(_)) | None => return Err(self.expected("a pattern")),
            }
        } else if name == "ceil" {
            let node = self.nested()?;
            self.expect_sign("/")?;
            match self.number()? {
                0 => return Err(self.expected("a divisor above zero")),
                divisor => Node::Ceil(Box::new(node), divisor),
            }
        } else {
            return Err(self.expected("sum or ceil before a parenthesis"));
        };
        self.expect_sign(")")?;
        Ok(node)
    }

    fn nested(&mut self) -> Result<Node, ExpressionError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(ExpressionError::TooDeep);
        }
        let node = self.side()?;
        self.depth -= 1;
        Ok(node)
    }
}

fn lex(text: &str) -> Result<Vec<(usize, Token)>, ExpressionError> {
    let bytes = text.as_bytes();
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let first = byte(at);
        let token = if first == b' ' {
            at += 1;
            continue;
        } else if first.is_ascii_digit() {
            while byte(at).is_ascii_digit() {
                at += 1;
            }
            let number = text.get(start..at).and_then(|digits| digits.parse::<i64>().ok());
            Token::Number(
                number.filter(|number| *number <= MAX_NUMBER).ok_or(ExpressionError::NumberTooLarge)?,
            )
        } else if first.is_ascii_lowercase() {
            at += 1;
            while in_name(byte(at.wrapping_sub(1)), byte(at), byte(at + 1)) {
                at += 1;
            }
            Token::Name(text.get(start..at).unwrap_or_default().to_owned())
        } else {
            let signs = ["<=", ">=", "=", "+", "-", "*", "/", "(", ")"];
            let rest = text.get(at..).unwrap_or_default();
            let Some(sign) = signs.into_iter().find(|sign| rest.starts_with(sign)) else {
                return Err(ExpressionError::Character { character: rest.chars().next().unwrap_or(' '), at });
            };
            at += sign.len();
            Token::Sign(sign)
        };
        tokens.push((start, token));
    }
    Ok(tokens)
}

/// Whether a character continues the name before it.
fn in_name(before: u8, this: u8, after: u8) -> bool {
    let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    match this {
        b'-' => word(before) && word(after),
        b'.' => (word(before) || before == b'*') && (word(after) || after == b'*'),
        b'*' => before == b'.',
        other => word(other) && before != b'*',
    }
}
