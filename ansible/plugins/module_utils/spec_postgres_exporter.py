# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)
# Made by 'npm run ansible': do not edit.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

SPEC = {
    "name": {
        "type": "str",
        "required": True,
    },
    "dsn": {
        "type": "str",
        "no_log": True,
    },
    "password": {
        "type": "str",
        "no_log": True,
    },
    "port": {
        "type": "int",
    },
    "state": {
        "type": "str",
        "default": "started",
        "choices": [
            "started",
            "stopped",
            "absent",
        ],
    },
}
