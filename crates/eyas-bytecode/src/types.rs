//! The table of type tests that instructions can make on a value.

/// Calls `$consumer! { … }` with every row: variant, the predicate it answers.
#[macro_export]
macro_rules! type_tests {
    ($consumer:ident) => {
        $consumer! {
            Pair "pair?";
            Null "null?";
            Boolean "boolean?";
            Char "char?";
            Symbol "symbol?";
            String "string?";
            Vector "vector?";
            Bytevector "bytevector?";
            Procedure "procedure?";
            EofObject "eof-object?";
            Number "number?";
            Fixnum "fixnum?";
            Flonum "flonum?";
            Port "port?";
            ErrorObject "error-object?";
            Absent "%absent?";
        }
    };
}

macro_rules! define_type_tests {
    ($($name:ident $predicate:literal;)*) => {
        /// A type test.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
        #[repr(u16)]
        #[expect(missing_docs, reason = "each is named after its predicate")]
        pub enum TypeTest { $($name),* }

        impl TypeTest {
            /// Every test, in table order.
            pub const ALL: &[TypeTest] = &[$(TypeTest::$name),*];

            /// The predicate it answers.
            pub const fn predicate(self) -> &'static str {
                match self { $(TypeTest::$name => $predicate),* }
            }
        }
    };
}
type_tests!(define_type_tests);

impl TypeTest {
    /// The test with number `n`, if there is one.
    pub const fn from_number(n: u16) -> Option<TypeTest> {
        if (n as usize) < TypeTest::ALL.len() {
            Some(TypeTest::ALL[n as usize])
        } else {
            None
        }
    }
}
