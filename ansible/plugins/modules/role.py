#!/usr/bin/python
# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: role
short_description: Manage a role of a PostgreSQL instance with pglift
description:
  - Creates, changes or drops a role, with its memberships, its records in pg_hba.conf and its entry in the password file.
  - A second run changes nothing; a password is changed only when the server does not have it.
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
  - dalibo.pglift.role
'''

EXAMPLES = r'''
- name: A role that may log in
  dalibo.pglift.role:
    instance: main
    name: bob
    login: true
    password: "{{ bob_password }}"
    memberships:
      - role: pg_read_all_data
  become: true
  become_user: postgres
'''

RETURN = r'''
change_state:
  description: What was done to the role, or would be, in check mode.
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
pending_reload:
  description: Whether PostgreSQL has yet to read pg_hba.conf again.
  returned: always
  type: bool
object:
  description: The role as C(pglift role get) shows it.
  returned: when it exists
  type: dict
  contains:
    name: {description: Its name., type: str, returned: always}
    inherit: {description: Whether it has the rights of its groups., type: bool, returned: always}
    login: {description: Whether it may log in., type: bool, returned: always}
    superuser: {description: Whether it is a superuser., type: bool, returned: always}
    createdb: {description: Whether it may create databases., type: bool, returned: always}
    createrole: {description: Whether it may create roles., type: bool, returned: always}
    replication: {description: Whether it may replicate., type: bool, returned: always}
    connection_limit: {description: How many connections it may have; null for no limit., type: int, returned: always}
    valid_until: {description: When its password expires., type: str, returned: always}
    validity: {description: The older name of C(valid_until)., type: str, returned: always}
    has_password: {description: Whether it has a password., type: bool, returned: always}
    pgpass: {description: Whether its password is in the password file., type: bool, returned: always}
    memberships: {description: Roles that it is a member of., type: list, elements: dict, returned: always}
    hba_records: {description: Its records in pg_hba.conf., type: list, elements: dict, returned: always}
'''

from ansible_collections.dalibo.pglift.plugins.module_utils.pglift import apply_in_instance
from ansible_collections.dalibo.pglift.plugins.module_utils.spec_role import SPEC


def main():
    apply_in_instance("role", SPEC)


if __name__ == "__main__":
    main()
