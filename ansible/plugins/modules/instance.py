#!/usr/bin/python
# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: instance
short_description: Manage a PostgreSQL instance with pglift
description:
  - Creates, changes, starts, stops, restarts or drops an instance, with its roles, databases, replication slots, and what
    the components of the site do for it (backup, monitoring, high availability).
  - A second run changes nothing.
author: the pglift contributors (@dalibo)
options:
  components:
    description:
      - Fields of the manifest that this module does not know, of components of other makers, by name.
      - It is also how a field is given as null, which in Ansible means that it is not given.
    type: dict
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
extends_documentation_fragment:
  - dalibo.pglift.pglift
  - dalibo.pglift.instance
'''

EXAMPLES = r'''
- name: An instance that is backed up and monitored
  dalibo.pglift.instance:
    name: main
    state: started
    version: 15
    port: 5432
    settings:
      max_connections: 200
    pgbackrest:
      stanza: main-app
    prometheus:
      port: 9187
  become: true
  become_user: postgres
  register: main

- name: A role in it, by another collection
  community.postgresql.postgresql_user:
    name: bob
  environment: "{{ main.env }}"

- name: It goes, with all its data
  dalibo.pglift.instance:
    name: main
    state: absent
'''

RETURN = r'''
change_state:
  description: What was done to the instance, or would be, in check mode.
  returned: always; null when there was nothing to do
  type: str
  sample: created
diff:
  description: Files that changed, or would, in check mode.
  returned: in diff mode, when some did
  type: list
  elements: dict
  contains:
    before_header: {description: Path of the file before., type: str, returned: always}
    after_header: {description: Path of the file after., type: str, returned: always}
    before: {description: Its content before., type: str, returned: always}
    after: {description: Its content after., type: str, returned: always}
pending_restart:
  description: Whether a setting waits for a restart.
  returned: always
  type: bool
instance:
  description: Version and name.
  returned: when it exists
  type: str
  sample: 15/main
object:
  description: The instance as C(pglift instance get) shows it, with the fields of the components of the site.
  returned: when it exists
  type: dict
  contains:
    name: {description: Its name., type: str, returned: always}
    version: {description: Major of PostgreSQL., type: str, returned: always}
    port: {description: Port., type: int, returned: always}
    settings: {description: Settings that pglift manages., type: dict, returned: always}
    data_checksums: {description: Whether pages have checksums., type: bool, returned: always}
    locale: {description: Its locale., type: str, returned: always}
    encoding: {description: Its encoding., type: str, returned: always}
    standby: {description: Its primary and how far it lags behind; null for a primary., type: dict, returned: always}
    state: {description: C(started) or C(stopped)., type: str, returned: always}
    pending_restart: {description: Whether a setting waits for a restart., type: bool, returned: always}
    replication_slots: {description: Its physical replication slots., type: list, elements: dict, returned: always}
    data_directory: {description: Path of its data., type: str, returned: always}
    wal_directory: {description: Path of its WAL., type: str, returned: always}
    pgbackrest: {description: Its stanza., type: dict, returned: with the component pgbackrest}
    prometheus: {description: Its exporter., type: dict, returned: with the component prometheus}
    powa: {description: Its PoWA., type: dict, returned: with the component powa}
    patroni: {description: Its cluster and the members of that., type: dict, returned: with the component patroni}
env:
  description: Variables with which the programs of PostgreSQL reach it.
  returned: when it exists
  type: dict
  sample: {PGHOST: /run/postgresql, PGPORT: '5432', PGUSER: postgres}
'''

from ansible_collections.dalibo.pglift.plugins.module_utils.pglift import (
    Pglift,
    new_module,
    result_of,
    without_unset,
)
from ansible_collections.dalibo.pglift.plugins.module_utils.spec_instance import SPEC


def existing(pglift, name, version):
    """Version and name of the instance, when there is one; without a version it is that of new instances."""
    versions = [one["version"] for one in pglift.json(["instance", "list"]) or [] if one["name"] == name]
    if versions and version is None:
        version = pglift.json(["site-settings"])["postgresql"]["default_version"]
    return "%s/%s" % (version, name) if version in versions else None


def main():
    module = new_module(dict(SPEC, components=dict(type="dict")))
    pglift = Pglift(module)
    manifest = without_unset(module.params, SPEC)
    manifest.update(module.params["components"] or {})
    result = result_of(pglift.apply(["instance", "apply"], manifest))
    instance = existing(pglift, module.params["name"], module.params["version"])
    if instance is not None:
        result.update(
            instance=instance,
            object=pglift.json(["instance", "get", instance]),
            env=pglift.json(["instance", "env", instance]),
        )
    module.exit_json(**result)


if __name__ == "__main__":
    main()
