//! The table of primitives: procedures that are an operation or a Rust function, never Scheme.
//!
//! No primitive calls a procedure: what does (`map`, `sort`, `call-with-port` …) is Scheme in `lib/`. Names that
//! begin with `%` are the machinery below library procedures and are exported only by `(eyas primitives)`.
//!
//! The columns of a row: variant, name, least and greatest argument count, lowering, effects.
//!
//! | lowering | a call becomes |
//! |---|---|
//! | `op(X)` | operation `X` with the arguments in order |
//! | `test(X)` | type test `X` |
//! | `left(X)` | `X` folded from the left over two or more arguments; fewer: the Rust function |
//! | `chain(X)` | `X` between neighbours, all true; `swapped`: with its operands exchanged |
//! | `port(X)` | `X`; without the port argument, on the current port |
//! | `native` | a call of the Rust function |
//!
//! | effect | meaning |
//! |---|---|
//! | `fold` | on constants it can be computed when compiling, unless that raises |
//! | `alloc` | makes a fresh object |
//! | `read` | its result depends on mutable state |
//! | `write` | changes state, or does input or output |
//! | `raise` | may raise |
//! | `gc` | may collect although it neither allocates its result nor raises (natives may always collect) |
//!
//! A primitive with neither `write` nor `raise` is dropped when its result is not used.

/// Calls `$consumer! { … }` with every row of the table.
#[macro_export]
macro_rules! primitives {
    ($consumer:ident) => {
        $consumer! {

            // Equivalence and booleans.
            IsEq "eq?" (2, 2) op(Eq) [fold];
            IsEqv "eqv?" (2, 2) op(Eqv) [fold];
            IsEqual "equal?" (2, 2) native [read gc];
            Not "not" (1, 1) op(Not) [fold];

            // Type predicates.
            IsPair "pair?" (1, 1) test(Pair) [fold];
            IsNull "null?" (1, 1) test(Null) [fold];
            IsBoolean "boolean?" (1, 1) test(Boolean) [fold];
            IsChar "char?" (1, 1) test(Char) [fold];
            IsSymbol "symbol?" (1, 1) test(Symbol) [fold];
            IsString "string?" (1, 1) test(String) [fold];
            IsVector "vector?" (1, 1) test(Vector) [fold];
            IsBytevector "bytevector?" (1, 1) test(Bytevector) [fold];
            IsProcedure "procedure?" (1, 1) test(Procedure) [fold];
            IsEofObject "eof-object?" (1, 1) test(EofObject) [fold];
            IsNumber "number?" (1, 1) test(Number) [fold];
            IsPort "port?" (1, 1) test(Port) [fold];
            IsErrorObject "error-object?" (1, 1) test(ErrorObject) [fold];
            IsFixnum "fixnum?" (1, 1) test(Fixnum) [fold];
            IsFlonum "flonum?" (1, 1) test(Flonum) [fold];
            IsAbsent "%absent?" (1, 1) test(Absent) [fold];
            IsComplex "complex?" (1, 1) test(Number) [fold];
            IsReal "real?" (1, 1) native [fold];
            IsRational "rational?" (1, 1) native [fold];
            IsInteger "integer?" (1, 1) native [fold];
            IsExactInteger "exact-integer?" (1, 1) native [fold];
            IsExactRational "exact-rational?" (1, 1) native [fold];
            IsList "list?" (1, 1) native [read];
            IsBooleanEqual "boolean=?" (2, many) native [fold raise];

            // Pairs and lists.
            Cons "cons" (2, 2) op(Cons) [alloc];
            Car "car" (1, 1) op(Car) [read raise];
            Cdr "cdr" (1, 1) op(Cdr) [read raise];
            Caar "caar" (1, 1) op(Caar) [read raise];
            Cadr "cadr" (1, 1) op(Cadr) [read raise];
            Cdar "cdar" (1, 1) op(Cdar) [read raise];
            Cddr "cddr" (1, 1) op(Cddr) [read raise];
            Caaar "caaar" (1, 1) native [read raise];
            Caadr "caadr" (1, 1) native [read raise];
            Cadar "cadar" (1, 1) native [read raise];
            Caddr "caddr" (1, 1) native [read raise];
            Cdaar "cdaar" (1, 1) native [read raise];
            Cdadr "cdadr" (1, 1) native [read raise];
            Cddar "cddar" (1, 1) native [read raise];
            Cdddr "cdddr" (1, 1) native [read raise];
            Caaaar "caaaar" (1, 1) native [read raise];
            Caaadr "caaadr" (1, 1) native [read raise];
            Caadar "caadar" (1, 1) native [read raise];
            Caaddr "caaddr" (1, 1) native [read raise];
            Cadaar "cadaar" (1, 1) native [read raise];
            Cadadr "cadadr" (1, 1) native [read raise];
            Caddar "caddar" (1, 1) native [read raise];
            Cadddr "cadddr" (1, 1) native [read raise];
            Cdaaar "cdaaar" (1, 1) native [read raise];
            Cdaadr "cdaadr" (1, 1) native [read raise];
            Cdadar "cdadar" (1, 1) native [read raise];
            Cdaddr "cdaddr" (1, 1) native [read raise];
            Cddaar "cddaar" (1, 1) native [read raise];
            Cddadr "cddadr" (1, 1) native [read raise];
            Cdddar "cdddar" (1, 1) native [read raise];
            Cddddr "cddddr" (1, 1) native [read raise];
            SetCar "set-car!" (2, 2) op(SetCar) [write raise];
            SetCdr "set-cdr!" (2, 2) op(SetCdr) [write raise];
            List "list" (0, many) native [alloc];
            ConsStar "cons*" (1, many) native [alloc];
            MakeList "make-list" (1, 2) native [alloc raise];
            Length "length" (1, 1) native [read raise];
            LengthOrFalse "%length-or-false" (1, 1) native [read];
            Append "append" (0, many) native [alloc read raise];
            Reverse "reverse" (1, 1) native [alloc read raise];
            AppendReverse "append-reverse" (2, 2) native [alloc read raise];
            AppendMutating "append!" (0, many) native [write raise];
            ReverseMutating "reverse!" (1, 1) native [write raise];
            ListTail "list-tail" (2, 2) native [read raise];
            ListRef "list-ref" (2, 2) native [read raise];
            ListSet "list-set!" (3, 3) native [write raise];
            ListCopy "list-copy" (1, 1) native [alloc read];
            LastPair "last-pair" (1, 1) native [read raise];
            Memq "memq" (2, 2) native [read raise];
            Memv "memv" (2, 2) native [read raise];
            Assq "assq" (2, 2) native [read raise];
            Assv "assv" (2, 2) native [read raise];
            Member "%member" (2, 2) native [read raise];
            Assoc "%assoc" (2, 2) native [read raise];
            Delete "%delete" (2, 2) native [alloc read raise];

            // Symbols.
            IsSymbolEqual "symbol=?" (2, many) native [fold raise];
            SymbolToString "symbol->string" (1, 1) native [fold raise];
            StringToSymbol "string->symbol" (1, 1) native [raise];
            GenerateSymbol "generate-symbol" (0, 1) native [alloc raise];
            SymbolHash "symbol-hash" (1, 1) native [raise];

            // Numbers.
            Plus "+" (0, many) left(Add) [fold raise];
            Minus "-" (1, many) left(Sub) [fold raise];
            Times "*" (0, many) left(Mul) [fold raise];
            Divide "/" (1, many) left(Div) [fold raise];
            NumEqual "=" (1, many) chain(NumEq) [fold raise];
            LessThan "<" (1, many) chain(Less) [fold raise];
            MoreThan ">" (1, many) chain(Less, swapped) [fold raise];
            AtMost "<=" (1, many) chain(LessEq) [fold raise];
            AtLeast ">=" (1, many) chain(LessEq, swapped) [fold raise];
            Quotient "quotient" (2, 2) op(Quotient) [fold raise];
            Remainder "remainder" (2, 2) op(Remainder) [fold raise];
            Modulo "modulo" (2, 2) op(Modulo) [fold raise];
            TruncateQuotient "truncate-quotient" (2, 2) op(Quotient) [fold raise];
            TruncateRemainder "truncate-remainder" (2, 2) op(Remainder) [fold raise];
            FloorRemainder "floor-remainder" (2, 2) op(Modulo) [fold raise];
            FloorQuotient "floor-quotient" (2, 2) native [fold raise];
            IsZero "zero?" (1, 1) native [fold raise];
            IsPositive "positive?" (1, 1) native [fold raise];
            IsNegative "negative?" (1, 1) native [fold raise];
            IsOdd "odd?" (1, 1) op(Odd) [fold raise];
            IsEven "even?" (1, 1) op(Even) [fold raise];
            IsExact "exact?" (1, 1) native [fold raise];
            IsInexact "inexact?" (1, 1) native [fold raise];
            IsFinite "finite?" (1, 1) native [fold raise];
            IsInfinite "infinite?" (1, 1) native [fold raise];
            IsNan "nan?" (1, 1) native [fold raise];
            Abs "abs" (1, 1) native [fold raise];
            Magnitude "magnitude" (1, 1) native [fold raise];
            Numerator "numerator" (1, 1) native [fold raise];
            Denominator "denominator" (1, 1) native [fold raise];
            Floor "floor" (1, 1) native [fold raise];
            Ceiling "ceiling" (1, 1) native [fold raise];
            Truncate "truncate" (1, 1) native [fold raise];
            Round "round" (1, 1) native [fold raise];
            Square "square" (1, 1) native [fold raise];
            Exact "exact" (1, 1) native [fold raise];
            Exp "exp" (1, 1) native [fold raise];
            Sin "sin" (1, 1) native [fold raise];
            Cos "cos" (1, 1) native [fold raise];
            Tan "tan" (1, 1) native [fold raise];
            Asin "asin" (1, 1) native [fold raise];
            Acos "acos" (1, 1) native [fold raise];
            RealPart "real-part" (1, 1) native [fold raise];
            ImagPart "imag-part" (1, 1) native [fold raise];
            Angle "angle" (1, 1) native [fold raise];
            Inexact "inexact" (1, 1) op(Inexact) [fold raise];
            Sqrt "sqrt" (1, 1) op(Sqrt) [fold raise];
            Log "log" (1, 2) native [fold raise];
            Atan "atan" (1, 2) native [fold raise];
            Expt "expt" (2, 2) native [fold raise];
            Max "max" (1, many) native [fold raise];
            Min "min" (1, many) native [fold raise];
            Gcd "gcd" (0, many) native [fold raise];
            Lcm "lcm" (0, many) native [fold raise];
            MakeRectangular "make-rectangular" (2, 2) native [fold raise];
            MakePolar "make-polar" (2, 2) native [fold raise];
            ExactIntegerSqrt "%exact-integer-sqrt" (1, 1) native [fold raise];
            NumberToString "number->string" (1, 2) native [alloc raise];
            StringToNumber "string->number" (1, 2) native [raise];
            BitwiseAnd "bitwise-and" (0, many) left(BitAnd) [fold raise];
            BitwiseIor "bitwise-ior" (0, many) left(BitOr) [fold raise];
            BitwiseXor "bitwise-xor" (0, many) left(BitXor) [fold raise];
            BitwiseNot "bitwise-not" (1, 1) native [fold raise];
            ArithmeticShift "arithmetic-shift" (2, 2) op(Shift) [fold raise];
            BitCount "bit-count" (1, 1) native [fold raise];
            IntegerLength "integer-length" (1, 1) native [fold raise];
            FirstSetBit "first-set-bit" (1, 1) native [fold raise];
            RandomInteger "random-integer" (1, 1) native [raise write];
            RandomReal "random-real" (0, 0) native [write];

            // Characters.
            CharToInteger "char->integer" (1, 1) op(CharToInteger) [fold raise];
            IntegerToChar "integer->char" (1, 1) op(IntegerToChar) [fold raise];
            IsCharEqual "char=?" (1, many) chain(CharEq) [fold raise];
            IsCharLess "char<?" (1, many) chain(CharLess) [fold raise];
            IsCharMore "char>?" (1, many) chain(CharLess, swapped) [fold raise];
            IsCharAtMost "char<=?" (1, many) native [fold raise];
            IsCharAtLeast "char>=?" (1, many) native [fold raise];
            IsCharCiEqual "char-ci=?" (1, many) native [fold raise];
            IsCharCiLess "char-ci<?" (1, many) native [fold raise];
            IsCharCiMore "char-ci>?" (1, many) native [fold raise];
            IsCharCiAtMost "char-ci<=?" (1, many) native [fold raise];
            IsCharCiAtLeast "char-ci>=?" (1, many) native [fold raise];
            IsCharAlphabetic "char-alphabetic?" (1, 1) native [fold raise];
            IsCharNumeric "char-numeric?" (1, 1) native [fold raise];
            IsCharWhitespace "char-whitespace?" (1, 1) native [fold raise];
            IsCharUpperCase "char-upper-case?" (1, 1) native [fold raise];
            IsCharLowerCase "char-lower-case?" (1, 1) native [fold raise];
            CharUpcase "char-upcase" (1, 1) native [fold raise];
            CharDowncase "char-downcase" (1, 1) native [fold raise];
            CharFoldcase "char-foldcase" (1, 1) native [fold raise];
            DigitValue "digit-value" (1, 1) native [fold raise];

            // Strings.
            MakeString "make-string" (1, 2) native [alloc raise];
            String "string" (0, many) native [alloc raise];
            StringLength "string-length" (1, 1) op(StringLength) [read raise];
            StringRef "string-ref" (2, 2) op(StringRef) [read raise];
            StringSet "string-set!" (3, 3) op(StringSet) [write raise];
            IsStringEqual "string=?" (1, many) native [read raise];
            IsStringLess "string<?" (1, many) native [read raise];
            IsStringMore "string>?" (1, many) native [read raise];
            IsStringAtMost "string<=?" (1, many) native [read raise];
            IsStringAtLeast "string>=?" (1, many) native [read raise];
            IsStringCiEqual "string-ci=?" (1, many) native [read raise];
            IsStringCiLess "string-ci<?" (1, many) native [read raise];
            IsStringCiMore "string-ci>?" (1, many) native [read raise];
            IsStringCiAtMost "string-ci<=?" (1, many) native [read raise];
            IsStringCiAtLeast "string-ci>=?" (1, many) native [read raise];
            Substring "substring" (2, 3) native [alloc read raise];
            StringAppend "string-append" (0, many) native [alloc read raise];
            StringToList "string->list" (1, 3) native [alloc read raise];
            ListToString "list->string" (1, 1) native [alloc read raise];
            StringCopy "string-copy" (1, 3) native [alloc read raise];
            StringCopyInto "string-copy!" (3, 5) native [write raise];
            StringFill "string-fill!" (2, 4) native [write raise];
            StringUpcase "string-upcase" (1, 1) native [alloc read raise];
            StringDowncase "string-downcase" (1, 1) native [alloc read raise];
            StringFoldcase "string-foldcase" (1, 1) native [alloc read raise];
            StringToVector "string->vector" (1, 3) native [alloc read raise];
            VectorToString "vector->string" (1, 3) native [alloc read raise];
            StringHash "string-hash" (1, 2) native [read raise];
            StringCiHash "string-ci-hash" (1, 2) native [read raise];
            StringSearch "%string-search" (3, 3) native [read raise];
            StringJoin "string-join" (1, 2) native [alloc read raise];

            // Vectors.
            MakeVector "make-vector" (1, 2) native [alloc raise];
            Vector "vector" (0, many) native [alloc];
            VectorLength "vector-length" (1, 1) op(VectorLength) [raise];
            VectorRef "vector-ref" (2, 2) op(VectorRef) [read raise];
            VectorSet "vector-set!" (3, 3) op(VectorSet) [write raise];
            VectorToList "vector->list" (1, 3) native [alloc read raise];
            ListToVector "list->vector" (1, 1) native [alloc read raise];
            VectorFill "vector-fill!" (2, 4) native [write raise];
            VectorCopy "vector-copy" (1, 3) native [alloc read raise];
            VectorCopyInto "vector-copy!" (3, 5) native [write raise];
            VectorAppend "vector-append" (0, many) native [alloc read raise];

            // Bytevectors.
            MakeBytevector "make-bytevector" (1, 2) native [alloc raise];
            Bytevector "bytevector" (0, many) native [alloc raise];
            BytevectorLength "bytevector-length" (1, 1) op(BytesLength) [raise];
            BytevectorU8Ref "bytevector-u8-ref" (2, 2) op(ByteRef) [read raise];
            BytevectorU8Set "bytevector-u8-set!" (3, 3) op(ByteSet) [write raise];
            BytevectorCopy "bytevector-copy" (1, 3) native [alloc read raise];
            BytevectorCopyInto "bytevector-copy!" (3, 5) native [write raise];
            BytevectorAppend "bytevector-append" (0, many) native [alloc read raise];
            BytevectorFill "bytevector-fill!" (2, 4) native [write raise];
            Utf8ToString "utf8->string" (1, 3) native [alloc read raise];
            StringToUtf8 "string->utf8" (1, 3) native [alloc read raise];

            // Control. `%` names are the machinery below the library procedures of `lib/`.
            Handlers "%handlers" (0, 0) native [read];
            SetHandlers "%set-handlers!" (1, 1) native [write];
            Winders "%winders" (0, 0) native [read];
            SetWinders "%set-winders!" (1, 1) native [write];
            Parameterization "%parameterization" (0, 0) native [read];
            SetParameterization "%set-parameterization!" (1, 1) native [write];
            MakeParameter "%make-parameter" (2, 2) native [alloc];
            IsParameter "%parameter?" (1, 1) native [fold];
            ParameterConverter "%parameter-converter" (1, 1) native [read raise];
            ParameterCell "%parameter-cell" (1, 1) native [read raise];
            ParameterSet "%parameter-set!" (2, 2) native [write raise];
            IsContinuation "%continuation?" (1, 1) native [fold];
            ContinuationWinders "%continuation-winders" (1, 1) native [read raise];
            ContinuationWithoutWinders "%continuation-without-winders" (1, 1) native [alloc raise];
            MakeCondition "%make-condition" (4, 4) native [alloc];
            ConditionKind "%condition-kind" (1, 1) native [read raise];
            ErrorObjectMessage "error-object-message" (1, 1) native [read raise];
            ErrorObjectIrritants "error-object-irritants" (1, 1) native [read raise];
            ConditionPayload "%condition-payload" (1, 1) native [read raise];
            ConditionBacktrace "%condition-backtrace" (1, 1) native [read raise];
            Uncaught "%uncaught" (1, 1) native [raise write];
            ProcedureArity "procedure-arity" (1, 1) native [alloc raise];
            ProcedureName "procedure-name" (1, 1) native [read raise];
            IsRecord "%record?" (1, 1) native [fold];
            RecordTypeOf "%record-type-of" (1, 1) native [read raise];
            MakeRecordType "%make-record-type" (3, 3) native [alloc raise];
            RecordTypeName "%record-type-name" (1, 1) native [read raise];
            RecordTypeFields "%record-type-fields" (1, 1) native [read raise];
            MakeRecord "%make-record" (2, 2) native [alloc raise];
            RecordIs "%record-is?" (2, 2) native [read];
            RecordField "%record-field" (2, 2) native [read raise];
            SetRecordField "%set-record-field!" (3, 3) native [write raise];
            Unspecified "%unspecified" (0, 0) native [fold];
            AbsentValue "%absent" (0, 0) native [fold];
            EofObject "eof-object" (0, 0) native [fold];
            MakeCell "%make-cell" (1, 1) native [alloc];
            CellRef "%cell-ref" (1, 1) native [read raise];
            CellSet "%cell-set!" (2, 2) native [write raise];

            // Evaluation.
            Compile "%compile" (2, 2) native [gc raise write];
            CompileFile "%compile-file" (2, 2) native [gc raise write];
            EnvironmentOf "%environment" (1, 1) native [gc raise write];
            InteractionEnvironment "interaction-environment" (0, 0) native [read];
            IsEnvironment "environment?" (1, 1) native [fold];
            Expand "%expand" (2, 2) native [gc raise write];

            // Hash tables.
            MakeTable "%make-table" (1, 2) native [alloc raise];
            IsTable "%table?" (1, 1) native [fold];
            TableRef "%table-ref" (3, 3) native [read raise gc];
            TableSet "%table-set!" (3, 3) native [write raise gc];
            TableDelete "%table-delete!" (2, 2) native [write raise gc];
            IsTableContains "%table-contains?" (2, 2) native [read raise gc];
            TableCount "%table-count" (1, 1) native [read raise];
            TableClear "%table-clear!" (1, 1) native [write raise];
            TableCopy "%table-copy" (1, 1) native [alloc read raise];
            TableKind "%table-kind" (1, 1) native [read raise];
            TableNext "%table-next" (2, 2) native [read raise];
            TableEntryKey "%table-entry-key" (3, 3) native [read raise];
            TableEntryValue "%table-entry-value" (3, 3) native [read raise];
            TableSetEntryValue "%table-set-entry-value!" (3, 3) native [write raise];
            TableCandidate "%table-candidate" (3, 3) native [read raise];
            TableAdd "%table-add!" (4, 4) native [write raise gc];
            TableDeleteEntry "%table-delete-entry!" (2, 2) native [write raise];
            EqualHash "equal-hash" (1, 2) native [read raise gc];
            EqHash "eq-hash" (1, 2) native [read raise gc];
            EqvHash "eqv-hash" (1, 2) native [read raise gc];

            // Weak references.
            WeakCons "weak-cons" (2, 2) native [alloc];
            IsWeakPair "weak-pair?" (1, 1) native [fold];
            WeakCar "weak-car" (1, 1) native [read raise];
            WeakCdr "weak-cdr" (1, 1) native [read raise];
            MakeEphemeron "make-ephemeron" (2, 2) native [alloc];
            IsEphemeron "ephemeron?" (1, 1) native [fold];
            EphemeronKey "ephemeron-key" (1, 1) native [read raise];
            EphemeronDatum "ephemeron-datum" (1, 1) native [read raise];
            IsEphemeronBroken "ephemeron-broken?" (1, 1) native [read raise];

            // Ports.
            IsInputPort "input-port?" (1, 1) native [fold];
            IsOutputPort "output-port?" (1, 1) native [fold];
            IsTextualPort "textual-port?" (1, 1) native [fold];
            IsBinaryPort "binary-port?" (1, 1) native [fold];
            IsInputPortOpen "input-port-open?" (1, 1) native [write raise];
            IsOutputPortOpen "output-port-open?" (1, 1) native [write raise];
            ClosePort "close-port" (1, 1) native [write raise];
            CloseInputPort "close-input-port" (1, 1) native [write raise];
            CloseOutputPort "close-output-port" (1, 1) native [write raise];
            OpenInputFile "open-input-file" (1, 1) native [write raise];
            OpenOutputFile "open-output-file" (1, 1) native [write raise];
            OpenBinaryInputFile "open-binary-input-file" (1, 1) native [write raise];
            OpenBinaryOutputFile "open-binary-output-file" (1, 1) native [write raise];
            OpenAppendFile "%open-append-file" (1, 1) native [write raise];
            OpenInputString "open-input-string" (1, 1) native [alloc raise];
            OpenInputBytevector "open-input-bytevector" (1, 1) native [alloc raise];
            OpenOutputString "open-output-string" (0, 0) native [alloc];
            OpenOutputBytevector "open-output-bytevector" (0, 0) native [alloc];
            GetOutputString "get-output-string" (1, 1) native [alloc raise];
            GetOutputBytevector "get-output-bytevector" (1, 1) native [alloc raise];
            IsFileExists "file-exists?" (1, 1) native [read raise];
            DeleteFile "delete-file" (1, 1) native [write raise];
            RenameFile "%rename-file" (2, 2) native [write raise];
            StandardPort "%standard-port" (1, 1) native [read raise];
            PortParameter "%port-parameter" (1, 1) native [read raise];
            CurrentInputPort "%current-input-port" (0, 0) native [read];
            CurrentOutputPort "%current-output-port" (0, 0) native [read];
            CurrentErrorPort "%current-error-port" (0, 0) native [read];
            ReadChar "read-char" (0, 1) port(ReadChar) [write raise gc];
            PeekChar "peek-char" (0, 1) port(PeekChar) [write raise gc];
            ReadU8 "read-u8" (0, 1) port(ReadByte) [write raise gc];
            PeekU8 "peek-u8" (0, 1) port(PeekByte) [write raise gc];
            IsCharReady "char-ready?" (0, 1) native [write raise];
            IsU8Ready "u8-ready?" (0, 1) native [write raise];
            ReadLine "read-line" (0, 1) native [write raise gc];
            ReadString "read-string" (1, 2) native [write raise gc];
            ReadBytevector "read-bytevector" (1, 2) native [write raise gc];
            ReadBytevectorInto "read-bytevector!" (1, 4) native [write raise gc];
            Read "read" (0, 1) native [write raise gc];
            WriteChar "write-char" (1, 2) port(WriteChar) [write raise gc];
            WriteU8 "write-u8" (1, 2) port(WriteByte) [write raise gc];
            Newline "newline" (0, 1) native [write raise];
            WriteString "write-string" (1, 4) native [write raise];
            WriteBytevector "write-bytevector" (1, 4) native [write raise];
            FlushOutputPort "flush-output-port" (0, 1) native [write raise];
            Write "write" (1, 2) native [write raise gc];
            Display "display" (1, 2) native [write raise gc];
            WriteShared "write-shared" (1, 2) native [write raise gc];
            WriteSimple "write-simple" (1, 2) native [write raise gc];

            // System.
            Exit "%exit" (1, 1) native [write raise];
            EmergencyExit "emergency-exit" (0, 1) native [write raise];
            CommandLine "command-line" (0, 0) native [alloc];
            GetEnvironmentVariable "get-environment-variable" (1, 1) native [alloc raise];
            GetEnvironmentVariables "get-environment-variables" (0, 0) native [alloc];
            CurrentJiffy "current-jiffy" (0, 0) native [read];
            JiffiesPerSecond "jiffies-per-second" (0, 0) native [fold];
            CurrentSecond "current-second" (0, 0) native [read];
            CpuTime "%cpu-time" (0, 0) native [read];
            Features "features" (0, 0) native [alloc];
            Gc "gc" (0, 1) native [gc write];
            GcStatistics "%gc-statistics" (0, 0) native [alloc];
            ProcedureSource "%procedure-source" (1, 1) native [alloc raise];
            Void "void" (0, many) native [fold];
        }
    };
}

/// How the compiler turns a call of a primitive into operations.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the table above describes each")]
pub enum Lowering {
    Op(Op),
    Test(TypeTest),
    Left(Op),
    Chain { op: Op, swapped: bool },
    Port(Op),
    Native,
}

/// What a primitive may do besides returning; the table is in the module's documentation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[expect(missing_docs, reason = "the table above describes each")]
pub struct PrimEffects {
    pub fold: bool,
    pub alloc: bool,
    pub read: bool,
    pub write: bool,
    pub raise: bool,
    pub gc: bool,
}

use crate::ops::Op;
use crate::types::TypeTest;

macro_rules! define_primitives {
    ($($name:ident $text:literal ($min:tt, $max:tt) $how:ident $(($($what:tt)*))? [$($effect:ident)*];)*) => {
        /// A primitive; the table is in the module's source.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        #[repr(u16)]
        #[expect(missing_docs, reason = "each is documented by the report, or by the library that uses it")]
        pub enum Prim { $($name),* }

        impl Prim {
            /// Every primitive, in table order.
            pub const ALL: &[Prim] = &[$(Prim::$name),*];

            /// The name that Scheme knows it by.
            pub const fn name(self) -> &'static str {
                match self { $(Prim::$name => $text),* }
            }

            /// Least and greatest argument count; no greatest if it takes any number.
            pub const fn arity(self) -> (u32, Option<u32>) {
                match self { $(Prim::$name => ($min, define_primitives!(@max $max))),* }
            }

            /// How calls become operations.
            pub const fn lowering(self) -> Lowering {
                match self { $(Prim::$name => define_primitives!(@how $how $(($($what)*))?)),* }
            }

            /// What it may do besides returning.
            #[allow(clippy::needless_update, reason = "rows without effects")]
            pub fn effects(self) -> PrimEffects {
                match self { $(Prim::$name => PrimEffects { $($effect: true,)* ..PrimEffects::default() }),* }
            }
        }
    };
    (@max many) => { None };
    (@max $n:tt) => { Some($n) };
    (@how native) => { Lowering::Native };
    (@how op($op:ident)) => { Lowering::Op(Op::$op) };
    (@how test($test:ident)) => { Lowering::Test(TypeTest::$test) };
    (@how left($op:ident)) => { Lowering::Left(Op::$op) };
    (@how chain($op:ident)) => { Lowering::Chain { op: Op::$op, swapped: false } };
    (@how chain($op:ident, swapped)) => { Lowering::Chain { op: Op::$op, swapped: true } };
    (@how port($op:ident)) => { Lowering::Port(Op::$op) };
}
primitives!(define_primitives);

impl Prim {
    /// The primitive with number `n`, if there is one.
    pub const fn from_number(n: u16) -> Option<Prim> {
        if (n as usize) < Prim::ALL.len() {
            Some(Prim::ALL[n as usize])
        } else {
            None
        }
    }

    /// The primitive with this name, if there is one.
    pub fn from_name(name: &str) -> Option<Prim> {
        Prim::ALL.iter().copied().find(|p| p.name() == name)
    }

    /// True if `count` arguments fit.
    pub fn accepts(self, count: usize) -> bool {
        let (min, max) = self.arity();
        count >= min as usize && max.is_none_or(|m| count <= m as usize)
    }

    /// True if a call whose result is not used may be dropped.
    pub fn is_discardable(self) -> bool {
        let e = self.effects();
        !e.write && !e.raise
    }
}
