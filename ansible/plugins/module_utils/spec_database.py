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
    "state": {
        "type": "str",
        "default": "present",
        "choices": [
            "present",
            "absent",
        ],
    },
    "owner": {
        "type": "str",
    },
    "settings": {
        "type": "dict",
    },
    "schemas": {
        "type": "list",
        "default": [],
        "elements": "raw",
    },
    "extensions": {
        "type": "list",
        "default": [],
        "elements": "raw",
    },
    "locale": {
        "type": "str",
    },
    "publications": {
        "type": "list",
        "default": [],
        "elements": "raw",
    },
    "subscriptions": {
        "type": "list",
        "default": [],
        "elements": "dict",
        "options": {
            "name": {
                "type": "str",
                "required": True,
            },
            "connection": {
                "type": "dict",
                "required": True,
                "options": {
                    "conninfo": {
                        "type": "str",
                        "required": True,
                    },
                    "password": {
                        "type": "str",
                        "no_log": True,
                    },
                },
            },
            "publications": {
                "type": "list",
                "required": True,
                "elements": "str",
            },
            "enabled": {
                "type": "bool",
                "default": True,
            },
            "state": {
                "type": "str",
                "default": "present",
                "choices": [
                    "present",
                    "absent",
                ],
            },
        },
    },
    "clone": {
        "type": "dict",
        "options": {
            "dsn": {
                "type": "str",
                "required": True,
                "no_log": True,
            },
            "schema_only": {
                "type": "bool",
                "default": False,
            },
        },
    },
    "tablespace": {
        "type": "str",
    },
    "force_drop": {
        "type": "bool",
        "default": False,
    },
}
