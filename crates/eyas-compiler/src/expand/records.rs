//! `define-record-type` (R7RS 5.5), with the variations that are in use: no constructor (`#f`), a constructor
//! that takes all fields (a name alone, SRFI 131), no predicate (`#f`), `(name)` for `name`, fields without
//! accessors.
//!
//! The type is a constant of the unit, and every procedure is an ordinary `lambda` around one record
//! operation, so that the passes inline it like any other. In a body that may be evaluated more than once each
//! evaluation has to make a type of its own (5.5). There the constant says only what the records look like; each has
//! one more field, without a name, that holds the type made by the evaluation, and the procedures compare it. So such
//! records cost one word and one comparison more than others.

use eyas_bytecode::Prim;
use eyas_datum::datum::{Datum, DatumKind};
use eyas_datum::source::Span;
use eyas_datum::symbol::Symbol;

use super::binding::Keyword;
use super::body::{Item, Scan, Target};
use super::syntax::{Ident, Syntax};
use super::{Expander, Result};
use crate::core::{Expr, ExprId, RecordType, RecordTypeId, Special, VarId};
use crate::diagnostic::{Code, Diagnostic};

/// One of the things that a record definition defines.
pub(crate) enum RecordPart {
    Type,
    /// The fields that it takes, in order.
    Constructor(Vec<u32>),
    Predicate,
    Accessor(u32),
    Modifier(u32),
}

struct Field {
    id: Ident,
    accessor: Option<Ident>,
    modifier: Option<Ident>,
}

impl Expander<'_> {
    pub(crate) fn define_record_type(
        &mut self,
        scan: &mut Scan,
        parts: &[Syntax],
        span: Span,
    ) -> Result<()> {
        const EXPECTED: &str = "(define-record-type name (constructor field …) predicate (field accessor [modifier]) …)";
        let keyword = Keyword::DefineRecordType;
        let [_, name, constructor, predicate, field_specs @ ..] = parts else {
            return Err(self.bad(keyword, span, EXPECTED));
        };
        let type_id = match name.as_ident() {
            Some(id) => id,
            None => {
                let items = name.items(&mut self.fe.env.scopes).unwrap_or_default();
                match items.as_slice() {
                    [one] => self.binding_name(keyword, one)?,
                    _ => return Err(self.bad(keyword, name.span(), "a name")),
                }
            }
        };
        let mut fields: Vec<Field> = Vec::with_capacity(field_specs.len());
        for spec in field_specs {
            fields.push(self.field(spec)?);
        }
        self.distinct(fields.iter().map(|f| &f.id))?;
        let constructor = self.constructor(constructor, &fields)?;
        let predicate = self.optional_name(predicate)?;

        let of = self.add_record_type(type_id, &fields);
        let position = self.position();
        let repeated = scan.is_repeated(self);
        let mut made = None;
        let mut define = |x: &mut Self, id: Ident, part: RecordPart| -> Result<()> {
            let target = scan.bind(x, id)?;
            if let (RecordPart::Type, Target::Local(var), true) = (&part, target, repeated) {
                made = Some(var);
                x.core.record_types[of.index()].fields.push(String::new());
            }
            let item = Item::Record {
                target,
                name: id.name,
                of,
                made,
                part,
                span: id.span,
            };
            scan.items.push((item, position));
            Ok(())
        };
        define(self, type_id, RecordPart::Type)?;
        if let Some((id, taken)) = constructor {
            define(self, id, RecordPart::Constructor(taken))?;
        }
        if let Some(id) = predicate {
            define(self, id, RecordPart::Predicate)?;
        }
        for (index, field) in (0u32..).zip(&fields) {
            if let Some(id) = field.accessor {
                define(self, id, RecordPart::Accessor(index))?;
            }
            if let Some(id) = field.modifier {
                define(self, id, RecordPart::Modifier(index))?;
            }
        }
        Ok(())
    }

    fn add_record_type(&mut self, id: Ident, fields: &[Field]) -> RecordTypeId {
        let name = self.text(id.name);
        let bare = name
            .strip_prefix('<')
            .and_then(|n| n.strip_suffix('>'))
            .unwrap_or(&name);
        let mut mutable = 0;
        for (index, field) in fields.iter().enumerate().take(64) {
            if field.modifier.is_some() {
                mutable |= 1u64 << index;
            }
        }
        let record_type = RecordType {
            name: bare.to_owned(),
            fields: fields.iter().map(|f| self.text(f.id.name)).collect(),
            mutable,
        };
        self.core.record_types.push(record_type);
        RecordTypeId(self.core.record_types.len() as u32 - 1)
    }

    fn field(&mut self, spec: &Syntax) -> Result<Field> {
        let keyword = Keyword::DefineRecordType;
        if let Some(id) = spec.as_ident() {
            return Ok(Field {
                id,
                accessor: None,
                modifier: None,
            });
        }
        let items = spec.items(&mut self.fe.env.scopes).unwrap_or_default();
        if items.is_empty() || items.len() > 3 {
            return Err(self.bad(keyword, spec.span(), "(field [accessor [modifier]])"));
        }
        let id = self.binding_name(keyword, &items[0])?;
        let accessor = items
            .get(1)
            .map(|s| self.binding_name(keyword, s))
            .transpose()?;
        let modifier = items
            .get(2)
            .map(|s| self.binding_name(keyword, s))
            .transpose()?;
        Ok(Field {
            id,
            accessor,
            modifier,
        })
    }

    fn optional_name(&mut self, s: &Syntax) -> Result<Option<Ident>> {
        if let Some(datum) = s.as_read()
            && matches!(datum.kind(), DatumKind::Bool(false))
        {
            return Ok(None);
        }
        self.binding_name(Keyword::DefineRecordType, s).map(Some)
    }

    /// The constructor's name and the fields that it takes.
    fn constructor(&mut self, s: &Syntax, fields: &[Field]) -> Result<Option<(Ident, Vec<u32>)>> {
        let Some(items) = s.items(&mut self.fe.env.scopes) else {
            let all = (0..fields.len() as u32).collect();
            return Ok(self.optional_name(s)?.map(|id| (id, all)));
        };
        let Some((name, args)) = items.split_first() else {
            return Err(self.bad(Keyword::DefineRecordType, s.span(), "(constructor field …)"));
        };
        let name = self.binding_name(Keyword::DefineRecordType, name)?;
        let mut ids = Vec::with_capacity(args.len());
        let mut taken = Vec::with_capacity(args.len());
        for arg in args {
            let id = self.binding_name(Keyword::DefineRecordType, arg)?;
            let same = |f: &Field| f.id.name == id.name && f.id.scopes == id.scopes;
            let Some(index) = fields.iter().position(same) else {
                let message = format!("the record type has no field `{}`", self.text(id.name));
                let diagnostic = Diagnostic::new(Code::BadSyntax, id.span, message);
                return Err(self.report(diagnostic));
            };
            taken.push(index as u32);
            ids.push(id);
        }
        self.distinct(ids.iter())?;
        Ok(Some((name, taken)))
    }

    /// The value of one of the definitions.
    pub(crate) fn record_part(
        &mut self,
        of: RecordTypeId,
        part: RecordPart,
        name: Symbol,
        span: Span,
    ) -> ExprId {
        let record_name = self.core.record_types[of.index()].name.clone();
        let (params, body) = match part {
            RecordPart::Type => return self.add(Expr::RecordTypeValue(of), span),
            RecordPart::Constructor(taken) => {
                let count = self.core.record_types[of.index()].fields.len();
                let mut args: Vec<Option<ExprId>> = vec![None; count];
                let mut params = Vec::with_capacity(taken.len());
                for index in taken {
                    let field = self.core.record_types[of.index()].fields[index as usize].clone();
                    let param = self.temporary(&field, span);
                    params.push(param);
                    args[index as usize] = Some(self.local(param, span));
                }
                let args = args
                    .into_iter()
                    .map(|arg| match arg {
                        Some(e) => e,
                        None => self.add(Expr::Special(Special::Unspecified), span),
                    })
                    .collect();
                (params, self.add(Expr::RecordMake(of, args), span))
            }
            RecordPart::Predicate => {
                let object = self.temporary("object", span);
                let e = self.local(object, span);
                (vec![object], self.add(Expr::IsRecord(of, e), span))
            }
            RecordPart::Accessor(index) => {
                let record = self.temporary(&record_name, span);
                let e = self.local(record, span);
                (vec![record], self.add(Expr::RecordRef(of, index, e), span))
            }
            RecordPart::Modifier(index) => {
                let record = self.temporary(&record_name, span);
                let value = self.temporary("value", span);
                let (e, v) = (self.local(record, span), self.local(value, span));
                (
                    vec![record, value],
                    self.add(Expr::RecordSet(of, index, e, v), span),
                )
            }
        };
        let name = self.text(name);
        let lambda = self.add_lambda(name, params, None, body, span);
        self.add(Expr::Lambda(lambda), span)
    }

    /// The same for a type that is made by each evaluation and held by the variable `made`.
    pub(crate) fn made_record_part(
        &mut self,
        of: RecordTypeId,
        made: VarId,
        part: RecordPart,
        name: Symbol,
        span: Span,
    ) -> ExprId {
        let RecordType {
            name: record_name,
            fields,
            ..
        } = self.core.record_types[of.index()].clone();
        let Some((_, fields)) = fields.split_last() else {
            unreachable!("the field that holds the type is the last")
        };
        let mut params = Vec::new();
        let body = match part {
            RecordPart::Type => {
                let mut symbol = |text: &str| Datum::symbol(span, self.fe.symbols.intern(text));
                let (type_name, fields): (_, Vec<Datum>) = (
                    symbol(&record_name),
                    fields.iter().map(|f| symbol(f)).collect(),
                );
                let args = vec![
                    self.quote(type_name, span),
                    self.quote(Datum::list(span, fields), span),
                    self.boolean(false, span),
                ];
                return self.prim(Prim::MakeRecordType, args, span);
            }
            RecordPart::Constructor(taken) => {
                let mut args = Vec::with_capacity(fields.len() + 1);
                for (index, field) in (0u32..).zip(fields) {
                    args.push(if taken.contains(&index) {
                        let param = self.temporary(field, span);
                        params.push((index, param));
                        self.local(param, span)
                    } else {
                        self.add(Expr::Special(Special::Unspecified), span)
                    });
                }
                args.push(self.local(made, span));
                let place = |&(index, _): &(u32, VarId)| taken.iter().position(|&t| t == index);
                params.sort_by_key(place);
                self.add(Expr::RecordMake(of, args), span)
            }
            RecordPart::Predicate => {
                let object = self.temporary("object", span);
                params.push((0, object));
                self.is_made_record(object, of, made, span)
            }
            RecordPart::Accessor(index) | RecordPart::Modifier(index) => {
                let record = self.temporary(&record_name, span);
                params.push((0, record));
                let e = self.local(record, span);
                let access = if let RecordPart::Modifier(_) = part {
                    let value = self.temporary("value", span);
                    params.push((0, value));
                    let v = self.local(value, span);
                    Expr::RecordSet(of, index, e, v)
                } else {
                    Expr::RecordRef(of, index, e)
                };
                let access = self.add(access, span);
                let test = self.is_made_record(record, of, made, span);
                let expected = format!("a record of type {record_name}");
                let args = vec![
                    self.quote(Datum::symbol(span, name), span),
                    self.quote(Datum::string(span, expected), span),
                    self.local(record, span),
                ];
                let refuse = self.hidden(&["eyas", "control"], "%wrong-type", span);
                let refuse = self.add(Expr::Call(refuse, args), span);
                self.add(Expr::If(test, access, refuse), span)
            }
        };
        let name = self.text(name);
        let params = params.into_iter().map(|(_, v)| v).collect();
        let lambda = self.add_lambda(name, params, None, body, span);
        self.add(Expr::Lambda(lambda), span)
    }

    fn is_made_record(
        &mut self,
        object: VarId,
        of: RecordTypeId,
        made: VarId,
        span: Span,
    ) -> ExprId {
        let looks = self.local(object, span);
        let looks = self.add(Expr::IsRecord(of, looks), span);
        let holder = self.core.record_types[of.index()].fields.len() - 1;
        let e = self.local(object, span);
        let held = self.add(Expr::RecordRef(of, holder as u32, e), span);
        let made = self.local(made, span);
        let same = self.prim(Prim::IsEq, vec![held, made], span);
        let no = self.boolean(false, span);
        self.add(Expr::If(looks, same, no), span)
    }
}
