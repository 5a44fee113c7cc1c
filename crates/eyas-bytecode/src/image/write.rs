//! Units → bytes.

use std::collections::HashMap;

use super::unit::write_unit;
use super::{HEADER, Image, MAGIC, Section, VERSION, hash128};

/// Appends numbers and strings.
#[derive(Default)]
pub(super) struct Writer<'a> {
    pub(super) bytes: Vec<u8>,
    strings: HashMap<&'a str, u64>,
    order: Vec<&'a str>,
}

impl<'a> Writer<'a> {
    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    pub(super) fn number(&mut self, n: impl Into<u64>) {
        let mut n = n.into();
        while n >= 0x80 {
            self.bytes.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.bytes.push(n as u8);
    }

    pub(super) fn count(&mut self, n: usize) {
        self.number(n as u64);
    }

    pub(super) fn signed(&mut self, n: i64) {
        self.number((n << 1 ^ n >> 63) as u64);
    }

    /// A string of the table.
    pub(super) fn string(&mut self, s: &'a str) {
        let next = self.order.len() as u64;
        let id = *self.strings.entry(s).or_insert_with(|| {
            self.order.push(s);
            next
        });
        self.number(id);
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }
}

/// The image as bytes. Equal images give equal bytes.
pub fn write(image: &Image) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.count(image.units.len());
    for unit in &image.units {
        write_unit(&mut writer, unit);
    }
    let units = std::mem::take(&mut writer.bytes);
    writer.count(image.attachments.len());
    for (name, bytes) in &image.attachments {
        writer.string(name);
        writer.raw(bytes);
    }
    let attachments = std::mem::take(&mut writer.bytes);
    let order = std::mem::take(&mut writer.order);
    writer.count(order.len());
    for s in order {
        writer.raw(s.as_bytes());
    }
    let strings = std::mem::take(&mut writer.bytes);
    let sections = [
        (Section::Strings, strings),
        (Section::Units, units),
        (Section::Attachments, attachments),
    ];
    writer.raw(image.build.as_bytes());
    writer.count(sections.len());
    for (kind, bytes) in &sections {
        writer.byte(*kind as u8);
        writer.count(bytes.len());
    }
    let mut body = std::mem::take(&mut writer.bytes);
    for (_, bytes) in sections {
        body.extend(bytes);
    }
    let mut out = Vec::with_capacity(HEADER + body.len());
    out.extend(MAGIC);
    out.extend(VERSION.to_le_bytes());
    out.extend(image.features.to_le_bytes());
    out.extend(hash128(&body).to_le_bytes());
    out.extend(body);
    out
}
