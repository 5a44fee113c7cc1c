(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (read (open-input-string "#\\xFFFFFFFFFF")) (read (open-input-string "#<foo>")) (read (open-input-string "#!bogus"))
        (read (open-input-string ")")) (read (open-input-string "\"abc")) (read (open-input-string "#|")) (read (open-input-string "(1 . )"))
        (read (open-input-string "(1 . 2 3)")) (read (open-input-string "#u8(300)")) (read (open-input-string "|abc")) (read (open-input-string "\"\\q\"")))
;--- output
; (condition "read: not a Unicode scalar value (byte 0 of string)" ())
; (condition "read: unknown syntax #<foo> (byte 0 of string)" ())
; (condition "read: unknown directive #!bogus (byte 0 of string)" ())
; (condition "read: unexpected `)`: no list is open (byte 0 of string)" ())
; (condition "read: the input ends inside a string (byte 4 of string)" ())
; (condition "read: the input ends inside a #| comment (byte 2 of string)" ())
; (condition "read: no datum between `.` and `)` (byte 5 of string)" ())
; (condition "read: more than one datum after `.` (byte 7 of string)" ())
; (condition "read: an element of a bytevector must be an exact integer from 0 to 255 (byte 4 of string)" ())
; (condition "read: the input ends inside a |symbol| (byte 4 of string)" ())
; (condition "read: unknown escape \\q (byte 1 of string)" ())
; still here
