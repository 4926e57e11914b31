# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)
# Made by 'npm run ansible': do not edit.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from ansible_collections.dalibo.pglift.plugins.module_utils.spec_database import SPEC as DATABASE
from ansible_collections.dalibo.pglift.plugins.module_utils.spec_role import SPEC as ROLE

SPEC = {
    "name": {
        "type": "str",
        "required": True,
    },
    "version": {
        "type": "str",
        "choices": [
            "13",
            "14",
            "15",
            "16",
            "17",
            "18",
        ],
    },
    "port": {
        "type": "int",
    },
    "settings": {
        "type": "dict",
        "default": {},
    },
    "data_checksums": {
        "type": "bool",
    },
    "locale": {
        "type": "str",
    },
    "encoding": {
        "type": "str",
    },
    "auth": {
        "type": "dict",
        "options": {
            "local": {
                "type": "str",
                "choices": [
                    "trust",
                    "reject",
                    "md5",
                    "password",
                    "scram-sha-256",
                    "sspi",
                    "ident",
                    "peer",
                    "pam",
                    "ldap",
                    "radius",
                ],
            },
            "host": {
                "type": "str",
                "choices": [
                    "trust",
                    "reject",
                    "md5",
                    "password",
                    "scram-sha-256",
                    "sspi",
                    "ident",
                    "gss",
                    "pam",
                    "ldap",
                    "radius",
                ],
            },
            "hostssl": {
                "type": "str",
                "choices": [
                    "trust",
                    "reject",
                    "md5",
                    "password",
                    "scram-sha-256",
                    "sspi",
                    "ident",
                    "gss",
                    "pam",
                    "ldap",
                    "radius",
                    "cert",
                ],
            },
        },
    },
    "surole_password": {
        "type": "str",
        "no_log": True,
    },
    "replrole_password": {
        "type": "str",
        "no_log": True,
    },
    "standby": {
        "type": "dict",
        "options": {
            "primary_conninfo": {
                "type": "str",
                "required": True,
            },
            "password": {
                "type": "str",
                "no_log": True,
            },
            "status": {
                "type": "str",
                "default": "demoted",
                "choices": [
                    "demoted",
                    "promoted",
                ],
            },
            "slot": {
                "type": "str",
            },
        },
    },
    "state": {
        "type": "str",
        "default": "started",
        "choices": [
            "started",
            "stopped",
            "restarted",
            "absent",
        ],
    },
    "databases": {
        "type": "list",
        "default": [],
        "elements": "dict",
        "options": DATABASE,
    },
    "roles": {
        "type": "list",
        "default": [],
        "elements": "dict",
        "options": ROLE,
    },
    "replication_slots": {
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
            "user": {
                "type": "str",
                "default": "all",
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
    "restart_on_changes": {
        "type": "bool",
        "default": False,
    },
    "patroni": {
        "type": "dict",
        "options": {
            "cluster": {
                "type": "str",
                "required": True,
            },
            "node": {
                "type": "str",
            },
            "restapi": {
                "type": "dict",
                "options": {
                    "connect_address": {
                        "type": "str",
                    },
                    "listen": {
                        "type": "str",
                    },
                    "authentication": {
                        "type": "dict",
                        "options": {
                            "username": {
                                "type": "str",
                                "required": True,
                            },
                            "password": {
                                "type": "str",
                                "no_log": True,
                            },
                        },
                    },
                },
            },
            "postgresql": {
                "type": "dict",
                "options": {
                    "connect_host": {
                        "type": "str",
                    },
                    "replication": {
                        "type": "dict",
                        "options": {
                            "ssl": {
                                "type": "dict",
                                "options": {
                                    "cert": {
                                        "type": "str",
                                        "required": True,
                                    },
                                    "key": {
                                        "type": "str",
                                        "required": True,
                                        "no_log": False,
                                    },
                                    "password": {
                                        "type": "str",
                                        "no_log": True,
                                    },
                                },
                            },
                        },
                    },
                    "rewind": {
                        "type": "dict",
                        "options": {
                            "ssl": {
                                "type": "dict",
                                "options": {
                                    "cert": {
                                        "type": "str",
                                        "required": True,
                                    },
                                    "key": {
                                        "type": "str",
                                        "required": True,
                                        "no_log": False,
                                    },
                                    "password": {
                                        "type": "str",
                                        "no_log": True,
                                    },
                                },
                            },
                        },
                    },
                },
            },
            "etcd": {
                "type": "dict",
                "options": {
                    "username": {
                        "type": "str",
                        "required": True,
                    },
                    "password": {
                        "type": "str",
                        "no_log": True,
                    },
                },
            },
        },
    },
    "pgbackrest": {
        "type": "dict",
        "options": {
            "stanza": {
                "type": "str",
                "required": True,
            },
            "password": {
                "type": "str",
                "no_log": True,
            },
            "schedule": {
                "type": "dict",
                "options": {
                    "calendar": {
                        "type": "str",
                    },
                    "type": {
                        "type": "str",
                        "choices": [
                            "full",
                            "incr",
                            "diff",
                        ],
                    },
                },
            },
        },
    },
    "prometheus": {
        "type": "dict",
        "options": {
            "port": {
                "type": "int",
            },
            "password": {
                "type": "str",
                "no_log": True,
            },
        },
    },
    "powa": {
        "type": "dict",
        "options": {
            "password": {
                "type": "str",
                "no_log": True,
            },
        },
    },
}
