(import (scheme base) (scheme case-lambda) (scheme char) (scheme complex) (scheme cxr) (scheme file)
        (scheme inexact) (scheme lazy) (scheme process-context) (scheme read) (scheme write))
