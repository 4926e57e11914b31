#!/usr/bin/python
# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: postgres_exporter
short_description: Manage a Prometheus postgres_exporter of a server elsewhere with pglift
description:
  - Installs, starts, stops or removes an exporter on this host for a PostgreSQL server that pglift does not run here.
  - The exporter of an instance comes with it, see C(prometheus) of M(dalibo.pglift.instance).
author: the pglift contributors (@dalibo)
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
extends_documentation_fragment:
  - dalibo.pglift.pglift
  - dalibo.pglift.postgres_exporter
'''

EXAMPLES = r'''
- name: An exporter for a server elsewhere
  dalibo.pglift.postgres_exporter:
    name: legacy
    dsn: host=legacy.example dbname=postgres user=prometheus
    password: "{{ legacy_password }}"
    port: 9188
  become: true
  become_user: postgres
'''

RETURN = r'''
change_state:
  description: What was done to the exporter, or would be, in check mode.
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
'''

from ansible_collections.dalibo.pglift.plugins.module_utils.pglift import (
    Pglift,
    new_module,
    result_of,
    without_unset,
)
from ansible_collections.dalibo.pglift.plugins.module_utils.spec_postgres_exporter import SPEC


def main():
    module = new_module(SPEC)
    manifest = without_unset(module.params, SPEC)
    module.exit_json(**result_of(Pglift(module).apply(["postgres_exporter", "apply"], manifest)))


if __name__ == "__main__":
    main()
