//! Letters, by the mail server that takes them from here.

use std::fs;
use std::path::Path;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{SmtpTransport, Transport as _};

use super::{Carrier, Parcel, Undelivered, letter};
use crate::ServicesError;
use crate::config::{Mail, Security};

/// How long a mail server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// A mail server.
pub struct Smtp {
    transport: SmtpTransport,
    mail: Mail,
}

impl Smtp {
    /// Sets it up; nothing is asked yet.
    pub fn open(folder: &Path, mail: &Mail, base_url: &str) -> Result<Smtp, ServicesError> {
        let parameters = || {
            TlsParameters::new(mail.server.clone()).map_err(|error| ServicesError::Sending(error.to_string()))
        };
        let tls = match mail.security {
            Security::Tls => Tls::Wrapper(parameters()?),
            Security::Starttls => Tls::Required(parameters()?),
            Security::None => Tls::None,
        };
        let mut builder = SmtpTransport::builder_dangerous(mail.server.clone())
            .port(mail.port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .hello_name(hello(base_url));
        if let Some((user, file)) = mail.user.as_ref().zip(mail.password_file.as_ref()) {
            let path = folder.join(file);
            let password = fs::read_to_string(&path).map_err(ServicesError::file("reading", &path))?;
            builder = builder.credentials(Credentials::new(user.clone(), password.trim_end().to_owned()));
        }
        Ok(Smtp { transport: builder.build(), mail: mail.clone() })
    }
}

/// The name that the services say to a mail server: that of their own address.
fn hello(base_url: &str) -> ClientId {
    let host = letter::host(base_url);
    host.parse().map_or_else(|_| ClientId::Domain(host.to_owned()), ClientId::Ipv4)
}

impl Carrier for Smtp {
    fn carry(&self, parcel: &Parcel<'_>) -> Result<String, Undelivered> {
        let message = letter::write(parcel, &self.mail)?;
        match self.transport.send(&message) {
            Ok(answer) => {
                let said: Vec<&str> = answer.message().collect();
                Ok(format!("{} {}", answer.code(), said.join(" ")))
            }
            Err(error) if error.is_permanent() && !of_login(&error) => Err(Undelivered::ForGood(why(&error))),
            Err(error) => Err(Undelivered::Passing(why(&error))),
        }
    }
}

/// Whether a mail server refuses us and not the letter (RFC 4954): a password that is wrong is nobody's last letter.
fn of_login(error: &lettre::transport::smtp::Error) -> bool {
    error.status().is_some_and(|code| ["530", "534", "535", "538"].contains(&code.to_string().as_str()))
}

/// An error and what lies under it.
fn why(error: &dyn std::error::Error) -> String {
    let below = std::iter::successors(error.source(), |error| error.source()).map(ToString::to_string);
    std::iter::once(error.to_string()).chain(below).collect::<Vec<_>>().join(": ")
}
