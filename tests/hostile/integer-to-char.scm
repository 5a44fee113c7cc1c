(import (scheme base) (scheme write) (scheme read) (scheme file) (scheme eval) (scheme repl) (scheme cxr) (scheme inexact) (hostile))

(report (integer->char #xD800) (integer->char #x110000) (integer->char -1) (integer->char #x10FFFF))
