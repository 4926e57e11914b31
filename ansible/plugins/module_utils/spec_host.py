# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)
# Made by 'npm run ansible': do not edit.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from ansible_collections.dalibo.pglift.plugins.module_utils.spec_instance import SPEC as INSTANCE

SPEC = {
    "instances": {
        "type": "list",
        "elements": "dict",
        "options": INSTANCE,
    },
}
