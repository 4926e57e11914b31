#!/usr/bin/python
# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: host
short_description: Bring all instances of a host to what one manifest says, with pglift
description:
  - Creates, changes, or drops instances with all that is in them, as C(pglift apply) does.
  - Faults of the whole manifest are told before anything is changed. An instance that fails is undone, and keeps no other
    from its turn.
  - A second run changes nothing.
author: the pglift contributors (@dalibo)
options:
  manifest:
    description:
      - The manifest as C(pglift apply) takes it, instead of C(instances), which Ansible checks. It may have fields that this
        collection does not know, and null values.
    type: dict
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
extends_documentation_fragment:
  - dalibo.pglift.pglift
  - dalibo.pglift.host
'''

EXAMPLES = r'''
- name: Two instances with their roles and databases
  dalibo.pglift.host:
    instances:
      - name: main
        port: 5432
        roles:
          - {name: app, login: true, password: "{{ app_password }}"}
        databases:
          - {name: shop, owner: app}
      - name: old
        state: absent
  become: true
  become_user: postgres
'''

RETURN = r'''
instances:
  description: What was done to each instance, or would be, in check mode.
  returned: always
  type: list
  elements: dict
  sample: [{instance: 15/main, change_state: created, pending_restart: false}]
  contains:
    instance: {description: Version and name., type: str, returned: always}
    change_state: {description: What was done; null when there was nothing to do., type: str, returned: always}
    pending_restart: {description: Whether a setting waits for a restart., type: bool, returned: always}
    settings: {description: 'Settings that changed, each with its value before and after.', type: dict, returned: always}
    objects: {description: 'Roles, databases and the like that changed.', type: list, elements: dict, returned: always}
    error: {description: 'Why it failed; null when it did not.', type: dict, returned: always}
    steps: {description: What would be done., type: list, elements: dict, returned: in check mode}
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
    apply_host,
    new_module,
    without_unset,
)
from ansible_collections.dalibo.pglift.plugins.module_utils.spec_host import SPEC


def main():
    module = new_module(
        dict(SPEC, manifest=dict(type="dict")),
        mutually_exclusive=[["instances", "manifest"]],
        required_one_of=[["instances", "manifest"]],
    )
    manifest = module.params["manifest"] or without_unset(module.params, SPEC)
    module.exit_json(**apply_host(Pglift(module), manifest))


if __name__ == "__main__":
    main()
