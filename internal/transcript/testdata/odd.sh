#!/bin/sh
# byhand wrote this script. It repeats a session with swaks, which reproduces most of it:
# 0 of the 6 lines that the client sent. A message counts as one line.
#
# Lines that swaks does not send:
#     trailing space
#
#     no end
#     \xff\xfe "quoted" \ ü <U+202E>
#      C: indented
#     (the answer to a challenge)
#
# The session used a proxy. This script connects directly.
# The certificate did not verify in the session, so this script does not check it.



swaks \
    --socket '/run/my socket' \
    --drop-after CONNECT
