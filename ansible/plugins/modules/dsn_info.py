#!/usr/bin/python
# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: dsn_info
short_description: Tell how an instance of pglift is reached
description:
  - Answers the variables with which the programs of PostgreSQL, and modules that use libpq, reach an instance.
  - In check mode it answers none for an instance that does not exist, since an earlier task may be to make it.
author: the pglift contributors (@dalibo)
options:
  name:
    description:
      - Name of the instance.
    type: str
    required: true
  version:
    description:
      - Major of PostgreSQL; needed when two instances have the same name.
    type: str
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
extends_documentation_fragment:
  - dalibo.pglift.pglift
'''

EXAMPLES = r'''
- name: How main is reached
  dalibo.pglift.dsn_info:
    name: main
  register: dsn

- name: Ask it something
  community.postgresql.postgresql_query:
    query: SELECT 1
  environment: "{{ dsn }}"
'''

RETURN = r'''
PGHOST:
  description: Directory of its socket.
  returned: when it has one
  type: str
PGPORT:
  description: Its port.
  returned: always
  type: str
PGUSER:
  description: The superuser role.
  returned: always
  type: str
PGDATA:
  description: Its data directory.
  returned: always
  type: str
PGPASSFILE:
  description: The password file of the site.
  returned: when it has one
  type: str
PSQLRC:
  description: What psql begins with.
  returned: always
  type: str
PSQL_HISTORY:
  description: What psql remembers.
  returned: always
  type: str
PGBACKREST_CONFIG_PATH:
  description: Directory of pgBackRest's configuration.
  returned: with the component pgbackrest
  type: str
PGBACKREST_STANZA:
  description: Its stanza.
  returned: with the component pgbackrest
  type: str
PATRONICTL_CONFIG_FILE:
  description: Configuration of its member of a cluster.
  returned: with the component patroni
  type: str
PATRONI_NAME:
  description: Name of the member.
  returned: with the component patroni
  type: str
PATRONI_SCOPE:
  description: Name of the cluster.
  returned: with the component patroni
  type: str
PATH:
  description: With the programs of its version in front.
  returned: always
  type: str
'''

from ansible_collections.dalibo.pglift.plugins.module_utils.pglift import Pglift, new_module


def main():
    module = new_module(dict(name=dict(type="str", required=True), version=dict(type="str")))
    name, version = module.params["name"], module.params["version"]
    instance = name if version is None else "%s/%s" % (version, name)
    pglift = Pglift(module, unmade=dict(changed=False))
    module.exit_json(changed=False, **pglift.json(["instance", "env", instance]))


if __name__ == "__main__":
    main()
