# Copyright: the pglift contributors
# PostgreSQL licence (see LICENSE of pglift)

from __future__ import absolute_import, division, print_function

__metaclass__ = type


class ModuleDocFragment(object):
    DOCUMENTATION = r'''
options:
  executable:
    description:
      - Path of C(pglift) on the managed node.
      - Without it, C(PATH) is searched, then where C(npm install -g) may have put it (C(~/.local/bin), C(~/bin),
        C(~/.npm-global/bin), C(/usr/local/bin), C(/opt/pglift/bin)).
    type: path
attributes:
  check_mode:
    description: Says in check mode what would change, and changes nothing.
  diff_mode:
    description: Shows in diff mode which files change, and how.
requirements:
  - pglift, of the version of this collection but for the last number, on the managed node
notes:
  - Run it as the user that owns the instances (C(become_user)); root is refused by pglift.
  - Settings of the site that the node's files do not hold are given by variables, as C(environment) of the task
    (C(PGLIFT_CONFIG_DIR), C(PGLIFT_PREFIX) ...).
'''
