//! Random programs as Core text. Most are well behaved; some raise, and where they do is compared as well.

use std::fmt::Write as _;

/// A pseudo-random sequence (xorshift), the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % n
    }
}

struct Generator {
    random: Random,
    next: usize,
    /// Variables in scope that hold numbers or anything, and those that hold procedures with their arity.
    values: Vec<String>,
    procedures: Vec<(String, usize)>,
    globals: Vec<(String, usize)>,
}

/// The program with this number.
pub(crate) fn generate(seed: u64) -> String {
    let mut generator = Generator {
        random: Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
        next: 0,
        values: Vec::new(),
        procedures: Vec::new(),
        globals: Vec::new(),
    };
    let mut program = String::from("(begin");
    let definitions = generator.random.below(4);
    for i in 0..definitions {
        let arity = generator.random.below(3);
        generator.globals.push((format!("g{i}"), arity));
    }
    for (name, arity) in generator.globals.clone() {
        let lambda = generator.lambda(arity, 3, None);
        write!(program, "\n(define-global {name} {lambda})").expect("a string takes all");
    }
    for _ in 0..=generator.random.below(2) {
        let body = generator.expr(5);
        write!(program, "\n(display {body})").expect("a string takes all");
    }
    let last = generator.expr(5);
    write!(program, "\n{last})").expect("a string takes all");
    program
}

impl Generator {
    fn fresh(&mut self, prefix: &str) -> String {
        self.next += 1;
        format!("{prefix}{}", self.next)
    }

    /// A procedure; a recursive one counts its first parameter down.
    fn lambda(&mut self, arity: usize, depth: usize, own: Option<&str>) -> String {
        let params: Vec<String> = (0..arity).map(|_| self.fresh("p")).collect();
        let (values, procedures) = (self.values.len(), self.procedures.len());
        self.values.extend(params.iter().cloned());
        let body = match own {
            Some(own) if arity > 0 => {
                let end = self.expr(depth - 1);
                let mut args = format!("(- {} 1)", params[0]);
                for _ in 1..arity {
                    let arg = self.expr(depth.saturating_sub(2));
                    write!(args, " {arg}").expect("a string takes all");
                }
                let again = match self.random.below(4) {
                    0 => format!("(cons 1 ({own} {args}))"),
                    1 => {
                        let before = self.expr(depth - 1);
                        format!("(begin (display {before}) ({own} {args}))")
                    }
                    _ => format!("({own} {args})"),
                };
                format!("(if (< {} 1) {end} {again})", params[0])
            }
            _ => self.expr(depth),
        };
        self.values.truncate(values);
        self.procedures.truncate(procedures);
        format!("(lambda ({}) {body})", params.join(" "))
    }

    fn constant(&mut self) -> String {
        ["0", "1", "2", "3", "#f", "#t", "'a", "'()", "#\\x", "1.5"][self.random.below(10)].into()
    }

    fn atom(&mut self) -> String {
        if self.values.is_empty() || self.random.below(3) == 0 {
            return self.constant();
        }
        let i = self.random.below(self.values.len());
        self.values[i].clone()
    }

    fn args(&mut self, count: usize, depth: usize) -> String {
        (0..count)
            .map(|_| format!(" {}", self.expr(depth)))
            .collect()
    }

    #[expect(clippy::too_many_lines, reason = "one arm per form")]
    fn expr(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.atom();
        }
        let d = depth - 1;
        match self.random.below(24) {
            0..=2 => self.atom(),
            3..=6 => {
                let p = ["+", "-", "*", "cons", "eqv?", "list", "<", "="][self.random.below(8)];
                let count = if matches!(p, "<" | "=" | "+" | "list") {
                    2 + self.random.below(2)
                } else {
                    2
                };
                format!("({p}{})", self.args(count, d))
            }
            7 => {
                let p =
                    ["car", "cdr", "not", "pair?", "null?", "zero?", "cadr"][self.random.below(7)];
                format!("({p}{})", self.args(1, d))
            }
            8..=9 => format!("(if{})", self.args(3, d)),
            10 => {
                let (a, b) = (self.expr(d), self.expr(d));
                let t = self.fresh("t");
                let c = self.expr(d);
                format!("(if (let (({t} {a})) (if {t} {t} {b})) {c} (if (not {t}x) 1 2))")
                    .replace(&format!("{t}x"), &self.constant())
            }
            11..=12 => {
                let v = self.fresh("v");
                let value = self.expr(d);
                self.values.push(v.clone());
                let body = self.expr(d);
                self.values.pop();
                format!("(let (({v} {value})) {body})")
            }
            13 => {
                let v = self.fresh("m");
                let value = self.expr(d);
                self.values.push(v.clone());
                let (change, body) = (self.expr(d), self.expr(d));
                self.values.pop();
                format!("(let (({v} {value})) (begin (set! {v} {change}) {body}))")
            }
            14..=16 => {
                let count = 1 + self.random.below(3);
                let names: Vec<(String, usize)> = (0..count)
                    .map(|_| (self.fresh("f"), self.random.below(3)))
                    .collect();
                let before = self.procedures.len();
                // Only earlier ones are called, except by those that count down.
                let mut bindings = String::new();
                for (name, arity) in &names {
                    let lambda = self.lambda(*arity, d.max(1), Some(name));
                    write!(bindings, "({name} {lambda})").expect("a string takes all");
                    self.procedures.push((name.clone(), *arity));
                    if self.random.below(3) == 0 {
                        let (x, value) = (self.fresh("x"), self.expr(d));
                        write!(bindings, "({x} {value})").expect("a string takes all");
                        self.values.push(x);
                    }
                }
                let body = self.expr(d);
                self.procedures.truncate(before);
                self.values
                    .retain(|v| !bindings.contains(&format!("({v} ")));
                format!("(letrec* ({bindings}) {body})")
            }
            17..=19 => {
                let all = self.procedures.len() + self.globals.len();
                if all == 0 {
                    return self.atom();
                }
                let i = self.random.below(all);
                let (head, arity) = match self.procedures.get(i) {
                    Some((name, arity)) => (name.clone(), *arity),
                    None => {
                        let (name, arity) = &self.globals[i - self.procedures.len()];
                        (format!("(global {name})"), *arity)
                    }
                };
                if self.random.below(6) == 0 {
                    return head;
                }
                format!("({head}{})", self.args(arity, d))
            }
            20 => {
                let arity = self.random.below(3);
                let lambda = self.lambda(arity, d, None);
                if self.random.below(2) == 0 {
                    lambda
                } else {
                    format!("({lambda}{})", self.args(arity, d))
                }
            }
            21 => format!("(begin (display{}){})", self.args(1, d), self.args(1, d)),
            22 => {
                let (v, value) = (self.fresh("k"), self.expr(d));
                let [a, b, c] = [self.expr(d), self.expr(d), self.expr(d)];
                format!(
                    "(let (({v} {value})) (if (memv {v} '(1 2)) {a} (if (eqv? {v} 3) {b} \
                     (if (memv {v} '(0 7)) {c} {v}))))"
                )
            }
            _ => {
                let (a, b) = (self.fresh("a"), self.fresh("b"));
                let values = self.args(2, d);
                self.values.extend([a.clone(), b.clone()]);
                let body = self.expr(d);
                self.values.truncate(self.values.len() - 2);
                if self.random.below(2) == 0 {
                    format!("(receive ({a} {b}) (values{values}) {body})")
                } else {
                    format!("(apply (lambda ({a} . {b}) {body}) (list{values}))")
                }
            }
        }
    }
}
