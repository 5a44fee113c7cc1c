//! Tests of object views, tables and strings.
