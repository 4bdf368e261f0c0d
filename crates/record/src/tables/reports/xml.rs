//! Writing XML: the few ways in which the Civics format's elements are made.

/// XML that is being written.
#[derive(Default)]
pub(super) struct Xml {
    pub(super) text: String,
}

impl Xml {
    pub(super) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Text as content of an element or of an attribute in double quotes.
    pub(super) fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                // XML has no way to write most of them.
                c if c.is_control() => self.raw(" "),
                c => self.text.push(c),
            }
        }
    }

    pub(super) fn open(&mut self, name: &str) {
        for part in ["<", name, ">"] {
            self.raw(part);
        }
    }

    pub(super) fn close(&mut self, name: &str) {
        for part in ["</", name, ">\n"] {
            self.raw(part);
        }
    }

    pub(super) fn within(&mut self, name: &str, write: impl FnOnce(&mut Xml)) {
        self.open(name);
        self.raw("\n");
        write(self);
        self.close(name);
    }

    /// An object: its type, if the schema has several of that name, and its id.
    pub(super) fn object(
        &mut self,
        (name, kind): (&str, Option<&str>),
        id: &[&str],
        write: impl FnOnce(&mut Xml),
    ) {
        self.raw("<");
        self.raw(name);
        if let Some(kind) = kind {
            for part in [" xsi:type=\"", kind, "\""] {
                self.raw(part);
            }
        }
        self.raw(" objectId=\"");
        self.id(id);
        self.raw("\">\n");
        write(self);
        self.close(name);
    }

    /// An id: its words that aren't empty, joined.
    pub(super) fn id(&mut self, words: &[&str]) {
        let mut words = words.iter().filter(|word| !word.is_empty());
        if let Some(first) = words.next() {
            self.escaped(first);
        }
        for word in words {
            self.raw("-");
            self.escaped(word);
        }
    }

    pub(super) fn plain(&mut self, name: &str, text: &str) {
        self.open(name);
        self.escaped(text);
        self.close(name);
    }

    pub(super) fn number(&mut self, name: &str, number: u64) {
        self.plain(name, &number.to_string());
    }

    /// An element that refers to an object.
    pub(super) fn refers(&mut self, name: &str, id: &[&str]) {
        self.open(name);
        self.id(id);
        self.close(name);
    }

    pub(super) fn texts<'a>(&mut self, name: &str, texts: impl Iterator<Item = (&'a str, &'a str)>) {
        self.within(name, |xml| {
            for (language, text) in texts {
                for part in ["<Text language=\"", language, "\">"] {
                    xml.raw(part);
                }
                xml.escaped(text);
                xml.close("Text");
            }
        });
    }

    /// Identifiers: a stable one of our own, and where there is one, that of Open Civic Data.
    pub(super) fn identifiers(&mut self, ocd: Option<&str>, stable: &[&str]) {
        self.within("ExternalIdentifiers", |xml| {
            if let Some(ocd) = ocd {
                xml.raw("<ExternalIdentifier>\n<Type>ocd-id</Type>\n");
                xml.plain("Value", ocd);
                xml.close("ExternalIdentifier");
            }
            xml.raw("<ExternalIdentifier>\n<Type>other</Type>\n<OtherType>stable</OtherType>\n<Value>");
            xml.id(stable);
            xml.raw("</Value>\n</ExternalIdentifier>\n");
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_can_not_leave_its_element() {
        let mut xml = Xml::default();
        xml.plain("A", "a <b> & \"c\"\u{1}");
        assert_eq!(xml.text, "<A>a &lt;b&gt; &amp; &quot;c&quot; </A>\n");
    }

    #[test]
    fn an_id_is_its_words_that_are_there() {
        let mut xml = Xml::default();
        xml.id(&["k", "", "1"]);
        assert_eq!(xml.text, "k-1");
    }
}
