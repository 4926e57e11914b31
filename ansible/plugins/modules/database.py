#!/usr/bin/python
# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: database
short_description: Manage a database of a PostgreSQL instance with pglift
description:
  - Creates, changes or drops a database, with its schemas, extensions, settings, publications and subscriptions.
  - A second run changes nothing.
author: the pglift contributors (@dalibo)
options:
  instance:
    description:
      - Instance that it belongs to, as C(main) or C(15/main).
    type: str
    required: true
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
extends_documentation_fragment:
  - dalibo.pglift.pglift
  - dalibo.pglift.database
'''

EXAMPLES = r'''
- name: A database with an extension
  dalibo.pglift.database:
    instance: main
    name: shop
    owner: bob
    schemas:
      - name: sales
    extensions:
      - name: pg_stat_statements
  become: true
  become_user: postgres
'''

RETURN = r'''
change_state:
  description: What was done to the database, or would be, in check mode.
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
object:
  description: The database as C(pglift database get) shows it.
  returned: when it exists
  type: dict
  contains:
    name: {description: Its name., type: str, returned: always}
    owner: {description: Role that owns it., type: str, returned: always}
    settings: {description: Settings of its sessions., type: dict, returned: always}
    schemas: {description: Its schemas with their owners., type: list, elements: dict, returned: always}
    extensions: {description: Its extensions with schema and version., type: list, elements: dict, returned: always}
    locale: {description: Its locale., type: str, returned: always}
    publications: {description: Its publications., type: list, elements: dict, returned: always}
    subscriptions: {description: Its subscriptions., type: list, elements: dict, returned: always}
    tablespace: {description: Its tablespace; null for the default one., type: str, returned: always}
'''

from ansible_collections.dalibo.pglift.plugins.module_utils.pglift import apply_in_instance
from ansible_collections.dalibo.pglift.plugins.module_utils.spec_database import SPEC


def main():
    apply_in_instance("database", SPEC)


if __name__ == "__main__":
    main()
