//! A plain REPL: reads forms from standard input, evaluates them, prints what they yield.

use std::io::{BufRead, Write};

use eyas_heap::Value;
use eyas_vm::print::{Style, to_text};

use crate::session::{Ended, Session};

const PROMPT: &str = "> ";
const CONTINUED: &str = "  ";

/// Runs until the input ends or the program exits.
pub fn repl(session: &mut Session) -> Ended {
    let mut ended = Ended {
        exit_code: 0,
        message: String::new(),
    };
    let mut pending = String::new();
    println!("Eyas {}", env!("CARGO_PKG_VERSION"));
    loop {
        let mut stdout = std::io::stdout();
        let prompt = if pending.is_empty() {
            PROMPT
        } else {
            CONTINUED
        };
        if stdout
            .write_all(prompt.as_bytes())
            .and_then(|()| stdout.flush())
            .is_err()
        {
            return ended;
        }
        let mut line = String::new();
        match std::io::stdin().lock().read_line(&mut line) {
            Ok(0) => {
                println!();
                return ended;
            }
            Ok(_) => {}
            Err(error) => {
                ended.message = format!("eyas: cannot read standard input: {error}\n");
                ended.exit_code = 66;
                return ended;
            }
        }
        pending.push_str(&line);
        if session.is_incomplete(&pending) {
            continue;
        }
        let text = std::mem::take(&mut pending);
        let result = session.evaluate("repl", text, Session::show);
        // A failed form has its message and the REPL goes on; only `exit` ends it.
        eprint!("{}", result.message);
        if session.has_exited() {
            return Ended {
                exit_code: result.exit_code,
                message: String::new(),
            };
        }
    }
}

impl Session {
    /// Writes a value as the REPL shows it.
    pub fn show(&mut self, value: Value) {
        println!("{}", self.write(value));
    }

    /// The text of a value, as `write` makes it.
    pub fn write(&mut self, value: Value) -> String {
        to_text(&self.vm.context().mutator, value, Style::Write)
    }

    /// True if the text ends inside a datum, so that more lines must be read.
    pub fn is_incomplete(&mut self, text: &str) -> bool {
        let mut frontend = self.shared.frontend.borrow_mut();
        let symbols = &mut frontend.symbols;
        let mut reader = eyas_datum::reader::Reader::new(
            eyas_datum::source::FileId::NONE,
            text.as_bytes(),
            0,
            symbols,
        );
        loop {
            match reader.next() {
                Ok(Some(_)) => {}
                Ok(None) => return false,
                Err(error) => return error.is_incomplete(),
            }
        }
    }
}
