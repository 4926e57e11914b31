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
    "password": {
        "type": "str",
        "no_log": True,
    },
    "encrypted_password": {
        "type": "str",
        "no_log": True,
    },
    "inherit": {
        "type": "bool",
        "default": True,
    },
    "login": {
        "type": "bool",
        "default": False,
    },
    "superuser": {
        "type": "bool",
        "default": False,
    },
    "createdb": {
        "type": "bool",
        "default": False,
    },
    "createrole": {
        "type": "bool",
        "default": False,
    },
    "replication": {
        "type": "bool",
        "default": False,
    },
    "connection_limit": {
        "type": "int",
    },
    "valid_until": {
        "type": "str",
    },
    "memberships": {
        "type": "list",
        "default": [],
        "elements": "raw",
    },
    "hba_records": {
        "type": "list",
        "default": [],
        "elements": "dict",
        "options": {
            "connection": {
                "type": "dict",
                "options": {
                    "type": {
                        "type": "str",
                        "default": "host",
                        "choices": [
                            "host",
                            "hostssl",
                            "hostnossl",
                            "hostgssenc",
                            "hostnogssenc",
                        ],
                    },
                    "address": {
                        "type": "str",
                        "required": True,
                    },
                    "netmask": {
                        "type": "str",
                    },
                },
            },
            "database": {
                "type": "str",
                "default": "all",
            },
            "method": {
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
        },
    },
    "pgpass": {
        "type": "bool",
        "default": False,
        "no_log": False,
    },
    "drop_owned": {
        "type": "bool",
        "default": False,
    },
    "reassign_owned": {
        "type": "str",
    },
}
